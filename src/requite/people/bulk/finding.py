"""Persons and companies found by what a cell of a file says of them: an e-mail, a number, else a name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from requite.fields.references import names_of
from requite.kernel.actor import Actor
from requite.kernel.email import normalise_email
from requite.kernel.fold import fold
from requite.kernel.names import split_name
from requite.kernel.reading import fetch_all
from requite.kernel.registration import normalise_registration
from requite.people.bulk.entries import Reference
from requite.people.drafts import fold_company, fold_name, read_point

Key = tuple[str, str]
Named = Mapping[tuple[str, str], Sequence[UUID]]
NAME, POINT, REGISTRATION = "name", "point", "registration"
EMAIL = re.compile(r"[^\s<>()\[\],;\"]+@[^\s<>()\[\],;\"]+")
LETTER = re.compile(r"[^\W\d_]")
LONGEST = 300
# Each LATERAL with its LIMIT goes by the index, text by text: of a name that hundreds have, it is enough to know that.
FOUND = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(texts)s::text[], %(hows)s::text[], %(values)s::text[]) w(text, how, value)
)
SELECT w.text, r.id FROM wanted w CROSS JOIN LATERAL (
    SELECT id FROM {table} WHERE name_fold = w.value COLLATE "C" AND archived_at IS NULL LIMIT 200) r WHERE w.how = 'name'
UNION
SELECT w.text, r.id FROM wanted w CROSS JOIN LATERAL (
    SELECT {kind}_id FROM people_point WHERE value = w.value AND value <> '' AND kind <> 'address'
        AND {kind}_id IS NOT NULL LIMIT 200) p
JOIN {table} r ON r.id = p.{kind}_id AND r.archived_at IS NULL WHERE w.how = 'point'
"""
BY_NUMBER = """
UNION
SELECT w.text, r.id FROM wanted w CROSS JOIN LATERAL (
    SELECT id, archived_at FROM people_company WHERE registration_number = w.value AND registration_number <> '' LIMIT 200) r
WHERE w.how = 'registration' AND r.archived_at IS NULL
"""
STATEMENTS = {
    "person": FOUND.format(table="people_person", kind="person"),
    "company": FOUND.format(table="people_company", kind="company") + BY_NUMBER,
}


def find_named(actor: Actor, refs: Iterable[Reference]) -> Named:
    """The records that the actor sees under each text, by type and text; archived ones aren't looked at."""
    texts: dict[str, set[str]] = defaultdict(set)
    for ref in refs:
        texts[ref.type].add(ref.text)
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for type_, those in texts.items():
        asked = [(text, *key) for text in those for key in keys_of(type_, text, actor.country)]
        columns = [list(column) for column in zip(*asked, strict=True)] or [[], [], []]
        rows = fetch_all(STATEMENTS[type_], dict(zip(("texts", "hows", "values"), columns, strict=True)))
        seen = names_of(actor, type_, {id_ for _text, id_ in rows})
        for text, id_ in rows:
            if id_ in seen:
                found[type_, text].append(id_)
    return found


def keys_of(type_: str, text: str, country: str) -> list[Key]:
    """By what a text is looked for: the e-mail that is in it, else a telephone or registration number, else the name."""
    email = EMAIL.search(text)
    address = normalise_email(email[0]) if email else None
    if address:
        return [(POINT, address)]
    if not LETTER.search(text):
        numbers = [(POINT, read_point(kind="phone", raw=text, country=country).value)]
        if type_ == "company":
            numbers.append((REGISTRATION, normalise_registration(text, country=country) or ""))
        return [key for key in numbers if key[1]]
    if type_ == "company":
        return [(NAME, fold_company(text[:LONGEST]))]
    return [(NAME, name) for name in _names(" ".join(text[:LONGEST].replace(",", " ").split()), country)]


def _names(text: str, country: str) -> set[str]:
    """A person's name as search compares it, whichever part stands first."""
    split = split_name(text, country=country)
    family, _blank, rest = text.rpartition(" ")
    return {fold_name(split.family, split.given, split.middle), fold(text), fold(f"{rest} {family}")} - {""}
