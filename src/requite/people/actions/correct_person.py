"""Correct what the base holds of a person."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from requite.fields.catalogue import is_slug
from requite.fields.values import Reading, read_given
from requite.identity.topics import topics_of
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.people import access, assessing
from requite.people.actions.candidates import register_candidates
from requite.people.actions.correct import merge_fields, now_of
from requite.people.actions.lengths import refuse_long
from requite.people.actions.register_company import find_or_register
from requite.people.actions.register_person import refuse_bad_name
from requite.people.drafts import PersonDraft, fold_name
from requite.people.events import PersonCorrected
from requite.people.models import Person

LIKENESS = {"family_name", "given_name", "middle_name", "company"}  # by which doubles are known
FIELDS = ("family_name", "given_name", "middle_name", "title", "company", "note", "tags")


def fields_of(person: Person) -> dict[str, str]:
    """The editable fields as a form shows them."""
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "middle_name": person.middle_name,
        "title": person.title,
        "company": person.company.name if person.company else "",
        "note": person.note,
        "tags": ", ".join(person.tags),
    }


def correct_person(
    *,
    actor: Actor,
    at: datetime,
    person_id: UUID,
    given: Mapping[str, str],
    base: Mapping[str, str] | None = None,
) -> Person:
    """Write the fields of `given` that differ from `base`, what the reader saw (all of them when it's None).

    Raises NotVisible, NotAllowed, Refused by field, Stale when another changed the same field meanwhile.
    """
    with recording(actor=actor, at=at) as record:
        person = access.take_person(actor=actor, person_id=person_id)
        now = fields_of(person)
        given = {name: str(value).strip() for name, value in given.items() if name in FIELDS or is_slug(name)}
        now |= now_of(actor, "person", person.id, given, base)
        fresh = merge_fields(subject_id=person.id, base=base or {}, given=given, now=now)
        reading = read_given(actor, "person", fresh, person.id)
        fresh = {name: value for name, value in fresh.items() if name not in reading.unmoved}
        if fresh:
            _write(record, person, now, fresh, reading)
    return person


def _write(
    record: Recorder, person: Person, now: Mapping[str, str], fresh: Mapping[str, str], reading: Reading
) -> None:
    after = {**now, **fresh}
    refuse_long(fresh, fresh.get("tags", "").split(","))
    refuse_bad_name(
        PersonDraft(
            family_name=after["family_name"], given_name=after["given_name"], middle_name=after["middle_name"]
        )
    )
    for name in ("family_name", "given_name", "middle_name", "note"):
        setattr(person, name, after[name])
    person.title = after["title"]
    person.tags = list(dict.fromkeys(tag.strip() for tag in after["tags"].split(",") if tag.strip()))
    if "company" in fresh:
        name = fresh["company"]
        person.company = (
            find_or_register(record=record, name=name, owner_id=person.owner_id) if name else None
        )
    person.name_fold = fold_name(person.family_name, person.given_name, person.middle_name)
    person.version += 1
    person.save()
    kept = reading.keep(person.id)
    if LIKENESS & fresh.keys():
        register_candidates(kind="person", ids=[person.id], at=record.at)
        person.refresh_from_db(fields=["doubt"])
    assessing.reassess_person(person, at=record.at)
    record(
        PersonCorrected(
            subject_id=person.id,
            changes={name: kept.get(name, (now[name], value)) for name, value in fresh.items()},
            topics=topics_of([person.owner_id], actor=record.actor) | {f"person:{person.id}"},
        )
    )
