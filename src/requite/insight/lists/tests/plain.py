"""A small base with every field filled for some and blank for others, and what a filter means, in plain Python."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from testing.builders import DAY, call_of, company_of, deal_of, meeting_of, person_of, planned_call
from testing.cast import NOW, Cast

from requite.deals.models import Closure, Deal, Line
from requite.deals.queries.windows import find_window
from requite.insight.lists.conditions import Condition, read_number
from requite.insight.lists.fields import CATALOGUE
from requite.insight.lists.tests import plain_activities
from requite.insight.lists.tests.own import Own, fill_fields, make_fields
from requite.insight.lists.tests.plain_deals import make_deals, values_of
from requite.kernel.fold import close_up, fold_digits, fold_query
from requite.people.models import Company, Person, Point
from requite.work.models import Activity, Participation, Standing

WORDS = ("Seo", "Kim Ltd", "부산 해운대구", "Орёл", "50%", "a_b", "", "x,(y)|z\\", "seo")
DENIED = {
    "empty": "filled", "without": "contains", "is_not": "is", "has_not": "has", "not_within": "within", "no": "yes",
}  # fmt: skip


def make_base(cast: Cast) -> Plain:
    """Make the records and read them."""
    rows = (("anna", "Hanil", "Steel", ["vip"]), ("anna", "Орёл", "", []), ("boris", "부산조선", "Ships", ["vip", "port"]),
            ("gleb", "Sejong", "steel 50%", ["port"]))  # fmt: skip
    companies = [company_of(cast, who, name=name, industry=of, tags=tags) for who, name, of, tags in rows]
    for company, place in zip(companies, ("seoul 1", "부산 해운대구", "seoul 2", "부산 1"), strict=True):
        Point.objects.create(
            company=company, kind="address", raw=place, value=place, state="valid", made_at=NOW
        )
    for n in range(12):
        person_in(cast, n, companies[n % 4] if n % 3 else None)
    make_deals(cast)
    plain_activities.make_activities(cast)
    Person.objects.filter(family_name="P11").update(archived_at=NOW)
    make_fields(cast)
    records = {
        "person": list(Person.objects.order_by("id")), "company": list(Company.objects.order_by("id")),
        "activity": list(Activity.objects.order_by("id")),
    }  # fmt: skip
    fill_fields(cast, records)
    return Plain(cast)


def person_in(cast: Cast, n: int, company: Company | None) -> None:
    """One person, with what hangs on them."""
    who = ("anna", "boris", "gleb")[n % 3]
    points = [[], [("phone", f"010-1234-567{n % 10}")], [("email", f"p{n}@hanil.kr")]][n % 3]
    person = person_of(
        cast, who, family=f"P{n}", given=WORDS[n % 6], points=points, title=WORDS[n % 9], note=WORDS[(n + 3) % 9],
        tags=[["vip"], [], ["port", "vip"]][n % 3],
    )  # fmt: skip
    owner = None if n == 8 else person.owner_id
    Person.objects.filter(id=person.id).update(company=company, score=(n * 17) % 50 // 10, owner=owner)
    if n % 2:
        call = call_of(cast, person, who, outcome=["talked", None][n % 4 == 1], at=NOW - n * 10 * DAY)
        Activity.objects.filter(id=call.id).update(owner=(cast.gleb, cast.anna)[n % 3 == 0])
    if n % 4 == 2:
        planned_call(cast, person, who, at=NOW + n * DAY)
    if n % 5 == 0:
        meeting = meeting_of(cast, person, who, at=NOW - n * DAY)
        Activity.objects.filter(id=meeting.id).update(state="held")
        deal = deal_of(cast, who, title=f"D{n}", person_id=person.id)
        Deal.objects.filter(id=deal.id).update(
            company=company, value=n * 100_000 or None, owner=cast.boris if n == 10 else deal.owner_id
        )


def fold_name(text: str) -> str:
    """What is asked of a name, as names are kept."""
    return close_up(fold_query(text))


class Plain:
    """The base as Python objects, and what each field of a record says to a reader."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = list(Person.objects.select_related("company", "owner"))
        self.companies = list(Company.objects.select_related("owner"))
        self.points = list(Point.objects.order_by("position"))
        self.done = list(Activity.objects.filter(retracted_at=None, state__in=["done", "held"]))
        self.deals = list(Deal.objects.filter(state="open", archived_at=None))
        self.all_deals = list(Deal.objects.select_related("stage", "owner", "person", "company"))
        self.closures = {one.deal_id: one for one in Closure.objects.filter(reversal__isnull=True)}
        self.lines = list(Line.objects.filter(removed_at=None))
        self.activities = list(Activity.objects.select_related("owner", "person", "company", "deal"))
        self.parts = list(Participation.objects.values_list("activity_id", "user_id"))
        self.standing = {one.person_id: one for one in Standing.objects.all()}
        self.own = Own(cast, {"person": self.people, "company": self.companies, "activity": self.activities})

    def records(self, kind: str) -> list[Any]:
        if kind == "deal":
            return self.all_deals
        if kind == "activity":
            return self.activities
        return self.people if kind == "person" else self.companies

    def sees(self, reader: str, right: str, owner_id: UUID | None) -> bool:
        owners = self.cast.actors[reader].owners(right)
        return owners is None or owner_id in owners

    def shows(self, reader: str, kind: str, right: str, record: Any) -> bool:
        """Whether the reader may see the record."""
        if kind == "activity":
            return plain_activities.sees_activity(self, reader, record)
        return self.sees(reader, right, record.owner_id)

    def values(self, reader: str, kind: str, record: Any, slug: str) -> list[Any]:
        """The values of a field: none, one, or several of which each may pass."""
        if kind == "deal":
            return values_of(self, reader, record, slug)
        if kind == "activity":
            return plain_activities.values_of(self, reader, record, slug)
        company = record.company if kind == "person" else None
        told = company if company and self.sees(reader, "people.see", company.owner_id) else None
        if slug in ("phone", "email", "address"):
            return [
                one.value
                for one in self.points
                if slug == one.kind and getattr(one, f"{kind}_id") == record.id
            ]
        if slug == "company_address":
            return [
                one.value
                for one in self.points
                if told and one.kind == "address" and one.company_id == told.id
            ]
        found: dict[str, Any] = {
            "name": lambda: record.name_fold, "company": lambda: company and company.name_fold,
            "company_industry": lambda: told and told.industry, "company_tags": lambda: told and told.tags,
            "owner": lambda: record.owner_id, "team": lambda: record.owner and {record.owner.team_id, self.cast.sales.id},
            "made": lambda: record.made_at, "archived": lambda: record.archived_at is not None,
            "owed": lambda: record.owed_at is not None, "last_call": partial(self.last, reader, kind, record, "call"),
            "last_meeting": partial(self.last, reader, kind, record, "meeting"),
            "deals": lambda: len(self.worths(reader, kind, record)),
            "deals_value": lambda: Decimal(sum(self.worths(reader, kind, record))) / 100,
            "deals_largest": lambda: Decimal(max(self.worths(reader, kind, record), default=0)) / 100,
            "people": lambda: len(self.staff(reader, record)), "last_contact": partial(self.stood, reader, kind, record),
            "next_step": lambda: getattr(self.standing.get(record.id), "next_step_at", None),
        }.get(slug, lambda: getattr(record, slug))  # fmt: skip
        value = found()
        return [] if value is None else [value]

    def last(self, reader: str, kind: str, record: Any, of: str) -> datetime | None:
        own = [one for one in self.done if one.kind == of and getattr(one, f"{kind}_id") == record.id]
        return max((one.at for one in own if self.sees(reader, "work.see", one.owner_id)), default=None)

    def worths(self, reader: str, kind: str, record: Any) -> list[int]:
        own = [one for one in self.deals if getattr(one, f"{kind}_id") == record.id]
        return [one.value or 0 for one in own if self.sees(reader, "deals.see", one.owner_id)]

    def staff(self, reader: str, company: Company) -> list[Person]:
        found = [one for one in self.people if one.company_id == company.id and one.archived_at is None]
        return [one for one in found if self.sees(reader, "people.see", one.owner_id)]

    def stood(self, reader: str, kind: str, record: Any) -> datetime | None:
        if kind == "person":
            return self.standing[record.id].last_contact_at if record.id in self.standing else None
        found = [self.standing[one.id].last_contact_at for one in self.staff(reader, record) if one.id in self.standing]
        return max((at for at in found if at), default=None)

    def holds(self, reader: str, kind: str, record: Any, one: Condition) -> bool:
        positive = DENIED.get(one.op, one.op)
        custom = self.own.field(kind, one.field)
        if custom is not None:
            if one.op in DENIED and custom.kinds and record.kind not in custom.kinds:
                return False  # who can't have it doesn't lack it
            held = self.own.values(record, custom, partial(self.sees, reader, "people.see"))
            return any(self.own.passes(reader, custom, positive, value, one.value) for value in held) != (
                one.op in DENIED
            )
        type_ = CATALOGUE[kind][one.field].type
        each = [
            self.passes(reader, type_, positive, value, one.value)
            for value in self.values(reader, kind, record, one.field)
        ]
        return any(each) != (one.op in DENIED)

    def passes(self, reader: str, type_: str, op: str, value: Any, given: str) -> bool:
        if op in ("filled", "yes"):
            return value not in ("", []) and value is not False
        if type_ in ("moment", "date"):
            return (self.falls if type_ == "moment" else self.lies)(reader, op, value, given)
        if type_ == "named":
            return value == given
        if type_ in ("number", "money"):
            number = read_number(given)
            return {"at_least": value >= number, "at_most": value <= number, "is": value == number}[op]
        if type_ in ("tags", "missing", "user", "team"):
            ids = {str(one) for one in (value if type_ != "user" else {value})}
            return (str(self.cast.actors[reader].id) if given == "me" else given) in ids
        return self.says(type_, op, value, given)

    def lies(self, reader: str, op: str, value: date, given: str) -> bool:
        """Whether a day passes."""
        today = self.cast.actors[reader].day_of(NOW)
        if op in ("before", "after"):
            return value < date.fromisoformat(given) if op == "before" else value > date.fromisoformat(given)
        if op in ("within", "ahead"):
            days = timedelta(days=int(given))
            return today - days <= value <= today if op == "within" else today <= value <= today + days
        window = find_window(given, today)
        return window is not None and (window.starts_on or date.min) <= value < (window.ends_on or date.max)

    def says(self, type_: str, op: str, value: str, given: str) -> bool:
        """Whether a text passes."""
        if type_ == "words":
            held, asked = (re.findall(r"\w+", text.lower()) for text in (value, given))
            return all(any(word.startswith(one) for word in held) for one in asked)
        if type_ == "digits":
            digits = fold_digits(given)
            at_home = digits.startswith("0") and re.match(rf"\+[0-9]{{0,3}}{digits.lstrip('0')}", value)
            return digits in value or bool(at_home)
        text = {"name": fold_name}.get(type_, str.lower)(given)
        value = value if type_ == "name" else value.lower()
        return text == value if op == "is" else text in value

    def falls(self, reader: str, op: str, value: datetime, given: str) -> bool:
        if op in ("within", "ahead"):
            days = timedelta(days=int(given))
            return NOW - days <= value <= NOW if op == "within" else NOW <= value <= NOW + days
        start = datetime.combine(datetime.fromisoformat(given), clock(), self.cast.actors[reader].zone)
        return value < start if op == "before" else value >= start + timedelta(days=1)
