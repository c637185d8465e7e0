"""What acts on many persons and companies share: records taken under lock, written, told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from requite.fields.catalogue import is_slug
from requite.fields.many import sayer, write_values
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.acts import Ground, Row, Tally, keep_lines, write_many
from requite.journal.bulk import Kept, keep_many
from requite.journal.events import Event
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.reading import fetch_all
from requite.people.bulk.rejudging import TABLES, Kind, judge_rows
from requite.people.bulk.relooks import LIKENESS, note_relooks
from requite.people.events import (
    CompanyArchived,
    CompanyAssigned,
    CompanyCorrected,
    CompanyRestored,
    PersonArchived,
    PersonAssigned,
    PersonCorrected,
    PersonRestored,
)
from requite.people.models import Company

SHARED = {"owner_id": "uuid", "archived_at": "moment", "tags": "texts", "source": "text"}
GROUNDS: dict[Kind, Ground] = {
    "person": Ground("person", TABLES["person"], {**SHARED, "title": "text", "company_id": "uuid"}),
    "company": Ground("company", TABLES["company"], {**SHARED, "industry": "text", "country": "text"}),
}
ASSIGNED: dict[str, type[Event]] = {"person": PersonAssigned, "company": CompanyAssigned}
CORRECTED: dict[str, type[Event]] = {"person": PersonCorrected, "company": CompanyCorrected}
ARCHIVED: dict[str, type[Event]] = {"person": PersonArchived, "company": CompanyArchived}
RESTORED: dict[str, type[Event]] = {"person": PersonRestored, "company": CompanyRestored}
JUDGED = frozenset({"owner_id", "title", "company_id", "industry", "country"})
NAMES = {"owner_id": "owner", "company_id": "company"}
TAKE = """
SELECT r.id, r.owner_id, to_jsonb(r.{column}) FROM {table} r
WHERE r.id = ANY(%(ids)s::uuid[]) AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s))
    AND r.survivor_id IS NULL
ORDER BY r.id FOR NO KEY UPDATE
"""
After = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One column of many records: the right that it takes, and what becomes of a value. Values are as JSON has them."""

    kind: Kind
    right: str
    column: str
    after: After
    act_id: UUID | None = None


def change_many(*, actor: Actor, at: datetime, ids: Sequence[UUID], change: Change) -> Tally:
    """Change the records that the actor may change; those that they only see are counted, others not told of.

    One transaction, one statement and one journal entry for each record. Raises NotAllowed for one without the right.
    """
    tally, rows = Tally(), []
    with transaction.atomic():
        taken = take_many(
            actor=actor, kind=change.kind, right=change.right, ids=ids, column=change.column, tally=tally
        )
        for id_, before in taken:
            after = change.after(before)
            if after == before:
                tally.same += 1
                continue
            rows.append(Row(id_, {change.column: before}, {change.column: after}))
        tally.changed = len(rows)
        settle(actor=actor, at=at, kind=change.kind, rows=rows, act_id=change.act_id)
    return tally


def take_many(
    *, actor: Actor, kind: Kind, right: str, ids: Sequence[UUID], tally: Tally, column: str = "version"
) -> list[tuple[UUID, Any]]:
    """The records that the actor may change, locked, in order of id, each with what its column holds.

    Those that the actor only sees are counted. Raises NotAllowed for one without the right.
    """
    if not actor.has(right):
        raise NotAllowed
    owners = actor.owners("people.see")
    values = {"ids": list(ids), "owners": None if owners is None else list(owners)}
    found = fetch_all(TAKE.format(table=GROUNDS[kind].table, column=column), values)
    taken = [(id_, before) for id_, owner_id, before in found if actor.covers(right, owner_id)]
    tally.not_allowed += len(found) - len(taken)
    return taken


def settle(
    *, actor: Actor, at: datetime, kind: Kind, rows: Sequence[Row], act_id: UUID | None = None
) -> None:
    """Write the rows, with the records judged anew where it matters, and keep an entry for each."""
    if not rows:
        return
    ids = [row.id for row in rows]
    holders = _holders(kind, ids)
    column = next(iter(rows[0].after))
    words = _words(column, rows)
    is_own = is_slug(column)
    plain = write_values(rows)
    is_judged = is_own or column in JUDGED or any(_is_back(column, row) for row in rows)
    write_many(GROUNDS[kind], list(judge_rows(kind=kind, rows=plain, at=at, names=words)) if is_judged else plain)
    note_relooks(kind, [row.id for row in rows if _may_be_double(column, row)])
    if column == "owner_id":
        holders |= {UUID(owner) for owner in {row.after[column] for row in rows} if owner}
    entries = _own_entries(actor, kind, rows) if is_own else _entries(kind, column, rows, words)
    last = keep_many(actor=actor, at=at, entries=entries, topics=topics_of(holders))
    if act_id is not None:
        keep_lines(act_id, rows, entry=last)


def _may_be_double(column: str, row: Row) -> bool:
    """Whether what the record gets may make it, or leave it, another one's double."""
    return NAMES.get(column, column) in LIKENESS or _is_back(column, row)


def _is_back(column: str, row: Row) -> bool:
    """Whether the record comes back: days have gone by meanwhile that nobody judged it for."""
    return column == "archived_at" and not row.after[column]


def _holders(kind: Kind, ids: Sequence[UUID]) -> set[UUID | None]:
    sql = f"SELECT DISTINCT owner_id FROM {TABLES[kind]} WHERE id = ANY(%s::uuid[])"
    return {row[0] for row in fetch_all(sql, [list(ids)])}


def _entries(
    kind: Kind, column: str, rows: Sequence[Row], words: Mapping[str, str]
) -> Iterable[Kept]:
    if column == "archived_at":
        return (((ARCHIVED if row.after[column] else RESTORED)[kind], str(row.id), b"{}") for row in rows)
    event = (ASSIGNED if column == "owner_id" else CORRECTED)[kind]
    name = NAMES.get(column, column)
    return (
        (event, str(row.id), orjson.dumps({name: (_say(words, row.before[column]), _say(words, row.after[column]))}))
        for row in rows
    )


def _own_entries(actor: Actor, kind: Kind, rows: Sequence[Row]) -> Iterable[Kept]:
    say = sayer(actor, rows)
    return ((CORRECTED[kind], str(row.id), orjson.dumps(say(row))) for row in rows)


def _words(column: str, rows: Sequence[Row]) -> Mapping[str, str]:
    """Names of those whom ids stand for, as the journal keeps them."""
    ids = {value for row in rows for value in (row.before[column], row.after[column]) if isinstance(value, str)}
    if column == "owner_id":
        return {str(user.id): user.name for user in User.objects.filter(id__in=ids)}
    if column == "company_id":
        return {str(id_): name for id_, name in Company.objects.filter(id__in=ids).values_list("id", "name")}
    return {}


def _say(words: Mapping[str, str], value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(value)
    return words.get(value, value) if value is not None else None
