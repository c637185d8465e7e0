"""What acts on many activities share: taken under lock, judged, written, told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from requite.fields.many import own_name, sayer, write_values
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.acts import Ground, Row, Tally, keep_lines, with_finding, write_many
from requite.journal.bulk import Kept, keep_many
from requite.journal.events import Event
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.reading import fetch_all, run
from requite.work import access, assessing
from requite.work.events import (
    ActivityAssigned,
    ActivityCorrected,
    ActivityRestored,
    ActivityRetracted,
    MeetingPlanned,
    MeetingSettled,
    TaskCompleted,
    TaskPlanned,
)
from requite.work.held import Held
from requite.work.models import Activity, Attendance, Participation

COLUMNS = {
    "owner_id": "uuid", "team_id": "uuid", "state": "text", "at": "moment", "until": "moment", "day": "day",
    "retracted_at": "moment",
}  # fmt: skip
GROUND = Ground("activity", "work_activity", COLUMNS)
# The team in which the new owner took part: kept for the undo beside the columns, since no column of the activity has it.
PART_TEAM = "part_team_id"
FEW = 60  # of so many each is told; of more those whose they are
PIPELINES = "SELECT DISTINCT pipeline_id FROM work_deal_standing WHERE deal_id = ANY(%s::uuid[])"
SWAP = """
UPDATE work_participation w SET user_id = a.owner_id, team_id = CASE WHEN n.is_known THEN n.team ELSE a.team_id END
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::boolean[]) AS n(id, owner, team, is_known)
JOIN work_activity a ON a.id = n.id
WHERE w.activity_id = a.id AND a.is_joint AND w.user_id = n.owner
"""
Values = Mapping[str, Any] | None
After = Callable[[Held], Values]
Pair = tuple[Held, Row]  # an activity as it is, and what it is given


def choose_rows(
    *, actor: Actor, ids: Sequence[UUID], after: After, tally: Tally, own: bool = False
) -> list[Pair]:
    """What becomes of each activity that the actor may change, by the values of `after`: None where it can't be so.

    `tally` counts those that are so already, and those that aren't the actor's or can't be changed so. `own`: taking part
    isn't enough. Raises NotAllowed.
    """
    if not actor.has("work.edit"):
        raise NotAllowed
    rows = []
    for found, may_change in access.take_activities(actor=actor, ids=ids):
        is_theirs = may_change and (not own or actor.covers("work.edit", found.owner_id))
        new = after(found) if is_theirs else None
        if new is None:
            tally.not_allowed += 1
            continue
        before = {name: plain_of(getattr(found, name)) for name in new}
        if before == new:
            tally.same += 1
        else:
            rows.append((found, Row(found.id, before, new)))
    return rows


def change_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], after: After, act_id: UUID | None
) -> Tally:
    """Give each activity that the actor may change the values of `after`, and keep an entry for each."""
    tally = Tally()
    with transaction.atomic():
        pairs = choose_rows(actor=actor, ids=ids, after=after, tally=tally)
        settle(actor=actor, at=at, pairs=pairs, act_id=act_id)
    tally.changed = len(pairs)
    return tally


def plain_of(value: Any) -> str | None:
    """An id, an instant, a day or a word as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else None


def settle(
    *, actor: Actor, at: datetime, pairs: Sequence[Pair], act_id: UUID | None = None, fresh: Sequence[Pair] = ()
) -> None:
    """Write the rows with what the engine finds of the activities then, and keep an entry for each.

    `fresh` are new meetings, which are there already.
    """
    if not pairs:
        return
    rows = [row for _one, row in pairs]
    plain = write_values(rows)
    new = [one.given(row.after, COLUMNS) for one, row in pairs]
    found = assessing.find_all(new, at=at)
    write_many(GROUND, [with_finding(row, found[row.id].told()) for row in _change_places(plain)])
    every = [*zip(new, rows, strict=True), *fresh]
    topics = _topics([one for one, _row in every], {one.owner_id for one, _row in pairs})
    entries = _own_entries(actor, rows) if own_name(rows[0]) else _entries(every)
    last = keep_many(actor=actor, at=at, entries=entries, topics=topics)
    if act_id is not None:
        keep_lines(act_id, rows, entry=last)


def _change_places(rows: Sequence[Row]) -> Sequence[Row]:
    """Who took part in a meeting and has it now changes places with who had it; the rows without what that took."""
    given = [row for row in rows if "owner_id" in row.after]
    if not given:
        return rows
    teams, known = [row.after.get(PART_TEAM) for row in given], [PART_TEAM in row.after for row in given]
    run(SWAP, [[row.id for row in given], [row.after["owner_id"] for row in given], teams, known])
    return [row._replace(after={name: value for name, value in row.after.items() if name != PART_TEAM}) for row in rows]


def _own_entries(actor: Actor, rows: Sequence[Row]) -> Iterable[Kept]:
    say = sayer(actor, rows)
    return ((ActivityCorrected, str(row.id), orjson.dumps(say(row))) for row in rows)


def _entries(pairs: Sequence[Pair]) -> Iterable[Kept]:
    given = [row for _one, row in pairs if "owner_id" in row.after]
    owners = {row.before["owner_id"] for row in given} | {row.after["owner_id"] for row in given}
    names = {str(user.id): user.name for user in User.objects.filter(id__in=owners)} if owners else {}
    # What follows asks nothing: COPY reads it.
    return (_entry(row, one.kind == Activity.Kind.MEETING, names) for one, row in pairs)


def _entry(row: Row, is_meeting: bool, names: Mapping[str, str]) -> Kept:
    event: type[Event]
    changes: dict[str, tuple[str | None, str | None]] = {}
    if "owner_id" in row.after:
        event = ActivityAssigned
        changes["owner"] = (names.get(row.before["owner_id"]), names.get(row.after["owner_id"]))
    elif "state" in row.after:
        event = MeetingSettled if is_meeting else TaskCompleted
        changes["state"] = (row.before["state"], row.after["state"])
    elif "at" in row.after:
        event = MeetingPlanned if is_meeting else TaskPlanned
        changes["at"] = (row.before["at"], row.after["at"])
    else:
        event = ActivityRetracted if row.after["retracted_at"] else ActivityRestored
    return event, str(row.id), orjson.dumps(changes)


def _topics(found: Sequence[Held], former: set[UUID]) -> frozenset[str]:
    """The live topics that a change to the activities moves; of many only those of who has or had them, and deals' steps."""
    ids = [one.id for one in found]
    joint = [one.id for one in found if one.is_joint]
    owners = {*former, *(one.owner_id for one in found)}
    if joint:
        owners |= set(Participation.objects.filter(activity__in=joint).values_list("user_id", flat=True))
    deals = [one.deal_id for one in found if one.deal_id]
    topics = set(topics_of(owners))
    if deals:
        topics |= {f"steps:{row[0]}" for row in fetch_all(PIPELINES, [deals])}
    if len(found) > FEW:
        return frozenset(topics)
    people = set(Attendance.objects.filter(activity__in=ids).values_list("person_id", flat=True))
    people |= {one.person_id for one in found if one.person_id}
    companies = {one.company_id for one in found if one.company_id}
    return frozenset({
        *topics, *(f"activity:{one.id}" for one in found), *(f"person:{id_}" for id_ in people),
        *(f"company:{id_}" for id_ in companies), *(f"deal:{id_}" for id_ in deals),
    })  # fmt: skip
