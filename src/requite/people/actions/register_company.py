"""Take a company into the base."""

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
from requite.people.drafts import CompanyDraft, fold_company, read_points
from requite.people.events import CompanyRegistered
from requite.people.models import Company, Point

LONGEST_NAME = 300


def register_company(*, actor: Actor, at: datetime, draft: CompanyDraft, once: UUID | None = None) -> Company:
    """Register a company and return it. Refused only without a name. `once` is the form's key."""
    if not actor.has("people.edit"):
        raise NotAllowed
    refusal = _("You don't have the right to register a company for that owner.")
    owner_id = choose_owner(actor=actor, owner_id=draft.owner_id, refusal=refusal)
    refuse_bad_company_name(draft.name)
    refuse_long(
        {name: getattr(draft, name) for name in ("registration_number", "industry", "website")}, draft.tags
    )
    with recording(actor=actor, at=at) as record:
        company = Company(id=new_id())
        earlier = claim_once(key=once, actor=actor, subject_id=company.id, at=at)
        if earlier:
            return access.see_company(actor=actor, company_id=earlier)
        return keep_company(record=record, company=company, draft=draft, owner_id=owner_id)


def refuse_bad_company_name(name: str, *, field: str = "name") -> None:
    """Raise Refused for a company name that is absent or too long; `field` is where the form asks for it."""
    if not name.strip():
        raise Refused(_("Give the company's name."), field=field)
    if len(name) > LONGEST_NAME:
        raise Refused(_("A company's name has at most 300 letters; this one has more."), field=field)


def find_or_register(*, record: Recorder, name: str, owner_id: UUID | None) -> Company:
    """The visible company of that name, letter case apart, or the visible one that it was merged into, else a new one.

    Raises Refused, under the field "company" of a person's form, for a name that can't be one.
    """
    name = " ".join(name.split())
    refuse_bad_company_name(name, field="company")
    seen = access.visible_companies(record.actor)
    known = seen.filter(name_fold=fold_company(name)).order_by("id")
    found = known.filter(archived_at__isnull=True).first() or known.filter(survivor__in=seen).first()
    if found:
        return access.join_company(actor=record.actor, company_id=found.id)
    draft = CompanyDraft(name=name, country=record.actor.country)
    return keep_company(record=record, company=Company(id=new_id()), draft=draft, owner_id=owner_id)


def keep_company(
    *, record: Recorder, company: Company, draft: CompanyDraft, owner_id: UUID | None
) -> Company:
    """Insert the company with its points, judged, and note the event."""
    company.name = " ".join(draft.name.split())
    company.name_fold = fold_company(company.name)
    company.registration_number = draft.registration_number.strip()
    company.industry, company.website = draft.industry.strip(), draft.website.strip()
    company.country, company.note, company.source = (
        draft.country or record.actor.country,
        draft.note,
        draft.source,
    )
    company.tags = list(dict.fromkeys(tag.strip() for tag in draft.tags if tag.strip()))
    company.owner_id, company.made_at, company.made_by_id = owner_id, record.at, record.actor.id
    own = read_given(record.actor, "company", draft.own)
    points = read_points(draft.points, country=company.country)
    assessing.judge(company, assessing.company_subject(company, points), at=record.at, own=own.worths())
    company.save(force_insert=True)
    Point.objects.bulk_create(
        Point(
            company=company,
            kind=point.kind,
            value=point.value,
            raw=point.raw,
            state=point.state,
            position=n,
            made_at=record.at,
        )
        for n, point in enumerate(points)
    )
    register_candidates(kind="company", ids=[company.id], at=record.at)
    values = {
        name: getattr(company, name)
        for name in ("name", "registration_number", "industry", "website", "note")
    }
    changes: dict[str, tuple[object, object]] = {name: (None, value) for name, value in values.items() if value}
    for point in points:
        changes.setdefault(point.kind, (None, point.raw))
    changes |= own.keep(company.id)
    topics = topics_of([owner_id], actor=record.actor) | {f"company:{company.id}"}
    record(CompanyRegistered(subject_id=company.id, changes=changes, topics=topics))
    return company
