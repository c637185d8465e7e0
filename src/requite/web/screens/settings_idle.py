"""A field that is asked for and that nobody uses: asked for no more, or kept; each with its undo."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.idle.actions.keep_field import mark_kept
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.declare_requirement import kind_of
from requite.quality.actions.restore_requirement import restore_requirement
from requite.quality.models import Requirement, going_on
from requite.quality.registry import label_of
from requite.web.doors import ActorRequest, door
from requite.web.screens.settings_forms import attempt, done

RIGHT = "settings.requirements"
MOST = 50  # lines of one field


@door("POST", right=RIGHT)
def idle(request: ActorRequest, *, kind: str, field: str) -> HttpResponseBase:
    """`keep` the field for another half a year, or end its lines (`stop`); `undo` takes either back."""
    kind_of(kind)
    if "undo" in request.GET:
        return _undo(request, kind, field)
    here, label = reverse("idle_field", kwargs={"kind": kind, "field": field}), label_of(kind, field)
    if "stop" in request.POST:
        lines = list(Requirement.objects.filter(going_on(request.now), kind=kind, field=field).order_by("id")[:MOST])
        if not lines:
            raise NotVisible
        with transaction.atomic():
            for line in lines:
                close_requirement(actor=request.actor, at=request.now, requirement_id=line.id)
        undo = urlencode({"undo": ",".join(str(line.id) for line in lines)})
        return _back(request, kind, _("%(field)s is asked for no more.") % {"field": label}, f"{here}?{undo}")
    before = mark_kept(actor=request.actor, at=request.now, kind=kind, field=field, kept_at=request.now)
    undo = urlencode({"undo": "", "kept": before.isoformat() if before else ""})
    return _back(request, kind, _("%(field)s stays. You are asked again in 180 days.") % {"field": label}, f"{here}?{undo}")


def _undo(request: ActorRequest, kind: str, field: str) -> HttpResponseBase:
    ids = [id_ for text in request.GET["undo"].split(",")[:MOST] if (id_ := parse_id(text))]
    if not ids:
        kept = _instant(request.GET.get("kept", ""))
        mark_kept(actor=request.actor, at=request.now, kind=kind, field=field, kept_at=kept)
        return _back(request, kind, _("Proposed again."))
    if Requirement.objects.filter(id__in=ids, kind=kind, field=field).count() < len(ids):
        raise NotVisible
    with transaction.atomic():
        outcome = attempt(lambda: _restore(request, ids))
    text = _("Asked for again.") if outcome.is_kept else " ".join(str(one) for one in outcome.errors.values())
    return _back(request, kind, text)


def _restore(request: ActorRequest, ids: Sequence[UUID]) -> None:
    for id_ in ids:
        restore_requirement(actor=request.actor, at=request.now, requirement_id=id_)


def _instant(text: str) -> datetime | None:
    """An instant that has its zone; None for none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _back(request: ActorRequest, kind: str, text: str, undo: str = "") -> HttpResponseBase:
    return done(request, reverse("minimum_set", kwargs={"kind": kind}), text, undo=undo)
