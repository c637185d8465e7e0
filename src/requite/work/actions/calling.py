"""What an outcome does beside the call: to the number that was dialled, and to the next call."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from requite.journal.recording import Recorder
from requite.kernel.ids import new_id
from requite.kernel.records import find_record
from requite.people.actions.points import mark_point, restore_point
from requite.people.models import Point
from requite.work.actions import keeping
from requite.work.events import ActivityRestored, ActivityRetracted, CallLogged, TaskPlanned
from requite.work.models import Activity, CallStatus

Class = CallStatus.Class
NEXT = {"kind": Activity.Kind.CALL, "state": Activity.State.TO_DO}


def point_of(call: Activity, point_id: UUID | None) -> Point | None:
    """The number of that id of whom the call is with, else their first: the person's, or that of a company alone."""
    if call.person_id is None and call.company_id is None:
        return None
    link, whose = ("person_id", call.person_id) if call.person_id else ("company_id", call.company_id)
    theirs = f"WHERE r.{link} = %s AND r.kind = 'phone'"
    if point_id:
        return find_record(Point, f"{theirs} AND r.id = %s", [whose, point_id])
    return find_record(Point, f"{theirs} ORDER BY r.position, r.id", [whose])


def give_outcome(record: Recorder, call: Activity, status: CallStatus | None) -> None:
    """Set the outcome, or none, and what it says of the number. A wrong number that was a slip is given back."""
    was_wrong = call.outcome_class == Class.WRONG_NUMBER
    call.outcome = status
    call.outcome_class = status.class_name if status else ""
    if call.point is None:
        return
    if call.outcome_class == Class.WRONG_NUMBER:
        mark_point(record=record, point=call.point, state=Point.State.WRONG)
    elif call.outcome_class == Class.REACHED and call.point.state in (Point.State.VALID, Point.State.WRONG):
        restore_point(record=record, point=call.point, confirmed=True)
    elif was_wrong:
        give_number_back(record, call)


def give_number_back(record: Recorder, call: Activity) -> None:
    """Undo what the call's outcome said of its number, unless another call says the same of it."""
    if call.point is None or call.point.state != Point.State.WRONG:
        return
    others = Activity.objects.filter(point=call.point, retracted_at__isnull=True).exclude(id=call.id)
    if not others.filter(outcome_class=Class.WRONG_NUMBER).exists():
        reached = others.filter(outcome_class=Class.REACHED).exists()
        restore_point(record=record, point=call.point, confirmed=reached)


def plan_again(record: Recorder, call: Activity, again_at: datetime | None) -> None:
    """Plan the next call at that time; one that follows already gets the time instead."""
    if again_at is None:
        return
    found = _take_next(call, retracted_at__isnull=True).first()
    if found:
        if found.at != again_at:
            changes: dict[str, tuple[object, object]] = {"at": (found.at.isoformat(), again_at.isoformat())}
            keeping.place_in_time(found, actor=record.actor, event_at=again_at)
            keeping.keep(record, found, TaskPlanned, changes)
        return
    again = Activity(
        id=new_id(),
        direction="out",
        was_planned=True,
        owner_id=call.owner_id,
        team_id=call.team_id,
        person=call.person,
        company_id=call.company_id,
        deal_id=call.deal_id,
        follows=call,
        topic=call.topic,
        made_at=record.at,
        made_by_id=record.actor.id,
        **NEXT,
    )
    keeping.place_in_time(again, actor=record.actor, event_at=again_at)
    keeping.keep(record, again, CallLogged, {"state": (None, "to_do"), "at": (None, again_at.isoformat())})


def retract_next(record: Recorder, call: Activity) -> None:
    """Take back the call that was planned by this one's outcome, where it is still to be made."""
    for found in _take_next(call, retracted_at__isnull=True):
        found.retracted_at = record.at
        keeping.keep(record, found, ActivityRetracted, {})


def restore_next(record: Recorder, call: Activity, retracted_at: datetime | None) -> None:
    """Bring back the next call that was taken back together with this one, at `retracted_at`."""
    for found in _take_next(call, retracted_at=retracted_at):
        found.retracted_at = None
        keeping.keep(record, found, ActivityRestored, {})


def _take_next(call: Activity, **where: object) -> QuerySet[Activity]:
    """The next calls of the call that are still to be made, locked: one that somebody settles meanwhile is none any more."""
    return Activity.objects.select_for_update().filter(follows=call, **NEXT, **where).order_by("id")
