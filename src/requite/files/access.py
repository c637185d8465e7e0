"""Who may see and change which files: whoever may see and change their record. An archived record hides its files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access as deals
from requite.deals.models import Deal
from requite.files.models import File
from requite.files.models.file import KINDS, Kind
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people import access as people
from requite.people.models import Company, Person
from requite.work import access as work
from requite.work.models import Activity, Participation


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that files belong to, as far as files need it."""

    kind: Kind
    id: UUID
    owner_id: UUID | None
    archived_at: datetime | None
    topics: frozenset[str]


def parse_kind(text: str) -> Kind:
    """A kind of record as an address names it. Raises NotVisible."""
    found = next((kind for kind in KINDS if kind == text), None)
    if found is None:
        raise NotVisible
    return found


def see_record(*, actor: Actor, kind: Kind, record_id: UUID) -> Subject:
    """The record. Raises NotVisible."""
    if kind == "activity":
        return _subject(kind, work.see_activity(actor=actor, activity_id=record_id)) if actor.has("work.see") else _none()
    if kind == "deal":
        return _subject(kind, deals.see_deal(actor=actor, deal_id=record_id))
    if kind == "person":
        return _subject(kind, people.see_person(actor=actor, person_id=record_id))
    return _subject(kind, people.see_company(actor=actor, company_id=record_id))


def take_record(*, actor: Actor, kind: Kind, record_id: UUID) -> Subject:
    """The record, locked, for one who may change it. Raises NotVisible, NotAllowed, and Refused for an archived one."""
    if kind == "activity":
        found = _subject(kind, work.take_activity(actor=actor, activity_id=record_id))
    elif kind == "deal":
        found = _subject(kind, deals.take_deal(actor=actor, deal_id=record_id))
    elif kind == "person":
        found = _subject(kind, people.take_person(actor=actor, person_id=record_id))
    else:
        found = _subject(kind, people.take_company(actor=actor, company_id=record_id))
    if found.archived_at is not None:
        raise Refused(_("This record is archived: restore it before you change its files."), field="files")
    return found


def can_edit(*, actor: Actor, subject: Subject) -> bool:
    """Whether the actor may attach and remove files there: as who may change the record, and takes part in it."""
    if subject.archived_at is not None:
        return False
    if subject.kind != "activity":
        right = "deals.edit" if subject.kind == "deal" else "people.edit"
        return actor.covers(right, subject.owner_id)
    if actor.covers("work.edit", subject.owner_id):
        return True
    parts = Participation.objects.filter(activity=subject.id, user=actor.id, activity__is_joint=True)
    return actor.has("work.edit") and parts.exists()


def demand_edit(*, actor: Actor, subject: Subject) -> None:
    """Raise NotAllowed unless the actor may change the record's files."""
    if not can_edit(actor=actor, subject=subject):
        raise NotAllowed


def see_file(*, actor: Actor, file_id: UUID) -> File:
    """The file with its content. Raises NotVisible: also for one that was removed, or whose record is archived."""
    found = (
        File.objects.select_related("content", "made_by").filter(id=file_id, removed_at__isnull=True).first()
    )
    if found is None or see_record(actor=actor, kind=found.kind, record_id=found.record_id).archived_at:
        raise NotVisible
    return found


def take_file(*, actor: Actor, file_id: UUID, removed: bool = False) -> tuple[File, Subject]:
    """The file and its record, both locked, for a change. Raises NotVisible, NotAllowed, Refused."""
    known = File.objects.filter(id=file_id).first()
    if known is None:
        raise NotVisible
    subject = take_record(actor=actor, kind=known.kind, record_id=known.record_id)
    found = File.objects.select_for_update().filter(id=file_id, removed_at__isnull=not removed).first()
    if found is None:
        raise NotVisible
    return found, subject


def _subject(kind: Kind, record: Person | Company | Deal | Activity) -> Subject:
    topics = {f"{kind}:{record.id}"}
    if isinstance(record, Activity):
        if record.person_id:
            topics |= {f"person:{record.person_id}"}
        return Subject(kind, record.id, record.owner_id, None, frozenset(topics))
    return Subject(kind, record.id, record.owner_id, record.archived_at, frozenset(topics))



def _none() -> Subject:
    raise NotVisible
