"""What was saved in a sheet of debts, taken back at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.journal.queries import OwnChange, list_own_changes
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.people.actions.points import correct_point, erase_point
from requite.people.models import Point
from requite.web.doors import ActorRequest, door
from requite.web.owing import has_sheet
from requite.web.screens.debts import CORRECTED, POINTS
from requite.web.toasts import with_toast
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.log_call import reopen_call
from requite.work.queries.debts import PAGE

LASTS = timedelta(hours=24)
MOST = 4 * PAGE


@door("POST", right="work.see")
def together_undo(request: ActorRequest, *, kind: str, field: str) -> HttpResponseBase:
    """Take back what the reader saved in the sheet at the instants `kept`; what was changed since stays as it is."""
    if not has_sheet(kind, field):
        raise NotVisible
    moments = _moments(request)
    found = list_own_changes(actor_id=request.actor.me, field=field, moments=moments, most=MOST)
    undone = sum(_take_back(request.actor, request.now, kind, field, one) for one in found)
    said = ngettext("%(num)s taken back.", "%(num)s taken back.", undone) % {"num": undone}
    left = len(found) - undone
    if left:
        stays = ngettext("%(num)s was changed since and stays.", "%(num)s were changed since and stay.", left)
        said = f"{said} {stays % {'num': left}}"
    answer = HttpResponseRedirect(reverse("together", kwargs={"kind": kind, "field": field}))
    return with_toast(request, answer, said if found else _("There is nothing to take back."))


def undo_address(kind: str, field: str, at: datetime) -> str:
    """The address that takes back what was saved at that instant."""
    return reverse("together_undo", kwargs={"kind": kind, "field": field}, query={"kept": at.isoformat()})


def _moments(request: ActorRequest) -> list[datetime]:
    """The instants that are asked for, of the last day."""
    found = []
    for text in (*request.POST.getlist("kept"), *request.GET.getlist("kept"))[:MOST]:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            continue
        if at.tzinfo is not None and timedelta() <= request.now - at < LASTS:
            found.append(at)
    return found


def _take_back(actor: Actor, at: datetime, kind: str, field: str, change: OwnChange) -> bool:
    """Bring back what stood in the field, by the action that owns it; False where that can't be."""
    if change.is_followed:
        return False
    record_id, before = change.subject_id, str(change.before or "")
    try:
        if kind in ("person", "company") and field in POINTS:
            _put_back(actor, at, kind, field, record_id, (before, str(change.after)))
        elif kind == "call" and field == "outcome":
            reopen_call(actor=actor, at=at, activity_id=record_id)
        elif kind in CORRECTED:
            ids: dict[str, Any] = {f"{kind}_id": record_id}
            CORRECTED[kind][0](actor=actor, at=at, given={field: before}, **ids)
        else:
            correct_activity(actor=actor, at=at, activity_id=record_id, given={field: before})
    except (NotAllowed, NotVisible, Refused, Stale):
        return False
    return True


def _put_back(actor: Actor, at: datetime, kind: str, field: str, record_id: UUID, pair: tuple[str, str]) -> None:
    """The text in whose place the new one came, or the point goes."""
    before, raw = pair
    points = Point.objects.filter(**{f"{kind}_id": record_id}, kind=field, raw=raw)
    point = points.order_by("-made_at", "-id").first()
    if point is None:
        raise NotVisible
    if before:
        correct_point(actor=actor, at=at, point_id=point.id, raw=before)
    else:
        erase_point(actor=actor, at=at, point_id=point.id)
