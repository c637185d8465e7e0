"""Archive, restore and assign persons and companies."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.people import access, assessing
from requite.people.access import Right
from requite.people.actions.candidates import correct_others, register_candidates
from requite.people.events import (
    CompanyArchived,
    CompanyAssigned,
    CompanyRestored,
    PersonArchived,
    PersonAssigned,
    PersonRestored,
)
from requite.people.models import Company, Person
from requite.quality.engine import LASTING
from requite.quality.keeping import by_rule

Kind = Literal["person", "company"]
ARCHIVED: dict[str, type[Event]] = {"person": PersonArchived, "company": CompanyArchived}
RESTORED: dict[str, type[Event]] = {"person": PersonRestored, "company": CompanyRestored}
ASSIGNED: dict[str, type[Event]] = {"person": PersonAssigned, "company": CompanyAssigned}


def archive_record(*, actor: Actor, at: datetime, kind: Kind, record_id: UUID) -> None:
    """Take the record out of lists and search; its page and history stay, and it can be restored."""
    with recording(actor=actor, at=at) as record:
        found = _take(actor, kind, record_id, "people.archive")
        if found.archived_at is None:
            found.archived_at = at
            found.version += 1
            found.save(update_fields=["archived_at", "version"])
            correct_others(kind=kind, record_id=found.id, at=at)
            topics = topics_of([found.owner_id]) | {f"{kind}:{found.id}"}
            record(ARCHIVED[kind](subject_id=found.id, topics=topics))


def restore_record(*, actor: Actor, at: datetime, kind: Kind, record_id: UUID) -> None:
    """Bring an archived record back, judged by the day: what was asked may have lapsed, and its doubles be others."""
    with recording(actor=actor, at=at) as record:
        found = _take(actor, kind, record_id, "people.archive")
        if found.archived_at is not None:
            found.archived_at = None
            found.version += 1
            found.save(update_fields=["archived_at", "version"])
            register_candidates(kind=kind, ids=[found.id], at=at)
            correct_others(kind=kind, record_id=found.id, at=at)
            found.refresh_from_db(fields=["doubt"])
            _judge(found, at)
            with by_rule():
                found.save(update_fields=LASTING)
            topics = topics_of([found.owner_id]) | {f"{kind}:{found.id}"}
            record(RESTORED[kind](subject_id=found.id, topics=topics))


def assign_record(*, actor: Actor, at: datetime, kind: Kind, record_id: UUID, owner_id: UUID | None) -> None:
    """Give the record to another owner. Both the record's present owner and the new one must be in the actor's reach."""
    with recording(actor=actor, at=at) as record:
        found = _take(actor, kind, record_id, "people.assign")
        owner = User.objects.filter(id=owner_id, is_active=True).first() if owner_id else None
        if owner is None:
            raise Refused(_("Choose an active colleague as the owner."), field="owner")
        if actor.owners("people.see") is not None and owner.id not in actor.reach:
            raise NotAllowed
        before = User.objects.filter(id=found.owner_id).first() if found.owner_id else None
        if before == owner:
            return
        found.owner = owner
        found.version += 1
        _judge(found, at)
        found.save()
        topics = topics_of([owner.id, before.id if before else None]) | {f"{kind}:{found.id}"}
        changes: dict[str, tuple[object, object]] = {"owner": (before.name if before else None, owner.name)}
        record(ASSIGNED[kind](subject_id=found.id, changes=changes, topics=topics))


def _take(actor: Actor, kind: Kind, record_id: UUID, right: Right) -> Person | Company:
    if kind == "person":
        return access.take_person(actor=actor, person_id=record_id, right=right)
    return access.take_company(actor=actor, company_id=record_id, right=right)


def _judge(found: Person | Company, at: datetime) -> None:
    if isinstance(found, Person):
        company = found.company.name if found.company else ""
        assessing.judge(found, assessing.person_subject(found, found.points.all(), company=company), at=at)
    else:
        assessing.judge(found, assessing.company_subject(found, found.points.all()), at=at)
