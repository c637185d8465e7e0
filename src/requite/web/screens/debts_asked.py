"""A field was asked of the customer and not told: said by one button beside the debt, and taken back."""

from datetime import date

from django.core import signing
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible, Refused
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.screens.debts import closed, over, refused_line
from requite.web.toasts import with_toast
from requite.work.actions.asked import mark_asked, retract_asked

LASTS = 24 * 3600


@door("POST")
def asked(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """It was asked today and not told; the line goes, or comes back with the sentence where that can't be."""
    record_id = id_of(id)
    if (nothing := over(request, kind, record_id, field)) is not None:
        return nothing
    try:
        before = mark_asked(actor=request.actor, at=request.now, kind=kind, record_id=record_id, field=field)
    except Refused as refusal:
        error = " ".join(str(sentence) for sentence in refusal.errors.values())
        return refused_line(request, kind, record_id, field, sent(request, "value"), error)
    where = {"kind": kind, "id": record_id, "field": field}
    kept = signing.dumps(before.isoformat(), salt=_salt(kind, id, field)) if before else None
    undo = reverse("asked_undo", kwargs=where, query={"earlier": kept} if kept else None)
    return with_toast(request, closed(request), _("Asked, not told: worth half for 30 days, then owed again."), undo=undo)


@door("POST")
def asked_undo(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """Undo `asked`: it wasn't asked, or on the day that stood there before (`earlier`)."""
    earlier = None
    if "earlier" in request.GET:
        try:
            text = signing.loads(request.GET["earlier"], salt=_salt(kind, id, field), max_age=LASTS)
        except signing.BadSignature:
            raise NotVisible from None
        earlier = date.fromisoformat(text)
    retract_asked(
        actor=request.actor, at=request.now, kind=kind, record_id=id_of(id), field=field, earlier=earlier
    )
    return with_toast(request, closed(request), _("Undone."))


def _salt(kind: str, record_id: str, field: str) -> str:
    return f"requite.web.asked:{kind}:{record_id}:{field}"
