"""Points of contact on a person's or company's page: add, change, remove in place."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible, Refused, Stale
from requite.people.actions.points import (
    ErasedPoint,
    correct_point,
    erase_point,
    register_point,
    return_point,
)
from requite.people.models import Point
from requite.people.queries.pages import get_company, get_person
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import html, is_fragment, part, render
from requite.web.screens.list_views import list_behind
from requite.web.screens.settings_forms import done
from requite.web.toasts import with_toast

SALT = "requite.web.points"
LASTS = 24 * 3600


@door("POST", right="people.edit")
def points(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Add a point to a person or a company; `removed` brings one back that was removed."""
    if kind not in ("person", "company"):
        raise NotVisible
    record_id = id_of(id)
    whose: dict[str, Any] = {f"{kind}_id": record_id}
    if "removed" in request.GET:
        erased = _read_removed(request.GET["removed"])
        return_point(actor=request.actor, at=request.now, erased=erased, **whose)
        back = list_behind(request, kind)
        return done(request, back, "") if back else card(request, kind, record_id)
    which, raw, once = sent(request, "kind"), sent(request, "raw"), sent_id(request, "once")
    errors: dict[str, Any] = {}
    try:
        register_point(actor=request.actor, at=request.now, kind=which, raw=raw, once=once, **whose)
    except Refused as refusal:
        errors = refusal.errors
    return card(request, kind, record_id, errors=errors, typed={"kind": which, "raw": raw} if errors else {})


@door("POST", right="people.edit")
def point(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Change a point."""
    found = Point.objects.filter(id=id_of(id)).first()
    if found is None:
        raise NotVisible
    kind, record_id = ("person", found.person_id) if found.person_id else ("company", found.company_id)
    errors: dict[str, Any] = {}
    typed: dict[str, str] = {}
    raw = sent(request, "raw")
    try:
        base = request.POST.get("base")
        correct_point(actor=request.actor, at=request.now, point_id=found.id, raw=raw, base=base)
    except Refused as refusal:
        errors = {str(found.id): next(iter(refusal.errors.values()))}
        typed = {str(found.id): raw}
    except Stale:
        errors = {
            str(found.id): _("Somebody changed this meanwhile; this is how it stands now. Yours: %(raw)s")
            % {"raw": raw}
        }
    return card(request, kind, record_id, errors=errors, typed=typed)


@door("POST", right="people.edit")
def point_removal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Remove a point; the toast brings it back."""
    found = Point.objects.filter(id=id_of(id)).first()
    if found is None:
        raise NotVisible
    kind, record_id = ("person", found.person_id) if found.person_id else ("company", found.company_id)
    raw, erased = erase_point(actor=request.actor, at=request.now, point_id=found.id)
    text, undo = removal_undo(kind, record_id, raw, erased)
    return with_toast(request, card(request, kind, record_id), text, undo=undo)


def removal_undo(kind: str, record_id: Any, raw: str, erased: ErasedPoint) -> tuple[str, str]:
    """What is said of a point that was removed, and the address that brings it back: it holds no text of the point."""
    kept = [str(erased.id), erased.entry_id, erased.state, erased.position, erased.label]
    removed = signing.dumps(kept, salt=SALT, compress=True)
    undo = reverse("points", kwargs={"kind": kind, "id": record_id}, query={"removed": removed})
    return _("Removed: %(what)s") % {"what": raw}, undo


def _read_removed(text: str) -> ErasedPoint:
    try:
        kept, *rest = signing.loads(text, salt=SALT, max_age=LASTS)
        return ErasedPoint(UUID(kept), *rest)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotVisible from None


def card(
    request: ActorRequest,
    kind: str,
    record_id: Any,
    *,
    errors: dict[str, Any] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponseBase:
    """The record's card, with what was wrong; without htmx, its page."""
    errors = {name: str(text) for name, text in (errors or {}).items()}
    if not is_fragment(request) and not errors:
        return HttpResponseRedirect(reverse(kind, kwargs={"id": record_id}))
    context: dict[str, Any] = {
        "point_errors": errors,
        "point_typed": typed or {},
        "once": fresh_key(),
        "owners": [],
    }
    if kind == "person":
        context["person"] = get_person(actor=request.actor, person_id=record_id)
        template = "people/card.html"
    else:
        context["company"] = get_company(actor=request.actor, company_id=record_id)
        template = "companies/card.html"
    status = 422 if errors else 200
    if is_fragment(request):
        return part(request, template, context, status=status)
    return render(
        request, "people/one_card.html", {**context, "card": html(request, template, context)}, status=status
    )
