"""Change many records of a list as one act, and undo it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.deals.actions.change_many import return_many as return_deals
from requite.fields.catalogue import is_slug
from requite.insight.lists import access
from requite.insight.lists.changing import (
    AT_ONCE,
    apply_way,
    check_given,
    find_way,
    has_way,
    list_next_ids,
    read_query,
    write_query,
)
from requite.insight.lists.conditions import Query
from requite.insight.lists.events import ManyChanged, ManyReturned
from requite.insight.lists.fields import Kind
from requite.insight.lists.listed import kind_of
from requite.insight.lists.listing import gather_ids
from requite.journal.acts import Returning, Tally
from requite.journal.models import Act
from requite.journal.queries import last_writer
from requite.journal.recording import claim_once, recording, tell
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.kernel.ids import new_id
from requite.people.access import take_company, take_person
from requite.people.actions.return_many import return_many
from requite.people.models import Company, Person
from requite.work.access import take_activity
from requite.work.actions.change_many import return_many as return_activities
from requite.work.models import Activity

UNFINISHED = _("The filter isn't finished: a condition is left out. Finish or remove it first.")
BATCH = 2_000
MOST_STOPS = 200
RETURNS: Mapping[Kind, Callable[..., Returning | None]] = {
    "person": partial(return_many, kind="person"), "company": partial(return_many, kind="company"), "deal": return_deals,
    "activity": return_activities,
}  # fmt: skip


def launch_change(
    *,
    actor: Actor,
    at: datetime,
    kind: Kind,
    way: str,
    given: str,
    ids: Sequence[UUID] = (),
    query: Query | None = None,
    words: str = "",
    once: UUID | None = None,
    most: int | None = None,
) -> Act:
    """Change the records of `ids`, or (`query`) all that a list holds, at once; above `most` (10,000) a job goes on with it.

    `words` says which they were. Raises NotAllowed, Refused by field ("what", "value", "owner", "").
    """
    from requite.insight.lists import jobs  # noqa: PLC0415 - the job calls the actions back

    chosen = find_way(actor, kind, way)
    act = Act(
        id=new_id(), at=at, actor_id=actor.me, actor_name=actor.name, kind=kind, what=way,
        value=check_given(actor, kind, chosen, given, at=at), given=given, words=words,
    )  # fmt: skip
    if query is not None:
        if not query.filter.is_whole:
            raise Refused(UNFINISHED)
        ids = gather_ids(actor=actor, at=at, query=query)
    if not ids:
        raise Refused(_("Pick the records to change first."))
    with recording(actor=actor, at=at) as record:
        earlier = claim_once(key=once, actor=actor, subject_id=act.id, at=at)
        if earlier:
            return access.see_act(actor=actor, act_id=earlier)
        act.asked = len(ids)
        if query is not None and len(ids) > (AT_ONCE if most is None else most):
            act.query, act.asked = write_query(query), 0
            act.save(force_insert=True)
            jobs.defer_change(act_id=act.id, actor_id=actor.me)
        else:
            act.save(force_insert=True)
            _add(act, apply_way(actor=actor, at=at, kind=kind, slug=way, given=given, ids=ids, act_id=act.id))
            act.state, act.ended_at = Act.State.DONE, at
            act.save()
        changes: dict[str, tuple[object, object]] = {
            **_say_way(act), "records": (None, words), "count": (None, act.changed),
        }  # fmt: skip
        record(ManyChanged(subject_id=act.id, changes=changes, topics=frozenset({f"act:{act.id}"})))
    return act


def _say_way(act: Act) -> dict[str, tuple[object, object]]:
    """What was done, for the journal; a custom field's value stands under its field, which says who may read it."""
    if is_slug(act.what):
        return {act.what: (None, act.value or "—")}
    return {"way": (None, act.what), "value": (None, act.value)}


def assign_listed(
    *,
    actor: Actor,
    at: datetime,
    kind: Kind,
    record_id: UUID,
    owner_id: UUID | None,
    base: UUID | None,
    words: str,
) -> Act:
    """Give one record of a list to another owner, as an act with its undo. `base` is the owner that the reader saw.

    `words` names the record. Raises NotVisible, NotAllowed, Refused under "owner", Stale when it has another owner by now.
    """
    with transaction.atomic():
        found: Person | Company | Activity
        if kind == "activity":
            found = take_activity(actor=actor, activity_id=record_id)
        elif kind == "person":
            found = take_person(actor=actor, person_id=record_id, right="people.assign")
        else:
            found = take_company(actor=actor, company_id=record_id, right="people.assign")
        if found.owner_id not in (base, owner_id):
            raise Stale(by=last_writer(record_id), changes={"owner": (found.owner_id, owner_id)})
        return launch_change(
            actor=actor,
            at=at,
            kind=kind,
            way="hand_over" if kind == "activity" else "assign",
            given=str(owner_id or ""),
            ids=[record_id],
            words=words,
        )


