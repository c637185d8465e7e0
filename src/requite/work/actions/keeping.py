"""What every action of this room shares: whose it is, judged, kept, told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access as deals_access
from requite.fields.values import Reading
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.queries import last_writer
from requite.journal.recording import Recorder
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.period import start_of_day
from requite.kernel.records import insert
from requite.people import access as people_access
from requite.people.models import Company, Person
from requite.quality import gates
from requite.work import access, assessing
from requite.work.held import Held
from requite.work.models import Activity, Attendance, Participation
from requite.work.queries.deals_by_time import pipeline_of

LONGEST_TEXT = 20_000
LONGEST_LINE = 300


def prepare(
    activity: Activity,
    *,
    actor: Actor,
    at: datetime,
    event_at: datetime,
    owner_id: UUID | None,
    person_id: UUID | None,
    company_id: UUID | None = None,
    deal_id: UUID | None = None,
) -> None:
    """Set owner, team, person, company, deal and day of a new activity. Raises NotVisible, NotAllowed, Refused."""
    owner_id = owner_id or actor.id
    if owner_id is None:
        raise Refused(_("An activity needs an owner."))
    access.demand_owner(actor=actor, owner_id=owner_id)
    activity.owner_id, activity.team_id = owner_id, actor.team_id
    if owner_id != actor.id:
        owner = User.objects.filter(id=owner_id, is_active=True).first()
        if owner is None:
            raise Refused(_("Choose an active colleague as the owner."), field="owner")
        activity.team_id = owner.team_id
    set_whom(activity, actor=actor, person_id=person_id, company_id=company_id, deal_id=deal_id)
    place_in_time(activity, actor=actor, event_at=event_at)
    activity.made_at, activity.made_by_id = at, actor.id


def set_whom(
    activity: Activity, *, actor: Actor, person_id: UUID | None, company_id: UUID | None, deal_id: UUID | None
) -> None:
    """Set whom the activity is with and which deal it is about. Raises NotVisible.

    Without a person or company of its own it is with the deal's, as far as the actor sees them. A person's company is
    taken along unless another one was named.
    """
    person = people_access.join_person(actor=actor, person_id=person_id) if person_id else None
    company = people_access.join_company(actor=actor, company_id=company_id) if company_id else None
    if deal_id:
        deal = activity.deal = deals_access.see_deal(actor=actor, deal_id=deal_id)
        if (
            person is None
            and company is None
            and deal.person
            and actor.covers("people.see", deal.person.owner_id)
        ):
            person = people_access.join_person(actor=actor, person_id=deal.person.id)
        if company is None and person is None and deal.company:
            company = deal.company if actor.covers("people.see", deal.company.owner_id) else None
    activity.person = person
    activity.company_id = company.id if company else person.company_id if person else None


def place_in_time(activity: Activity, *, actor: Actor, event_at: datetime) -> None:
    """Set the event's time and the company's day of it; what has a length keeps it."""
    if activity.until is not None:
        activity.until = event_at + (activity.until - activity.at)
    activity.at = event_at
    activity.day = actor.day_of(event_at)


def times_of(activity: Activity) -> dict[str, tuple[object, object]]:
    """When something new is, as an event tells it."""
    found: dict[str, tuple[object, object]] = {"at": (None, activity.at.isoformat())}
    if activity.until is not None:
        found["until"] = (None, activity.until.isoformat())
    return found


def end_of(day: date, *, actor: Actor) -> datetime:
    """When a task of that whole day is due: the last second of the company's day."""
    return start_of_day(day + timedelta(days=1), zone=actor.company_zone) - timedelta(seconds=1)


def demand_version(activity: Activity, version: int | None) -> None:
    """Raise Stale when the activity, which is locked, has changed since the reader saw that version of it."""
    if version is not None and version != activity.version:
        raise Stale(by=last_writer(activity.id))


def team_of(user_id: UUID) -> UUID | None:
    """The team that the user is in now."""
    return User.objects.filter(id=user_id).values_list("team_id", flat=True).first()


def refuse_long(**texts: str) -> None:
    """Raise Refused, by field, for texts longer than their field."""
    limits = {"topic": LONGEST_LINE, "place": LONGEST_LINE}
    errors: dict[str, Any] = {
        name: _("This is longer than the field holds: at most %(limit)s letters.")
        % {"limit": limits.get(name, LONGEST_TEXT)}
        for name, value in texts.items()
        if len(value) > limits.get(name, LONGEST_TEXT)
    }
    if errors:
        raise Refused(errors=errors)


