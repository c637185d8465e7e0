"""All of a batch that can be done before the base is asked, and without it: a thread may run ahead with this."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.actor import Actor
from requite.people.bulk import matching, writing
from requite.people.bulk.entries import Entry, Record
from requite.people.bulk.gathering import Gathering
from requite.people.bulk.judging import Judge
from requite.quality import engine
from requite.quality.engine import Rule


class Rules(NamedTuple):
    """The requirements in force when they were read."""

    person: tuple[Rule, ...]
    company: tuple[Rule, ...]


class Side(NamedTuple):
    """The records of one kind in order of their names, the lines of their points, and the keys to match them by."""

    records: list[Record]
    points: list[tuple[Record, str]]
    keys: str


class Prepared:
    """A batch made ready: gathered, judged and written as lines, as if all of it were new."""

    def __init__(self, entries: Sequence[Entry], *, actor: Actor, at: datetime, rules: Rules) -> None:
        for entry in entries:
            entry.owner_id = entry.owner_id or actor.id
        self.owners: set[UUID | None] = {entry.owner_id for entry in entries}
        self.rules = rules
        self.batch = Gathering(entries, at_ms=int(at.timestamp() * 1000))
        country = actor.country
        judges = (
            Judge("company", rules=rules.company, at=at, country=country),
            Judge("person", rules=rules.person, at=at, country=country),
        )
        self.companies = _prepare(self.batch.companies, actor, at, judges[0])
        self.persons = _prepare(self.batch.persons, actor, at, judges[1])


def read_rules(*, at: datetime) -> Rules:
    """Read the requirements of both kinds that are in force then: once for many batches."""
    return Rules(engine.list_rules("person", at=at), engine.list_rules("company", at=at))


def _prepare(records: list[Record], actor: Actor, at: datetime, judge: Judge) -> Side:
    for record in records:
        writing.write_record(record, actor=actor, at=at, judge=judge)
        record.changes = writing.changes_of(record)
    keys = "".join(matching.key_lines(records))
    ordered = sorted(records, key=lambda record: record.entry.fold)
    return Side(ordered, writing.write_points(records, at=at), keys)
