"""Correct what the base holds of a company."""

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
from requite.people.actions.register_company import refuse_bad_company_name
from requite.people.drafts import fold_company
from requite.people.events import CompanyCorrected
from requite.people.models import Company

LIKENESS = {"name", "registration_number"}  # by which doubles are known
FIELDS = ("name", "registration_number", "industry", "website", "note", "tags")


def fields_of(company: Company) -> dict[str, str]:
    """The editable fields as a form shows them."""
    values = {name: str(getattr(company, name)) for name in FIELDS if name != "tags"}
    return {**values, "tags": ", ".join(company.tags)}


def correct_company(
    *,
    actor: Actor,
    at: datetime,
    company_id: UUID,
    given: Mapping[str, str],
    base: Mapping[str, str] | None = None,
) -> Company:
    """Write the fields of `given` that differ from `base`. Raises as `correct_person` does."""
    with recording(actor=actor, at=at) as record:
        company = access.take_company(actor=actor, company_id=company_id)
        now = fields_of(company)
        given = {name: str(value).strip() for name, value in given.items() if name in FIELDS or is_slug(name)}
        now |= now_of(actor, "company", company.id, given, base)
        fresh = merge_fields(subject_id=company.id, base=base or {}, given=given, now=now)
        reading = read_given(actor, "company", fresh, company.id)
        fresh = {name: value for name, value in fresh.items() if name not in reading.unmoved}
        if fresh:
            _write(record, company, now, fresh, reading)
    return company


def _write(
    record: Recorder, company: Company, now: Mapping[str, str], fresh: Mapping[str, str], reading: Reading
) -> None:
    after = {**now, **fresh}
    refuse_long(fresh, fresh.get("tags", "").split(","))
    refuse_bad_company_name(after["name"])
    company.name = " ".join(after["name"].split())
    company.name_fold = fold_company(company.name)
    company.registration_number = after["registration_number"]
    company.industry, company.website = after["industry"], after["website"]
    company.note = after["note"]
    company.tags = list(dict.fromkeys(tag.strip() for tag in after["tags"].split(",") if tag.strip()))
    company.version += 1
    kept = reading.keep(company.id)
    assessing.judge(company, assessing.company_subject(company, company.points.all()), at=record.at)
    company.save()
    if LIKENESS & fresh.keys():
        register_candidates(kind="company", ids=[company.id], at=record.at)
    record(
        CompanyCorrected(
            subject_id=company.id,
            changes={name: kept.get(name, (now[name], value)) for name, value in fresh.items()},
            topics=topics_of([company.owner_id], actor=record.actor) | {f"company:{company.id}"},
        )
    )
