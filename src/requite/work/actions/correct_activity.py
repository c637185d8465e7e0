"""Correct, retract and restore an activity."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.catalogue import is_slug
from requite.fields.values import read_given
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.people.access import join_person
from requite.people.actions.correct import merge_fields, now_of
from requite.work import access
from requite.work.actions import calling, keeping
from requite.work.events import ActivityCorrected, ActivityRestored, ActivityRetracted
from requite.work.models import Activity

FIELDS = ("topic", "place", "result", "body")


def fields_of(activity: Activity) -> dict[str, str]:
    """The editable texts as a form shows them."""
    return {name: str(getattr(activity, name)) for name in FIELDS}


def correct_activity(
    *,
    actor: Actor,
    at: datetime,
    activity_id: UUID,
    given: Mapping[str, str],
    base: Mapping[str, str] | None = None,
    event_at: datetime | None = None,
    on: date | None = None,
    version: int | None = None,
) -> Activity:
    """Write the texts that differ from `base`, what the reader saw, and another time when `event_at` is given.

    A task may be given the whole day `on` instead.

    Raises NotVisible, NotAllowed, Refused by field, Stale when another changed the same text meanwhile, or when it isn't
    that version any more.
    """
    given = {name: str(value).strip() for name, value in given.items() if name in FIELDS or is_slug(name)}
    keeping.refuse_long(**{name: value for name, value in given.items() if name in FIELDS})
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id)
        keeping.demand_version(found, version)
        now = fields_of(found) | now_of(actor, found.kind, found.id, given, base)
        fresh = merge_fields(subject_id=found.id, base=base or {}, given=given, now=now)
        own = read_given(actor, found.kind, fresh, found.id)
        fresh = {name: value for name, value in fresh.items() if name in FIELDS}
        changes: dict[str, tuple[object, object]] = {
            name: (now[name], value) for name, value in fresh.items()
        }
        _refuse_empty(found.kind, {**now, **given})
        for name, value in fresh.items():
            setattr(found, name, value)
        if on is not None:
            if found.kind != Activity.Kind.TASK:
                raise Refused(_("Give the time too."), field="clock")
            event_at = keeping.end_of(on, actor=actor)
        if event_at and event_at != found.at:
            found.is_all_day = on is not None
            if found.state == Activity.State.HELD or (
                found.state == Activity.State.DONE and found.kind != "task"
            ):
                keeping.refuse_ahead(event_at, at=at)
            changes["at"] = (found.at.isoformat(), event_at.isoformat())
            keeping.place_in_time(found, actor=actor, event_at=event_at)
            found.until = None if on is not None else found.until
        if changes or own.is_moved:
            keeping.keep(record, found, ActivityCorrected, changes, own=own)
    return found


def correct_whom(
    *, actor: Actor, at: datetime, activity_id: UUID, person_id: UUID, version: int | None = None
) -> Activity:
    """Say whom an activity is with. One with a company alone stays with that company, else it is the person's.

    Raises NotVisible, NotAllowed, Stale when it isn't that version any more.
    """
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id)
        keeping.demand_version(found, version)
        if found.person_id == person_id:
            return found
        person, before = join_person(actor=actor, person_id=person_id), found.person
        if before or found.company_id is None:
            found.company_id = person.company_id
        found.person = person
        found.attendances.filter(person=person).delete()
        pair = (keeping.name_of(before) or None, keeping.name_of(person))
        topics = [f"person:{before.id}"] if before else []
        keeping.keep(record, found, ActivityCorrected, {"person": pair}, topics=topics)
    return found


def _refuse_empty(kind: str, texts: Mapping[str, str]) -> None:
    if kind == Activity.Kind.NOTE and not texts["body"]:
        raise Refused(_("Write the note first."), field="body")
    if kind == Activity.Kind.TASK and not texts["topic"]:
        raise Refused(_("Say what is to be done."), field="topic")


def retract_activity(*, actor: Actor, at: datetime, activity_id: UUID) -> Activity:
    """Take an activity back: it stays in the journal, counts nowhere, and can be restored.

    What a call's outcome did goes with it: the number is as it was, the next call that it planned is taken back.
    """
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id)
        found.retracted_at = at
        if found.kind == Activity.Kind.CALL:
            calling.retract_next(record, found)
            if found.outcome_class in calling.TELLING:
                calling.give_number_back(record, found)
        keeping.keep(record, found, ActivityRetracted, {})
    return found


def restore_activity(*, actor: Actor, at: datetime, activity_id: UUID) -> Activity:
    """Undo `retract_activity`."""
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id, retracted=True)
        before, found.retracted_at = found.retracted_at, None
        if found.kind == Activity.Kind.CALL:
            calling.restore_next(record, found, before)
            calling.tell_number(record, found)
        keeping.keep(record, found, ActivityRestored, {})
    return found
