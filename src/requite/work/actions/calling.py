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
TELLING = (Class.REACHED, Class.WRONG_NUMBER)  # what says something of the number
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
    """Set the outcome, or none, and what it says of the number. What the former one said of it is given back."""
    was = call.outcome_class
    call.outcome = status
    call.outcome_class = status.class_name if status else ""
    tell_number(record, call, was=was)


def tell_number(record: Recorder, call: Activity, *, was: str = "") -> None:
    """What the call's outcome says of its number; what one of the class `was` said of it is given back."""
    if call.point is None:
        return
    if call.outcome_class == Class.WRONG_NUMBER:
        mark_point(record=record, point=call.point, state=Point.State.WRONG)
    elif call.outcome_class == Class.REACHED and call.point.state in (Point.State.VALID, Point.State.WRONG):
        restore_point(record=record, point=call.point, confirmed=True)
    elif was in TELLING and call.outcome_class not in TELLING:
        give_number_back(record, call)


def give_number_back(record: Recorder, call: Activity) -> None:
    """Undo what the call's outcome said of its number: the last other call that says something of it is right then."""
    if call.point is None or call.point.state not in (Point.State.WRONG, Point.State.CONFIRMED):
        return
    others = Activity.objects.filter(point=call.point, retracted_at__isnull=True, outcome_class__in=TELLING)
    last = others.exclude(id=call.id).order_by("-at", "-id").values_list("outcome_class", flat=True).first()
    if last == Class.WRONG_NUMBER:
        mark_point(record=record, point=call.point, state=Point.State.WRONG)
    else:
        restore_point(record=record, point=call.point, confirmed=last is not None)


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


def retract_next(record: Recorder, call: Activity, *, made_at: datetime | None = None) -> None:
    """Take back the call that was planned by this one's outcome (at `made_at`), where it is still to be made."""
    made = {"made_at": made_at} if made_at else {}
    for found in _take_next(call, retracted_at__isnull=True, **made):
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
