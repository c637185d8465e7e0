"""All of a batch that can be done before the base is asked, and without it: a process of its own may run ahead with this."""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from requite.journal.bulk import entry_lines
from requite.kernel.actor import Actor
from requite.people.bulk import matching, own, writing
from requite.people.bulk.entries import CompanyEntry, Entry, Kind, PersonEntry, Record, Reference
from requite.people.bulk.gathering import Gathering
from requite.people.bulk.judging import Judge
from requite.people.drafts import ReadPoint
from requite.people.events import CompanyRegistered, PersonRegistered
from requite.quality.rules import Rule, list_rules

REGISTERED = {"person": PersonRegistered, "company": CompanyRegistered}
OFFERS = {
    "person": ("middle_name", "title", "note", "tags", "own"),
    "company": ("name", "registration_number", "industry", "website", "note", "tags", "own"),
}
_OFFERED = {kind: attrgetter(*names) for kind, names in OFFERS.items()}


class Rules(NamedTuple):
    """The requirements in force when they were read."""

    person: tuple[Rule, ...]
    company: tuple[Rule, ...]


class Side(NamedTuple):
    """The records of one kind as lines of COPY, as if all of them were new: line n of each text is of record n.

    `ids` are those that they have as new ones. `keys` are ways to know them again, `lines` the records in order of their
    names, `entries` those of the journal; `points` and `values` name their record. `offers` is what each
    says of one that is known (see `offers_of`).
    """

    kind: Kind
    ids: list[str]
    keys: bytes
    lines: bytes
    points: bytes
    values: bytes
    entries: bytes
    offers: bytes


@dataclass(slots=True)
class Window:
    """A batch made ready for the base: texts, which cost next to nothing to hand from process to process.

    `numbers`, `people` and `firms` have one item for each row: its number, and the places of its person and its
    company in their sides (−1 for none). `refs` are the records that a row names, by its index; `fields` the
    custom fields that are filled, by slug, with their types; `by_company` the keys of persons known by their company alone.
    """

    at: datetime
    owners: set[UUID | None]
    companies: Side
    persons: Side
    by_company: bytes
    numbers: list[int]
    people: list[int]
    firms: list[int]
    refs: dict[int, Sequence[Reference]]
    fields: Mapping[str, str]


def prepare(entries: Sequence[Entry], *, actor: Actor, at: datetime, rules: Rules) -> Window:
    """Gather, judge and write the rows of a batch. Nothing of it asks the base."""
    for entry in entries:
        entry.owner_id = entry.owner_id or actor.id
    batch = Gathering(entries, at_ms=int(at.timestamp() * 1000))
    judges = {
        "company": Judge("company", rules=rules.company, at=at, country=actor.country),
        "person": Judge("person", rules=rules.person, at=at, country=actor.country),
    }
    companies = _write("company", batch.companies, actor, at, judges["company"])
    persons = _write("person", batch.persons, actor, at, judges["person"])
    return Window(
        at=at,
        owners={entry.owner_id for entry in entries},
        companies=companies,
        persons=persons,
        by_company="".join(matching.lines_by_company(batch.persons)).encode(),
        numbers=[entry.number for entry in entries],
        people=[-1 if person is None else person.place for _entry, person, _company in batch.rows],
        firms=[-1 if company is None else company.place for _entry, _person, company in batch.rows],
        refs={n: entry.refs for n, entry in enumerate(entries) if entry.refs},
        fields=own.types_of((*batch.companies, *batch.persons)),
    )


def read_rules(*, at: datetime) -> Rules:
    """Read the requirements of both kinds that are in force then: once for many batches."""
    return Rules(list_rules("person", at=at), list_rules("company", at=at))


def offers_of(side: Side, companies: Side) -> list[Record]:
    """The records of a side again, with what they say of known ones. Those of persons name records of `companies`."""
    found: list[Record] = []
    firms = offers_of(companies, companies) if side.kind == "person" else []
    for place, (values, points, company) in enumerate(pickle.loads(side.offers)):  # noqa: S301 - our own, of `prepare`
        said: dict[str, Any] = dict(zip(OFFERS[side.kind], values, strict=True))
        entry = (
            PersonEntry(family_name="", given_name="", fold="", **said)
            if side.kind == "person"
            else CompanyEntry(fold="", **said)
        )
        record = Record(side.kind, place, side.ids[place], entry, None, "")
        record.points = [ReadPoint(*point) for point in points]
        record.company = firms[company] if company >= 0 else None
        found.append(record)
    return found


def _write(kind: Kind, records: list[Record], actor: Actor, at: datetime, judge: Judge) -> Side:
    """The records as texts, in the order of their names, which their places and ids follow: so indexes like them."""
    ids = [record.id for record in records]
    records.sort(key=lambda record: record.entry.fold)
    for place, (record, own_id) in enumerate(zip(records, ids, strict=True)):
        record.place, record.id = place, own_id
    kept = [(REGISTERED[kind], record.id, writing.changes_of(record)) for record in records]
    return Side(
        kind=kind,
        ids=ids,
        keys="".join(matching.key_lines(records)).encode(),
        lines="".join([writing.record_line(record, actor=actor, at=at, judge=judge) for record in records]).encode(),
        points="".join(writing.list_points(records, at=at)).encode(),
        values="".join(own.lines_of((record.id, record.entry.own) for record in records if record.entry.own)).encode(),
        entries="".join(entry_lines(actor=actor, at=at, entries=kept)).encode(),
        offers=pickle.dumps([_offer(kind, record) for record in records], protocol=pickle.HIGHEST_PROTOCOL),
    )


def _offer(kind: Kind, record: Record) -> tuple[Any, ...]:
    company = record.company
    points = [tuple(point) for point in record.points]
    return _OFFERED[kind](record.entry), points, -1 if company is None else company.place