def _add(act: Act, tally: Tally) -> None:
    act.changed += tally.changed
    act.same += tally.same
    act.not_allowed += tally.not_allowed
    act.stopped += len(tally.stops)
    room = MOST_STOPS - len(act.stops)
    act.stops += [[str(id_), list(fields)] for id_, fields in list(tally.stops.items())[:room]]


def resolve_change(*, actor: Actor, at: datetime, act_id: UUID) -> bool:
    """Change the next records of an act that a job does. False when it is at its end.

    Raises Refused once a condition can't be asked any more, as of a field that was removed: without it others would be met.
    """
    with transaction.atomic():
        act = Act.objects.select_for_update().get(id=act_id)
        if act.state != Act.State.QUEUED:
            return False
        kind = kind_of(act.kind)
        query = read_query(actor, kind, act.query)
        if not query.filter.is_whole:
            raise Refused(UNFINISHED)
        ids = list_next_ids(actor=actor, at=act.at, query=query, after=act.cursor, limit=BATCH)
        if ids:
            _add(act, apply_way(
                actor=actor, at=at, kind=kind, slug=act.what, given=act.given, ids=ids, act_id=act.id
            ))  # fmt: skip
            act.cursor = ids[-1]
            act.asked += len(ids)
        else:
            act.state, act.ended_at = Act.State.DONE, at
        act.save()
        tell(topics={f"act:{act.id}"})
    return bool(ids)


def fail_change(*, at: datetime, act_id: UUID) -> None:
    """Say that the act, or its undo, can't go on: what is changed stays changed and can be undone, from there on."""
    under_way = (Act.State.QUEUED, Act.State.RETURNING)
    Act.objects.filter(id=act_id, state__in=under_way).update(state=Act.State.FAILED, ended_at=at)
    tell(topics={f"act:{act_id}"})


def return_change(*, actor: Actor, at: datetime, act_id: UUID) -> Act:
    """Undo one's own act: each record that nobody else has changed since gets back what it had. Twice is once.

    One that was cut goes on behind its last record. Raises NotVisible, NotAllowed, also for one who may no longer change
    records so, and Refused while it is under way.
    """
    from requite.insight.lists import jobs  # noqa: PLC0415

    with recording(actor=actor, at=at) as record:
        act = access.take_act(actor=actor, act_id=act_id)
        if act.state == Act.State.QUEUED:
            raise Refused(_("This is still going on. Wait for its end, then undo it."))
        if act.state in (Act.State.RETURNING, Act.State.RETURNED):
            return act
        _demand_way(actor, act)
        act.cursor, act.query = None, act.query if act.returned_at else ""
        act.state, act.returned_at = Act.State.RETURNING, at
        act.save()
        record(ManyReturned(subject_id=act.id, topics=frozenset({f"act:{act.id}"})))
        if act.changed > AT_ONCE:
            jobs.defer_return(act_id=act.id, actor_id=actor.me)
        else:
            while resolve_return(actor=actor, at=at, act_id=act.id, limit=AT_ONCE):
                pass
        act.refresh_from_db()
    return act


def _demand_way(actor: Actor, act: Act) -> None:
    if not has_way(actor, kind_of(act.kind), act.what):
        raise NotAllowed


def resolve_return(*, actor: Actor, at: datetime, act_id: UUID, limit: int = BATCH) -> bool:
    """Restore the next records of an act that is being undone. False when it is at its end."""
    with transaction.atomic():
        act = Act.objects.select_for_update().get(id=act_id)
        if act.state != Act.State.RETURNING:
            return False
        _demand_way(actor, act)
        kind = kind_of(act.kind)
        after = int(act.query or 0)  # the line behind which it goes on
        values: dict[str, Any] = {"actor": actor, "at": at, "act": act, "after": after, "limit": limit}
        found = RETURNS[kind](**values)
        if found is None:
            act.state, act.query = Act.State.RETURNED, ""
        else:
            act.returned += len(found.rows)
            act.left += found.left
            act.query = str(found.last)
        act.save()
        tell(topics={f"act:{act.id}"})
    return found is not None
