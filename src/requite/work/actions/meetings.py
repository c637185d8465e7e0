"""Plan a meeting, and say what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.values import NOTHING, copy_values, read_given
from requite.journal.queries import HistoryLine, find_last
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id
from requite.work import access
from requite.work.actions import keeping, lengths
from requite.work.events import ActivityRetracted, MeetingPlanned, MeetingSettled
from requite.work.models import Activity

State = Activity.State
SAID = (State.HELD, State.CALLED_OFF, State.NO_SHOW)
USUAL = timedelta(hours=1)


def plan_meeting(
    *,
    actor: Actor,
    at: datetime,
    event_at: datetime,
    until: datetime | None = None,
    person_id: UUID | None = None,
    people: Sequence[UUID] = (),
    colleagues: Sequence[UUID] = (),
    topic: str = "",
    place: str = "",
    company_id: UUID | None = None,
    owner_id: UUID | None = None,
    deal_id: UUID | None = None,
    own: Mapping[str, str] = NOTHING,
    once: UUID | None = None,
) -> Activity:
    """Plan a meeting at `event_at`, an hour long unless `until` is given, and return it. What is missing is owed.

    `own` is what a form gave for the company's own fields.
    """
    keeping.refuse_long(topic=topic, place=place)
    lengths.refuse_bad_end(event_at, until)
    with recording(actor=actor, at=at) as record:
        meeting = Activity(
            id=new_id(), kind="meeting", state=State.PLANNED, topic=topic.strip(), place=place.strip()
        )
        earlier = claim_once(key=once, actor=actor, subject_id=meeting.id, at=at)
        if earlier:
            return access.see_activity(actor=actor, activity_id=earlier)
        first = person_id or next(iter(people), None)
        keeping.prepare(
            meeting,
            actor=actor,
            at=at,
            event_at=event_at,
            owner_id=owner_id,
            person_id=first,
            company_id=company_id,
            deal_id=deal_id,
        )
        meeting.until = until or event_at + USUAL
        colleagues = keeping.list_colleagues(meeting, colleagues)
        meeting.is_joint = bool(colleagues)
        changes: dict[str, tuple[object, object]] = {
            "at": (None, event_at.isoformat()),
            **keeping.say_whom(meeting),
            "topic": (None, meeting.topic),
            "place": (None, meeting.place),
        }
        changes = {name: pair for name, pair in changes.items() if pair[1]}
        keeping.keep(
            record, meeting, MeetingPlanned, changes, people=people, colleagues=colleagues,
            own=read_given(actor, "meeting", own),
        )  # fmt: skip
    return meeting


def hold_meeting(
    *, actor: Actor, at: datetime, activity_id: UUID, result: str = "", event_at: datetime | None = None
) -> Activity:
    """Say that the meeting was held; `result` may follow later, as a debt until then.

    A planned time still ahead is refused unless `event_at` says when it was held.
    """
    keeping.refuse_long(result=result)
    with recording(actor=actor, at=at) as record:
        meeting = _take(actor, activity_id)
        before = meeting.state
        if event_at:
            _place(meeting, actor, event_at)
        if meeting.at > at:
            raise Refused(
                _("This meeting lies ahead. It can be marked as held once it has begun."), field="at"
            )
        meeting.state = State.HELD
        changes: dict[str, tuple[object, object]] = (
            {} if before == State.HELD else {"state": (before, State.HELD.value)}
        )
        if result.strip() and result.strip() != meeting.result:
            changes["result"] = (meeting.result, result.strip())
            meeting.result = result.strip()
        if changes:
            keeping.keep(record, meeting, MeetingSettled, changes)
    return meeting


def postpone_meeting(
    *,
    actor: Actor,
    at: datetime,
    activity_id: UUID,
    event_at: datetime,
    until: datetime | None = None,
    version: int | None = None,
) -> Activity:
    """Move the meeting: this one is kept as moved, a new one is planned at `event_at`, which is returned.

    Raises Stale when it isn't that version any more.
    """
    with recording(actor=actor, at=at) as record:
        meeting = _take(actor, activity_id, version)
        if meeting.state == State.HELD:
            raise Refused(_("This meeting was held already; it can't be moved."))
        length = (meeting.until - meeting.at) if meeting.until else USUAL
        lengths.refuse_bad_end(event_at, until)
        before = meeting.state
        meeting.state = State.MOVED
        keeping.keep(record, meeting, MeetingSettled, {"state": (before, State.MOVED.value)})
        parts = meeting.participations.values_list("user_id", flat=True)
        colleagues = keeping.list_colleagues(meeting, parts)
        fresh = Activity(
            id=new_id(),
            kind="meeting",
            state=State.PLANNED,
            owner_id=meeting.owner_id,
            person=meeting.person,
            company_id=meeting.company_id,
            deal_id=meeting.deal_id,
            topic=meeting.topic,
            place=meeting.place,
            is_joint=bool(colleagues),
            follows=meeting,
            made_at=at,
            made_by_id=actor.id,
            team_id=keeping.team_of(meeting.owner_id),
        )
        _place(fresh, actor, event_at)
        fresh.until = until or event_at + length
        copy_values(actor, "meeting", {meeting.id: fresh.id})
        keeping.keep(
            record,
            fresh,
            MeetingPlanned,
            {"at": (meeting.at.isoformat(), event_at.isoformat())},
            people=list(meeting.attendances.values_list("person_id", flat=True)),
            colleagues=colleagues,
        )
    return fresh


def restore_meeting(*, actor: Actor, at: datetime, activity_id: UUID) -> Activity:
    """Undo `postpone_meeting`, of which it came: it goes, and the one before it, which is returned, is as it was."""
    with recording(actor=actor, at=at) as record:
        _lock_former(activity_id)
        fresh = access.take_activity(actor=actor, activity_id=activity_id)
        if fresh.follows_id is None or fresh.version > 1 or fresh.state != State.PLANNED:
            raise Refused(_("This meeting has gone on since. Move it again instead."))
        meeting = access.take_activity(actor=actor, activity_id=fresh.follows_id)
        if meeting.state != State.MOVED:
            raise Refused(_("This meeting has gone on since. Move it again instead."))
        last = find_last(subject_id=meeting.id, event=MeetingSettled)
        fresh.retracted_at, meeting.state = at, _former_state(meeting, last)
        keeping.keep(record, fresh, ActivityRetracted, {})
        keeping.keep(record, meeting, MeetingSettled, {"state": (State.MOVED.value, meeting.state)})
    return meeting


def _lock_former(activity_id: UUID) -> None:
    """Lock the meeting in whose place this one came before this one, as the undo of many does: neither waits for ever."""
    former = Activity.objects.filter(id=activity_id).values("follows_id")
    Activity.objects.select_for_update().filter(id__in=former).first()


def call_off_meeting(
    *, actor: Actor, at: datetime, activity_id: UUID, state: str = State.CALLED_OFF
) -> Activity:
    """Say that the meeting didn't take place: called off, or the customer didn't show (`state` "no_show")."""
    if state not in (State.CALLED_OFF, State.NO_SHOW):
        raise Refused(_("A meeting is held, moved, called off, or the customer didn't show."))
    with recording(actor=actor, at=at) as record:
        meeting = _take(actor, activity_id)
        before = meeting.state
        if before != state:
            meeting.state = state
            keeping.keep(record, meeting, MeetingSettled, {"state": (before, str(state))})
    return meeting


def reopen_meeting(*, actor: Actor, at: datetime, activity_id: UUID, version: int | None = None) -> Activity:
    """Undo what was said of the meeting last: it is what it was before, planned unless something had been said by then.

    Raises Stale when it isn't that version any more.
    """
    with recording(actor=actor, at=at) as record:
        meeting = _take(actor, activity_id, version)
        before, told = meeting.state, meeting.result
        last = find_last(subject_id=meeting.id, event=MeetingSettled)
        if last is not None and {name for name, _old, _new in last.changes} == {"result"}:
            meeting.result = last.former("result")
            keeping.keep(record, meeting, MeetingSettled, {"result": (told, meeting.result)})
        elif before != State.PLANNED:
            meeting.state = _former_state(meeting, last)
            keeping.keep(record, meeting, MeetingSettled, {"state": (before, meeting.state)})
    return meeting


def _former_state(meeting: Activity, last: HistoryLine | None) -> str:
    """What the meeting was before it became what it is, as the last word on it says."""
    former = last.former("state") if last else ""
    return former if former in SAID and former != meeting.state else State.PLANNED.value


def _take(actor: Actor, activity_id: UUID, version: int | None = None) -> Activity:
    meeting = access.take_activity(actor=actor, activity_id=activity_id)
    if meeting.kind != Activity.Kind.MEETING:
        raise Refused(_("This isn't a meeting."))
    keeping.demand_version(meeting, version)
    if meeting.state == State.MOVED:
        raise Refused(_("A moved meeting has a new date already. Call that one off instead."))
    return meeting


def _place(meeting: Activity, actor: Actor, event_at: datetime) -> None:
    length = (meeting.until - meeting.at) if meeting.until and meeting.at else USUAL
    keeping.place_in_time(meeting, actor=actor, event_at=event_at)
    meeting.until = event_at + length
