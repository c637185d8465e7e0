"""How the engine sees a person and a company: values, and what each is worth."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypedDict
from uuid import UUID

from requite.fields.requirables import judged, own_of
from requite.people.held import HeldCompany, HeldPerson
from requite.people.models import Company, Person, Point
from requite.quality import engine
from requite.quality.engine import Subject
from requite.quality.measure import DEFAULT, State
from requite.quality.proofs import last_proofs
from requite.quality.rules import Rule, list_rules


class Doubted(TypedDict, total=False):
    """The part of a subject that says how likely it is another's double."""

    duplicate: float
    duplicate_days: int


class AnyPoint(Protocol):
    """A point of contact, kept or only read."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...


GOOD = (Point.State.VALID, Point.State.CONFIRMED)
ORDER = {
    state: n for n, state in enumerate((*reversed(GOOD), "area", "bounced", "invalid", "wrong", "filler"))
}


def best_point(points: Iterable[AnyPoint], kind: str) -> State:
    """What the best point of that kind is worth."""
    return best_state(point.state for point in points if point.kind == kind)


def best_state(states: Iterable[str]) -> State:
    """What the best of several points of contact is worth, by their states."""
    found = min(states, key=lambda state: ORDER.get(state, 9), default="")
    if not found:
        return State.BLANK
    if found in GOOD:
        return State.VALID
    return State.FILLER if found == Point.State.FILLER else State.INVALID


def evidence_of(made_at: datetime, proved_at: datetime | None) -> datetime:
    """The last evidence of a record: the last proof of it, else its entry."""
    return made_at if proved_at is None else max(made_at, proved_at)


def doubt_of(doubt: float | None) -> Doubted:
    """What the engine is told of a double: what is kept with the record has waited long enough already."""
    return {"duplicate": doubt, "duplicate_days": DEFAULT.duplicate_days} if doubt else {}


def person_subject(
    person: Person | HeldPerson, points: Iterable[AnyPoint], *, company: str, proved_at: datetime | None = None
) -> Subject:
    """A person as the engine judges it. `company` is the company's name, "" for none; `proved_at` its last proof."""
    points = list(points)
    return Subject(
        kind="person",
        values={
            "name": f"{person.family_name} {person.given_name}".strip(),
            "company": company,
            "phone": best_point(points, Point.Kind.PHONE),
            "email": best_point(points, Point.Kind.EMAIL),
            "address": best_point(points, Point.Kind.ADDRESS),
            "title": person.title,
            "note": person.note,
        },
        asked=person.asked,
        rulings=person.rulings,
        owner_id=person.owner_id,
        made_at=person.made_at,
        evidence_at=evidence_of(person.made_at, proved_at),
        **doubt_of(person.doubt),
    )


def company_subject(
    company: Company | HeldCompany, points: Iterable[AnyPoint], *, proved_at: datetime | None = None
) -> Subject:
    """A company as the engine judges it."""
    points = list(points)
    return Subject(
        kind="company",
        country=company.country,
        values={
            "name": company.name,
            "phone": best_point(points, Point.Kind.PHONE),
            "email": best_point(points, Point.Kind.EMAIL),
            "address": best_point(points, Point.Kind.ADDRESS),
            "industry": company.industry,
            "website": company.website,
            "registration_number": company.registration_number,
        },
        asked=company.asked,
        rulings=company.rulings,
        owner_id=company.owner_id,
        made_at=company.made_at,
        evidence_at=evidence_of(company.made_at, proved_at),
        **doubt_of(company.doubt),
    )


def judge(
    record: Person | Company,
    subject: Subject,
    *,
    at: datetime,
    rules: tuple[Rule, ...] | None = None,
    own: Mapping[str, object] | None = None,
    proofs: Mapping[UUID, datetime] | None = None,
) -> None:
    """Put the engine's findings on the record; the caller saves it. Records of nobody owe nothing.

    `own` is what it holds in the company's own fields, None: as the base has it, asked only where a rule asks. `proofs`
    are the last ones of records, None: as the base has them, which has none of a new one.
    """
    if rules is None:
        rules = list_rules(subject.kind, at=at)
    slugs = own_of(rules)
    if slugs:
        values = own if own is not None else judged([record.id], slugs).get(record.id, {})
        subject = replace(subject, values={**subject.values, **values})
    if proofs is None and not record._state.adding:
        proofs = last_proofs([record.id])
    if proofs and record.id in proofs:
        subject = replace(subject, evidence_at=evidence_of(record.made_at, proofs[record.id]))
    engine.assess(subject, at=at, rules=rules).put(record, is_owed=bool(record.owner_id))


def reassess_person(person: Person, *, at: datetime) -> None:
    """Judge a kept person anew from what the base holds now, and save the findings."""
    company = person.company.name if person.company else ""
    subject = person_subject(person, person.points.all(), company=company)
    judge(person, subject, at=at)
    person.save(update_fields=engine.LASTING)
