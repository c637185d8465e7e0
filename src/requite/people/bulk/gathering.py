"""Rows to records: what stands in the batch twice becomes one record, before the base is asked."""

import os
from collections.abc import Sequence

from requite.people.bulk import keys
from requite.people.bulk.entries import CompanyEntry, Entry, Key, PersonEntry, Record

COMPANY_TEXTS = ("registration_number", "industry", "website", "country", "note")
PERSON_TEXTS = ("title", "note", "middle_name")


class Gathering:
    """The distinct companies and persons of a batch, and for each row the records it stands for."""

    def __init__(self, entries: Sequence[Entry], *, at_ms: int) -> None:
        self.companies: list[Record] = []
        self.persons: list[Record] = []
        self.rows: list[tuple[Entry, Record | None, Record | None]] = []
        self._ids = make_ids(2 * len(entries), at_ms=at_ms)
        self._companies: dict[str, Record] = {}
        self._persons: dict[str, Record] = {}
        for entry in entries:
            company = self._company(entry, entry.company) if entry.company else None
            person = self._person(entry, entry.person, company) if entry.person else None
            self.rows.append((entry, person, company))

    def _company(self, entry: Entry, given: CompanyEntry) -> Record:
        names = keys.keys_of_company(given)
        fold = given.fold
        places = [f"{how}\x1f{'' if how == keys.REGISTRATION else fold}\x1f{what}" for how, what in names]
        record = _find(self._companies, places)
        if record is None:
            thin = self._companies.get(f"{keys.NAME}\x1f{fold}\x1f")
            record = thin if thin is not None and _is_thin(thin) else None
        if record is None:
            record = _open("company", entry, given, self.companies, self._ids.pop(), names)
            self._companies.setdefault(f"{keys.NAME}\x1f{fold}\x1f", record)
        elif record.entry is not given:
            _merge(record, given, names)
        for place in places:
            self._companies.setdefault(place, record)
        return record

    def _person(self, entry: Entry, given: PersonEntry, company: Record | None) -> Record:
        names = keys.keys_of_person(given, company.place if company is not None else None)
        places = [f"{how}\x1f{given.fold}\x1f{what}" for how, what in names]
        record = _find(self._persons, places)
        if record is None:
            record = _open("person", entry, given, self.persons, self._ids.pop(), names)
            record.company = company
        else:
            _merge(record, given, names)
            record.company = record.company or company
        for place in places:
            self._persons.setdefault(place, record)
        return record


def make_ids(count: int, *, at_ms: int) -> list[str]:
    """UUIDv7 of one millisecond as texts, the largest first: popped from the end they rise, as an index likes.

    Like `kernel.ids.new_id` with 64 random bits; a batch needs hundreds of thousands, and only their text.
    """
    noise = os.urandom(8 * count).hex()
    tails = sorted((noise[n : n + 16] for n in range(0, 16 * count, 16)), reverse=True)
    stamp = f"{at_ms & 0xFFFF_FFFF_FFFF:012x}"
    head = f"{stamp[:8]}-{stamp[8:]}-7"
    return [f"{head}{tail[:3]}-800{tail[3]}-{tail[4:]}" for tail in tails]


def _find(known: dict[str, Record], places: Sequence[str]) -> Record | None:
    for place in places:
        found = known.get(place)
        if found is not None:
            return found
    return None


def _open(
    kind: str,
    entry: Entry,
    given: PersonEntry | CompanyEntry,
    among: list[Record],
    own_id: str,
    names: list[Key],
) -> Record:
    record = Record(
        "person" if kind == "person" else "company",
        len(among),
        own_id,
        given,
        entry.owner_id,
        entry.source,
        None,
        list(given.points),
        names,
    )
    among.append(record)
    return record


def _is_thin(record: Record) -> bool:
    entry = record.entry
    return isinstance(entry, CompanyEntry) and not record.points and not entry.registration_number


def _merge(record: Record, given: PersonEntry | CompanyEntry, names: list[Key]) -> None:
    """Fill the blanks of the batch's first row from a later one; what the first says stands."""
    held = record.entry
    for name in PERSON_TEXTS if isinstance(given, PersonEntry) else COMPANY_TEXTS:
        if not getattr(held, name) and getattr(given, name):
            setattr(held, name, getattr(given, name))
    if given.tags:
        held.tags = tuple(dict.fromkeys((*held.tags, *given.tags)))
    if given.own:
        held.own = {**given.own, **held.own}
    if given.points:
        have = {(point.kind, keys.worth(point)) for point in record.points}
        fresh = [point for point in given.points if (point.kind, keys.worth(point)) not in have]
        record.points.extend(fresh)
        record.keys = [key for key in dict.fromkeys((*record.keys, *names)) if key[0] != keys.NAME]
