"""Take a person into the base."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.values import read_given
from requite.identity.topics import topics_of
from requite.journal.recording import Recorder, claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.kernel.ids import new_id
from requite.people import access, assessing
from requite.people.actions.candidates import register_candidates
from requite.people.actions.lengths import refuse_long
from requite.people.actions.owning import choose_owner
from requite.people.actions.register_company import find_or_register
from requite.people.drafts import PersonDraft, ReadPoint, fold_name, read_points
from requite.people.events import PersonRegistered
from requite.people.models import Company, Person, Point

LONGEST_NAME = 120


def register_person(*, actor: Actor, at: datetime, draft: PersonDraft, once: UUID | None = None) -> Person:
    """Register a person, with the company by name when it isn't there yet, and return them.

    Capture is never refused for what is missing: that becomes a debt. Refused only without any name, or with one that
    can't be one. `once` is the form's key: the same form twice returns the same person.
    """
    if not actor.has("people.edit"):
        raise NotAllowed
    refusal = _("You don't have the right to register a person for that owner.")
    owner_id = choose_owner(actor=actor, owner_id=draft.owner_id, refusal=refusal)
    refuse_bad_name(draft)
    refuse_long({"title": draft.title}, draft.tags)
    with recording(actor=actor, at=at) as record:
        person = Person(id=new_id())
        earlier = claim_once(key=once, actor=actor, subject_id=person.id, at=at)
        if earlier:
            return access.see_person(actor=actor, person_id=earlier)
        return _keep(record, person, draft, owner_id)


def refuse_bad_name(draft: PersonDraft) -> None:
    """Raise Refused, by field, for a name that is absent or too long."""
    errors: dict[str, object] = {}
    if not (draft.family_name.strip() or draft.given_name.strip()):
        errors["family_name"] = _("Give at least a family name or a given name.")
    for name in ("family_name", "given_name", "middle_name"):
        if len(getattr(draft, name)) > LONGEST_NAME:
            errors[name] = _("A name has at most 120 letters; this one has more.")
    if errors:
        raise Refused(errors=errors)  # type: ignore[arg-type]


def _keep(record: Recorder, person: Person, draft: PersonDraft, owner_id: UUID | None) -> Person:
    actor, at = record.actor, record.at
    company = _company_of(record, draft, owner_id)
    person.family_name, person.given_name = draft.family_name.strip(), draft.given_name.strip()
    person.middle_name, person.title = draft.middle_name.strip(), draft.title.strip()
    person.name_fold = fold_name(person.family_name, person.given_name, person.middle_name)
    person.company, person.note, person.source = company, draft.note.strip(), draft.source
    person.tags = list(dict.fromkeys(tag.strip() for tag in draft.tags if tag.strip()))
    person.owner_id, person.made_at, person.made_by_id = owner_id, at, actor.id
    own = read_given(actor, "person", draft.own)
    points = read_points(draft.points, country=actor.country)
    subject = assessing.person_subject(person, points, company=company.name if company else "")
    assessing.judge(person, subject, at=at, own=own.worths())
    person.save(force_insert=True)
    keep_points(points, person=person, at=at)
    register_candidates(kind="person", ids=[person.id], at=at)
    record(
        PersonRegistered(
            subject_id=person.id,
            changes={**_changes(person, company, points), **own.keep(person.id)},
            topics=topics_of([owner_id], actor=record.actor) | {f"person:{person.id}"},
        )
    )
    return person


def _company_of(record: Recorder, draft: PersonDraft, owner_id: UUID | None) -> Company | None:
    if draft.company_id:
        return access.join_company(actor=record.actor, company_id=draft.company_id)
    if draft.company_name.strip():
        return find_or_register(record=record, name=draft.company_name, owner_id=owner_id)
    return None


def keep_points(
    points: list[ReadPoint], *, at: datetime, person: Person | None = None, company: Company | None = None
) -> None:
    """Insert points of contact in their order."""
    Point.objects.bulk_create(
        Point(
            person=person,
            company=company,
            kind=point.kind,
            value=point.value,
            raw=point.raw,
            state=point.state,
            position=n,
            made_at=at,
        )
        for n, point in enumerate(points)
    )


def _changes(
    person: Person, company: Company | None, points: list[ReadPoint]
) -> dict[str, tuple[object, object]]:
    values: dict[str, object] = {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "middle_name": person.middle_name,
        "title": person.title,
        "company": company.name if company else "",
        "note": person.note,
        "tags": ", ".join(person.tags),
    }
    changes: dict[str, tuple[object, object]] = {
        name: (None, value) for name, value in values.items() if value
    }
    for point in points:
        before = changes.get(point.kind)
        changes[point.kind] = (None, f"{before[1]}, {point.raw}" if before else point.raw)
    return changes
