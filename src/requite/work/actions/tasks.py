"""Tasks and notes."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.values import NOTHING, read_given
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id
from requite.work import access
from requite.work.actions import keeping, lengths
from requite.work.events import NoteLogged, TaskCompleted, TaskPlanned
from requite.work.models import Activity

State = Activity.State


def plan_task(
    *,
    actor: Actor,
    at: datetime,
    topic: str,
    event_at: datetime | None = None,
    on: date | None = None,
    until: datetime | None = None,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
    owner_id: UUID | None = None,
    deal_id: UUID | None = None,
    own: Mapping[str, str] = NOTHING,
    once: UUID | None = None,
) -> Activity:
    """Plan a task that is due at `event_at`, or some time on the day `on`. Refused without words.

    With `until` it is done from `event_at` up to then, and books that time. `own` is what a form gave for the company's own
    fields.
    """
    if not topic.strip():
        raise Refused(_("Say what is to be done."), field="topic")
    keeping.refuse_long(topic=topic)
    lengths.refuse_bad_end(event_at, until)
    event_at = _due(actor, event_at, on)
    with recording(actor=actor, at=at) as record:
        task = Activity(
            id=new_id(), kind="task", state=State.TO_DO, topic=topic.strip(), is_all_day=on is not None
        )
        earlier = claim_once(key=once, actor=actor, subject_id=task.id, at=at)
        if earlier:
            return access.see_activity(actor=actor, activity_id=earlier)
        keeping.prepare(
            task,
            actor=actor,
            at=at,
            event_at=event_at,
            owner_id=owner_id,
            person_id=person_id,
            company_id=company_id,
            deal_id=deal_id,
        )
        task.until = until
        changes = {"topic": (None, task.topic), **keeping.times_of(task)}
        keeping.keep(record, task, TaskPlanned, changes, own=read_given(actor, "task", own))
    return task


def complete_task(
    *, actor: Actor, at: datetime, activity_id: UUID, state: str = State.DONE, version: int | None = None
) -> Activity:
    """Say that a task is done, dropped, or (undo) to do again; or a call that wasn't made that it is dropped, or to do.

    Raises Stale when it isn't that version any more.
    """
    if state not in (State.DONE, State.DROPPED, State.TO_DO):
        raise Refused(_("A task is to do, done or dropped."))
    with recording(actor=actor, at=at) as record:
        task = access.take_activity(actor=actor, activity_id=activity_id)
        is_unmade = task.kind == Activity.Kind.CALL and State.DONE not in (task.state, state)
        if task.kind != Activity.Kind.TASK and not is_unmade:
            raise Refused(_("Only a task can be done this way."))
        keeping.demand_version(task, version)
        before = task.state
        if before != state:
            task.state = state
            keeping.keep(record, task, TaskCompleted, {"state": (before, str(state))})
    return task


def postpone_activity(
    *,
    actor: Actor,
    at: datetime,
    activity_id: UUID,
    event_at: datetime | None = None,
    on: date | None = None,
    until: datetime | None = None,
    version: int | None = None,
) -> Activity:
    """Give an open task or call another time, or a task a whole day. Raises Stale when it isn't that version any more.

    A length goes with it, to a whole day not; `until` gives it another.
    """
    lengths.refuse_bad_end(event_at, until)
    event_at = _due(actor, event_at, on)
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id)
        if found.kind == Activity.Kind.MEETING or not found.is_open:
            raise Refused(_("Only an open task or call can be put off."))
        if on is not None and found.kind == Activity.Kind.CALL:
            raise Refused(_("Give the time too."), field="clock")
        keeping.demand_version(found, version)
        before = found.at
        if before != event_at or found.is_all_day != (on is not None):
            keeping.place_in_time(found, actor=actor, event_at=event_at)
            found.is_all_day = on is not None
            found.until = None if on is not None else until or found.until
            keeping.keep(record, found, TaskPlanned, {"at": (before.isoformat(), event_at.isoformat())})
    return found


def log_note(
    *,
    actor: Actor,
    at: datetime,
    body: str,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
    owner_id: UUID | None = None,
    deal_id: UUID | None = None,
    own: Mapping[str, str] = NOTHING,
    once: UUID | None = None,
) -> Activity:
    """Keep a note about a person. Refused without words."""
    if not body.strip():
        raise Refused(_("Write the note first."), field="body")
    keeping.refuse_long(body=body)
    with recording(actor=actor, at=at) as record:
        note = Activity(id=new_id(), kind="note", state=State.DONE, body=body.strip())
        earlier = claim_once(key=once, actor=actor, subject_id=note.id, at=at)
        if earlier:
            return access.see_activity(actor=actor, activity_id=earlier)
        keeping.prepare(
            note, actor=actor, at=at, event_at=at, owner_id=owner_id, person_id=person_id,
            company_id=company_id, deal_id=deal_id,
        )  # fmt: skip
        keeping.keep(record, note, NoteLogged, {"body": (None, note.body)}, own=read_given(actor, "note", own))
    return note


def _due(actor: Actor, event_at: datetime | None, on: date | None) -> datetime:
    if on is not None:
        return keeping.end_of(on, actor=actor)
    if event_at is None:
        raise Refused(_("Say when it is due."), field="day")
    return event_at
