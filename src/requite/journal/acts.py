"""Acts on many records: written by one statement, each record's old values kept, and brought back by them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.kernel.copying import cell, copy_lines
from requite.kernel.reading import fetch_all, run

MANY = 200
PATIENCE = "SET LOCAL statement_timeout = '60s'"  # all are written by one, and what it touches may lie on the disk
TYPES = {
    "uuid": "uuid", "moment": "timestamptz", "day": "date", "number": "bigint", "text": "text", "texts": "varchar[]",
    "score": "smallint", "share": "float8",
}  # fmt: skip
READERS: Mapping[str, Callable[[str], object]] = {
    "uuid": UUID,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "text": str,
    "number": int,
}
# What the engine finds of a record is written with what an act gives it: a second statement would ask all keys again.
PARTS = ("completeness", "validity", "timeliness", "uniqueness")
FINDINGS = {"score": "score", **dict.fromkeys(PARTS, "score"), "missing": "texts", "owed_at": "moment"}
FADING = {"full_score": "share", "fades_at": "moment"}
WRITE = """
UPDATE {table} r SET {columns}, version = r.version + 1
FROM jsonb_to_recordset(%s::jsonb) n(id uuid, of_group integer, {types}) WHERE r.id = n.id
"""
LINES = "COPY journal_act_line (act_id, record_id, entry, before, after) FROM STDIN"
BEFORE = """
SELECT l.id, l.record_id, l.before, l.after, {columns},
    EXISTS (SELECT FROM journal_entry j WHERE j.subject_id = l.record_id AND j.id > l.entry AND j.at > %s
            AND j.actor_id IS DISTINCT FROM %s)
FROM journal_act_line l JOIN {table} r ON r.id = l.record_id
WHERE l.act_id = %s AND l.id > %s ORDER BY l.id LIMIT %s FOR NO KEY UPDATE OF r
"""
KEPT_DAYS = 90  # how long an act can be undone; what became of each record stays in the journal
MARGIN = timedelta(days=1)  # no request takes longer: entries of older partitions needn't be looked at


@dataclass(frozen=True, slots=True)
class Ground:
    """The table of a kind of record, and the type of each of its columns that acts change."""

    kind: str
    table: str
    columns: Mapping[str, str]


# What records hold, by id and name, of names that aren't columns of their table.
Beside = Callable[[Sequence[UUID], Collection[str]], Mapping[UUID, Mapping[str, Any]]]


class Row(NamedTuple):
    """What an act makes of one record: its values by column, as JSON has them."""

    id: UUID
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """What became of the records that an act met; `stops` are those that a gate stopped, with the fields they lack."""

    changed: int = 0
    same: int = 0
    not_allowed: int = 0
    stops: dict[UUID, tuple[str, ...]] = field(default_factory=dict)

    def stop(self, record_id: UUID, fields: Sequence[str]) -> None:
        """Note that the record stays as it is, since it lacks these fields."""
        self.stops[record_id] = tuple(fields)

    def __iadd__(self, other: "Tally") -> "Tally":
        self.changed += other.changed
        self.same += other.same
        self.not_allowed += other.not_allowed
        self.stops |= other.stops
        return self


@dataclass(frozen=True, slots=True)
class Returning:
    """A stretch of an act's lines, its records locked: those to restore, and how many are left alone."""

    rows: list[Row]
    left: int
    last: int


def expect_many() -> None:
    """Have the transaction that is open ready for statements that write more than `MANY` rows."""
    run("DISCARD PLANS")  # the triggers keep plans made for one row: with thousands these would take minutes
    run(PATIENCE)


def write_many(ground: Ground, rows: Sequence[Row]) -> None:
    """Give each record its values, findings among them, in the transaction that is open; what a row doesn't name stays.

    One statement, so that triggers run once whatever the rows name.
    """
    if not rows:
        return
    if len(rows) > MANY:
        expect_many()
    groups: dict[tuple[str, ...], int] = {}
    told = [{"id": row.id, "of_group": groups.setdefault(tuple(row.after), len(groups)), **row.after} for row in rows]
    types = {**ground.columns, **FINDINGS, **FADING}
    names = dict.fromkeys(name for group in groups for name in group)
    run(WRITE.format(
        table=ground.table, columns=", ".join(_given(name, types[name], groups) for name in names),
        types=", ".join(f"{name} {TYPES[types[name]]}" for name in names),
    ), [plain(told)])  # fmt: skip


def _given(name: str, type_: str, groups: Mapping[tuple[str, ...], int]) -> str:
    value = f"coalesce(n.{name}, '')" if type_ == "text" else f"n.{name}"
    has = [number for group, number in groups.items() if name in group]
    if len(has) < len(groups):
        value = f"CASE WHEN n.of_group IN ({', '.join(map(str, has))}) THEN {value} ELSE r.{name} END"
    return f"{name} = {value}"


def keep_lines(act_id: UUID, rows: Sequence[Row], *, entry: int) -> None:
    """Keep what the records had before with the act. `entry` is the last of the journal's entries of this change."""
    copy_lines(LINES, _lines(act_id, rows, entry))


def with_finding(row: Row, found: Mapping[str, Any]) -> Row:
    """The row with what the engine finds of the record as the act leaves it: a value for each of `FINDINGS`."""
    return row._replace(after={**row.after, **found})


def forget_acts(now: datetime) -> None:
    """Remove the acts that were made more than `KEPT_DAYS` ago, with their lines, each in a transaction of its own."""
    old = Act.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS))
    for act in old.exclude(state__in=(Act.State.QUEUED, Act.State.RETURNING)).order_by("at"):
        act.delete()


def plain(value: object) -> str:
    """A value as JSON: ids and instants as texts."""
    return orjson.dumps(value).decode()


def _lines(act_id: UUID, rows: Iterable[Row], entry: int) -> Iterable[str]:
    for row in rows:
        before, after = cell(plain(row.before)), cell(plain(row.after))
        yield f"{act_id}\t{row.id}\t{entry}\t{before}\t{after}\n"


def take_lines(
    ground: Ground, act: Act, *, actor: Actor, after: int, limit: int, beside: Beside | None = None
) -> Returning | None:
    """The next lines of an act whose undo `actor` asks for, their records locked; None when there are no more.

    To be restored is a record that holds just what the act gave it, and that nobody else has changed since. `beside` says
    what the records hold in those names that no column of the table has.
    """
    known = ground.columns
    shown = ", ".join(f"'{name}', to_jsonb(r.{name})" for name in known)
    sql = BEFORE.format(table=ground.table, columns=f"jsonb_build_object({shown})")
    found = fetch_all(sql, [act.at - MARGIN, actor.id, act.id, after, limit])
    if not found:
        return None
    others = {name for line in found for name in line[3]} - known.keys()
    held = beside([line[1] for line in found], others) if beside and others else {}
    rows = []
    for _id, record_id, before, given, now, is_touched in found:
        stands = {**now, **held.get(record_id, {})}
        if not is_touched and all(_equal(known.get(name, ""), stands.get(name), value) for name, value in given.items()):
            rows.append(Row(record_id, given, before))
    return Returning(rows, len(found) - len(rows), found[-1][0])


def _equal(type_: str, now: Any, value: Any) -> bool:
    if type_ == "moment" and now and value:
        return datetime.fromisoformat(now) == datetime.fromisoformat(value)
    return bool(now == value)