def refuse_ahead(event_at: datetime | None, *, at: datetime) -> None:
    """Raise Refused for the time of something done that lies ahead: it would count before it happened."""
    if event_at is not None and event_at > at:
        raise Refused(_("This time lies ahead, and what is done lies behind."), field="at")


def keep(
    record: Recorder,
    activity: Activity,
    event: type[Event],
    changes: dict[str, tuple[object, object]],
    *,
    people: Iterable[UUID] = (),
    colleagues: Iterable[UUID] = (),
    topics: Iterable[str] = (),
    own: Reading | None = None,
) -> None:
    """Judge and save the activity and note the event with every live topic that it moves, `topics` among them.

    `people` and `colleagues` are those who take part in a new meeting, so that they are told too. `own` is what was given
    for the company's own fields. Raises Gated where the activity lacks what its new state must have.
    """
    is_new = activity._state.adding
    if own is not None:
        changes = {**changes, **own.keep(activity.id)}
    found = assessing.judge(activity, at=record.at, own=own.worths() if own is not None and is_new else None)
    if found.gates and (is_new or "state" in changes):
        gates.demand_passed(
            found, by=record.actor.id, kind=activity.kind, record_id=activity.id, reached={activity.state}, is_new=is_new
        )
    if is_new:
        insert(activity)
        if activity.kind == Activity.Kind.MEETING:
            take_part(activity, actor=record.actor, people=people, colleagues=colleagues)
    else:
        activity.version += 1
        activity.save()
    told = topics_of_activity(activity, actor=record.actor) | set(topics)
    record(event(subject_id=activity.id, changes=changes, topics=told))


def topics_of_activity(activity: Activity | Held, *, actor: Actor | None = None) -> frozenset[str]:
    """The live topics that a change to the activity moves, by the actor."""
    owners: list[UUID | None] = [activity.owner_id]
    people = {activity.person_id}
    if activity.kind == Activity.Kind.MEETING:
        if activity.is_joint:
            owners += Participation.objects.filter(activity=activity.id).values_list("user_id", flat=True)
        people |= set(Attendance.objects.filter(activity=activity.id).values_list("person_id", flat=True))
    deals = topics_of_deal(activity.deal_id) if activity.deal_id else set()
    topics = (
        topics_of(owners, actor=actor) | deals | {f"person:{id_}" for id_ in people if id_} | {f"activity:{activity.id}"}
    )
    return topics | ({f"company:{activity.company_id}"} if activity.company_id else frozenset())


def topics_of_deal(deal_id: UUID) -> set[str]:
    """The live topics of what is done about a deal: its own, and the steps of its pipeline while it is open."""
    pipeline_id = pipeline_of(deal_id)
    return {f"deal:{deal_id}", *([f"steps:{pipeline_id}"] if pipeline_id else [])}


def list_colleagues(activity: Activity, ids: Iterable[UUID]) -> list[UUID]:
    """Those of the ids that are active colleagues other than the activity's owner."""
    wanted = {id_ for id_ in ids if id_ != activity.owner_id}
    if not wanted:
        return []
    return list(User.objects.filter(id__in=wanted, is_active=True).values_list("id", flat=True))


def take_part(
    activity: Activity, *, actor: Actor, people: Iterable[UUID], colleagues: Iterable[UUID]
) -> None:
    """Set who else takes part: further persons of the customer's side, and colleagues. The activity is saved."""
    seen = people_access.join_people(actor=actor, ids=set(people)) - {activity.person_id}
    activity.attendances.exclude(person__in=seen).delete()
    there = set(activity.attendances.values_list("person_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(activity=activity, person_id=id_) for id_ in sorted(seen - there)
    )
    users = User.objects.filter(id__in=list_colleagues(activity, colleagues))
    activity.participations.exclude(user__in=users).delete()
    parts = set(activity.participations.values_list("user_id", flat=True))
    Participation.objects.bulk_create(
        Participation(activity=activity, user=user, team_id=user.team_id)
        for user in users
        if user.id not in parts
    )


def say_whom(activity: Activity) -> dict[str, tuple[object, object]]:
    """Whom a new activity is with, for the journal: its person, or the company alone."""
    company_id = None if activity.person else activity.company_id
    company = (
        Company.objects.filter(id=company_id).values_list("name", flat=True).first() if company_id else ""
    )
    return {"company": (None, company)} if company else {"person": (None, name_of(activity.person))}


def name_of(person: Person | None) -> str:
    """A person's name for the journal, as it is now."""
    return f"{person.family_name} {person.given_name}".strip() if person else ""
