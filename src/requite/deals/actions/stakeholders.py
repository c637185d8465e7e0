"""People with a part in a deal: added, given another part, taken off, brought back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.deals import access
from requite.deals.actions import keeping
from requite.deals.events import (
    StakeholderArchived,
    StakeholderCorrected,
    StakeholderRegistered,
    StakeholderRestored,
)
from requite.deals.models import Deal, Part, Stakeholder
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.events import Event
from requite.journal.recording import Recorder, claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people.access import join_person, visible_people
from requite.people.models import Person

MOST = 50


def register_stakeholder(
    *, actor: Actor, at: datetime, deal_id: UUID, person_id: UUID | None, part_id: UUID | None,
    once: UUID | None = None,
) -> Stakeholder:  # fmt: skip
    """Give a person whom the actor may see, of any company, a part in the deal. Raises NotVisible, NotAllowed, Refused.

    Who has a part already is given this one.
    """
    with recording(actor=actor, at=at) as record:
        deal = _take(actor, deal_id)
        part = _part(part_id)
        made = Stakeholder(deal=deal, part=part)
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return Stakeholder.objects.get(id=known, deal=deal)
        person = _person(actor, person_id)
        there = deal.stakeholders.filter(removed_at__isnull=True)
        had = there.select_related("part").filter(person=person).first()
        if had is not None:
            had.person = person
            _give(record, deal, had, part)
            return had
        if there.count() >= MOST:
            raise Refused(_("A deal has at most %(limit)s people with a part.") % {"limit": MOST})
        made.person = person
        made.save(force_insert=True)
        _tell(record, deal, StakeholderRegistered, person, ("", say(person, part)))
    return made


def correct_stakeholder(
    *, actor: Actor, at: datetime, stakeholder_id: UUID, part_id: UUID | None, version: int | None = None
) -> Stakeholder:
    """Give the person another part. Raises NotVisible, NotAllowed, Refused, Stale when another did so meanwhile."""
    with recording(actor=actor, at=at) as record:
        deal, found = take_stakeholder(actor=actor, stakeholder_id=stakeholder_id)
        if found.removed_at is not None:
            raise Refused(_("This person was taken off the deal meanwhile."))
        part = found.part if part_id == found.part_id else _part(part_id)
        demand_version(found, version=version, given={"part": part})
        _give(record, deal, found, part)
    return found


def archive_stakeholder(*, actor: Actor, at: datetime, stakeholder_id: UUID) -> Stakeholder:
    """Take the person off the deal. Twice is once."""
    with recording(actor=actor, at=at) as record:
        deal, found = take_stakeholder(actor=actor, stakeholder_id=stakeholder_id)
        if found.removed_at is None:
            _remove(found, at)
            _tell(record, deal, StakeholderArchived, found.person, (say(found.person, found.part), ""))
    return found


def restore_stakeholder(*, actor: Actor, at: datetime, stakeholder_id: UUID) -> Stakeholder:
    """Bring the person back with the part they had. Raises Refused when they have another one by now."""
    with recording(actor=actor, at=at) as record:
        deal, found = take_stakeholder(actor=actor, stakeholder_id=stakeholder_id)
        if found.removed_at is not None:
            if deal.stakeholders.filter(person=found.person, removed_at__isnull=True).exists():
                raise Refused(_("This person has a part in the deal again."))
            _remove(found, None)
            _tell(record, deal, StakeholderRestored, found.person, ("", say(found.person, found.part)))
    return found


def take_stakeholder(*, actor: Actor, stakeholder_id: UUID) -> tuple[Deal, Stakeholder]:
    """The stakeholder with their deal, which is locked. Who may not see the person can't change their part."""
    deal_id = Stakeholder.objects.filter(id=stakeholder_id).values_list("deal_id", flat=True).first()
    if deal_id is None:
        raise NotVisible
    deal = _take(actor, deal_id)
    found = Stakeholder.objects.select_related("person", "part").get(id=stakeholder_id)
    if not visible_people(actor).filter(id=found.person_id).exists():
        raise NotVisible
    return deal, found


def deal_of_stakeholder(*, actor: Actor, stakeholder_id: UUID) -> UUID:
    """Their deal, one that the actor may change. Raises NotVisible, NotAllowed."""
    with transaction.atomic():
        return take_stakeholder(actor=actor, stakeholder_id=stakeholder_id)[0].id


def say(person: Person, part: Part) -> str:
    """The person and the part for the journal."""
    return f"{person.family_name} {person.given_name}".strip() + f": {part.label}"


def _take(actor: Actor, deal_id: UUID) -> Deal:
    if not actor.has("people.see"):
        raise NotAllowed
    deal = access.take_deal(actor=actor, deal_id=deal_id)
    keeping.refuse_archived(deal)
    return deal


def _person(actor: Actor, person_id: UUID | None) -> Person:
    if person_id is None:
        raise Refused(_("Choose one of the list."), field="person")
    person = join_person(actor=actor, person_id=person_id)
    if person.archived_at is not None:
        raise Refused(_("This person is archived. Restore them first."), field="person")
    return person


def _part(part_id: UUID | None) -> Part:
    part = Part.objects.filter(id=part_id, ended_at__isnull=True).first() if part_id else None
    if part is None:
        raise Refused(_("Choose one of the list."), field="part")
    return part


def _give(record: Recorder, deal: Deal, found: Stakeholder, part: Part) -> None:
    if changes_of(found, {"part": part}):
        before = say(found.person, found.part)
        write(found, {"part": part})
        found.save(update_fields=["part", "version"])
        _tell(record, deal, StakeholderCorrected, found.person, (before, say(found.person, part)))


def _remove(found: Stakeholder, at: datetime | None) -> None:
    found.removed_at = at
    found.version += 1
    found.save(update_fields=["removed_at", "version"])


def _tell(
    record: Recorder, deal: Deal, event: type[Event], person: Person, pair: tuple[object, object]
) -> None:
    """The deal itself stays as it is: nothing of it is judged by who has a part in it."""
    topics = keeping.topics_of_deal(deal) | {f"person:{person.id}"}
    record(event(subject_id=deal.id, changes={"stakeholder": pair}, topics=topics))
