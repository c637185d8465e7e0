"""Activities of a small base, and what each field of one says to a reader, in plain Python."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from testing.builders import call_of, meeting_of, note_of, status, task_of
from testing.cast import NOW, Cast

from requite.deals.models import Deal
from requite.people.models import Person
from requite.work.models import Activity, Participation

if TYPE_CHECKING:
    from requite.insight.lists.tests.plain import Plain

DAY = timedelta(days=1)
OPEN = ("to_do", "planned")
TEXTS = ("Seo", "50% x", "Орёл", "a_b", "")


def make_activities(cast: Cast) -> None:
    """A dozen of every kind and state, some joint, some with a company alone, with nobody, taken back."""
    people, deals = list(Person.objects.order_by("id")), list(Deal.objects.order_by("id"))
    for n in range(12):
        owner, person = (cast.anna, cast.boris, cast.gleb)[n % 3], people[n]
        make = (call_of, meeting_of, task_of, note_of)[n % 4]
        made = make(cast, person, "oleg")
        found = Activity.objects.filter(id=made.id)
        at = NOW + (n - 6) * 5 * DAY
        found.update(
            owner=owner, at=at, until=at + n * timedelta(minutes=7) if n % 4 == 1 else None,
            topic=TEXTS[n % 5], result=TEXTS[(n + 2) % 5],
            place=TEXTS[(n + 1) % 5], body=TEXTS[(n + 3) % 5], score=n * 9, deal=deals[n] if n % 2 else None,
            company=person.company, team=(cast.sales, cast.north, None)[n % 3], made_by=(cast.anna, cast.vera, None)[n % 3],
            direction=("out", "in", "")[n % 3] if n % 4 == 0 else "", seconds=n * 40 if n % 4 == 0 else None,
            source=("typed", "captured")[n % 2], retracted_at=NOW if n == 7 else None,
        )  # fmt: skip
        if n % 4 == 0:
            outcome = status(("talked", "wrong_number", "no_answer")[n // 4])
            found.update(outcome=outcome, outcome_class=outcome.class_name)
        if n % 5 == 1:
            found.update(person=None, missing=["person", "result"])
        if n % 4 == 1:
            found.update(state=("planned", "held", "no_show")[n // 4], is_joint=True)
            Participation.objects.create(activity=made, user=(cast.gleb, cast.anna, cast.boris)[n % 3])


def values_of(base: Plain, reader: str, activity: Any, slug: str) -> list[Any]:
    """The values of a field: none, one, or several of which each may pass."""
    person, company = _told(base, reader, activity.person), _told(base, reader, activity.company)
    if slug in ("person_phone", "person_email"):
        kind = slug.removeprefix("person_")
        return [one.value for one in base.points if person and one.kind == kind and one.person_id == person.id]
    if slug == "company_address":
        return [one.value for one in base.points if company and one.kind == "address" and one.company_id == company.id]
    for prefix, record in (("person", person), ("company", company)):
        if slug == prefix:
            told = getattr(activity, prefix) if _takes_part(base, reader, activity) else record
            return [told.name_fold] if told else []
        if slug.startswith(f"{prefix}_"):
            return [getattr(record, slug.removeprefix(f"{prefix}_"))] if record else []
    value = _own(base, reader, activity, slug)
    return [] if value is None else [value]


def _told(base: Plain, reader: str, record: Any) -> Any:
    return record if record and base.sees(reader, "people.see", record.owner_id) else None


def _takes_part(base: Plain, reader: str, activity: Any) -> bool:
    me = getattr(base.cast, reader).id
    return me == activity.owner_id or (activity.is_joint and (activity.id, me) in base.parts)


def _own(base: Plain, reader: str, activity: Any, slug: str) -> Any:
    is_open, deal = activity.state in OPEN, activity.deal
    seen = deal and base.sees(reader, "deals.see", deal.owner_id)
    found = {
        "name": lambda: activity.topic, "when": lambda: activity.at, "open": lambda: is_open, "note": lambda: activity.body,
        "overdue": lambda: is_open and activity.at < NOW, "deal": lambda: deal.title_fold if seen else None,
        "owner": lambda: activity.owner_id, "team": lambda: {activity.owner.team_id, base.cast.sales.id},
        "team_then": lambda: activity.team_id and str(activity.team_id), "ends": lambda: activity.until,
        "outcome": lambda: activity.outcome_id and str(activity.outcome_id), "length": lambda: _length(activity),
        "outcome_class": lambda: activity.outcome_class or None, "direction": lambda: activity.direction or None,
        "contact": lambda: activity.is_contact, "joint": lambda: activity.is_joint, "made": lambda: activity.made_at,
        "owed": lambda: activity.owed_at is not None, "maker": lambda: activity.made_by_id,
        "archived": lambda: activity.retracted_at is not None,
    }.get(slug, lambda: getattr(activity, slug))  # fmt: skip
    return found()


def _length(activity: Any) -> int | None:
    if activity.kind == "call":
        return None if activity.seconds is None else activity.seconds // 60
    if activity.kind == "meeting" and activity.until:
        return round((activity.until - activity.at).total_seconds() / 60)
    return None


def sees_activity(base: Plain, reader: str, activity: Any) -> bool:
    """Whether its owner, or one who takes part, is in the reader's reach."""
    parts = [user_id for id_, user_id in base.parts if id_ == activity.id and activity.is_joint]
    return any(base.sees(reader, "work.see", user_id) for user_id in (activity.owner_id, *parts))
