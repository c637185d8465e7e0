"""The rows behind a number: what it counts, and what waits for its minimum data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q

from requite.deals.models import Closure
from requite.fields.catalogue import told
from requite.identity.models import User
from requite.insight.figures import Count, Figure, Records, Scope
from requite.insight.plans.models import Contact
from requite.insight.plans.shapes import RecordRow
from requite.insight.plans.standing import Wanted, sum_tallies
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.people import access as people_access
from requite.people.models import Person
from requite.work.models import Activity

Which = Literal["all", "counted", "pending"]
PAGE = 50
Key = UUID | tuple[UUID, date, UUID]
Found = Mapping[str, Any]
# What names a row that is neither an activity's nor a group of them.
OWN: Mapping[type[Any], str] = {Person: "person_id", Closure: "id"}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of rows; `after` asks for the next one, "" at the end."""

    rows: tuple[RecordRow, ...]
    after: str


def count_records(*, scope: Scope, figure: Figure) -> Count:
    """The number itself, from the tallies: one statement."""
    period = scope.period
    sums = sum_tallies(scope.holder, [Wanted(figure, period.start, period.start, period.end)])[0]
    return Count(int(sums.counted), int(sums.pending))


def list_records(
    *, actor: Actor, figure: Figure, scope: Scope, which: Which = "all", after: str = "", limit: int = PAGE
) -> RecordPage:
    """The rows, newest day first, from `after` on. Raises NotVisible.

    Statements: one for the rows and one each for reps, persons and activities. Persons whom the actor may not see count
    and are listed, without a name.
    """
    if not scope.holder.covered(actor, "plans.see"):
        raise NotVisible
    rows = figure.records(actor, scope)
    if which != "all":
        rows = rows.filter(is_complete=which == "counted")
    found = _page(rows, after, limit + 1)
    shaped = _shape(actor, found[:limit])
    return RecordPage(tuple(shaped), _cursor(found[limit - 1]) if len(found) > limit else "")


def _page(rows: Records, after: str, limit: int) -> list[dict[str, Any]]:
    """One page in the order of (day descending, rep, row); a row's own id is its activity's or its person's."""
    is_grouped = rows.query.group_by is not None
    own = OWN.get(rows.model, "person_id" if is_grouped else "activity_id")
    if cursor := _read_cursor(after):
        day, user_id, row_id = cursor
        rows = rows.filter(
            Q(day__lt=day)
            | Q(day=day, user_id__gt=user_id)
            | Q(day=day, user_id=user_id, **{f"{own}__gt": row_id})
        )
    fields = ["day", "user_id", "person_id", "at", "is_complete"]
    if not is_grouped and own == "activity_id":
        fields += ["activity_id", "is_joint"]
    if rows.model is Closure:
        fields += ["id", "state", "deal_id", "deal__title", "deal__missing"]
    page = rows.order_by("-day", "user_id", own).values(*fields)[:limit]
    return [{**row, "row_id": row[own], "is_grouped": is_grouped} for row in page]


def _cursor(row: Mapping[str, Any]) -> str:
    return f"{row['day'].isoformat()}.{row['user_id']}.{row['row_id']}"


def _read_cursor(text: str) -> tuple[date, UUID, UUID] | None:
    day, _dot, rest = text.partition(".")
    user, _dot, own = rest.partition(".")
    user_id, row_id = parse_id(user), parse_id(own)
    try:
        return (date.fromisoformat(day), user_id, row_id) if user_id and row_id else None
    except ValueError:
        return None


def _shape(actor: Actor, rows: list[dict[str, Any]]) -> list[RecordRow]:
    users = {user.id: user.name for user in User.objects.filter(id__in={row["user_id"] for row in rows})}
    people = _names(actor, {row["person_id"] for row in rows if row["person_id"]})
    acts = _activities(rows)
    people = {**_told(actor, rows, acts), **people}
    return [_row(actor, row, users, people, acts) for row in rows]


def _row(
    actor: Actor,
    row: Found,
    users: Mapping[UUID, str],
    people: Mapping[UUID, Found],
    acts: Mapping[Key, Found],
) -> RecordRow:
    person, act, user_id = people.get(row["person_id"], {}), acts.get(_key(row), {}), row["user_id"]
    deal_id = row.get("deal_id")
    kind = "deal" if deal_id else act.get("kind", "person")
    missing = row["deal__missing"] if deal_id else act.get("missing", person.get("missing", ()))
    topic, right = (row["deal__title"], "deals.see") if deal_id else (act.get("topic", ""), "work.see")
    return RecordRow(
        key=str(row["row_id"]), kind=kind, day=row["day"], at=row["at"], rep_name=users.get(user_id, ""),
        person_id=person.get("id"), person_name=(person.get("family_name", ""), person.get("given_name", "")),
        activity_id=act.get("id"), topic=topic if actor.covers(right, user_id) else "",
        deal_id=deal_id, is_reversal=row.get("state") == "reopened",
        is_complete=row["is_complete"], is_joint=bool(row.get("is_joint")),
        missing=() if row["is_complete"] else told(actor, missing), missing_kind=kind,
        is_hidden=bool(row["person_id"]) and not person,
        may_open=act.get("id") is not None and actor.covers("work.see", user_id), **_company(actor, row, act),
    )  # fmt: skip


def _company(actor: Actor, row: Found, act: Found) -> dict[str, Any]:
    """The company of an activity that is with nobody by name, where the actor sees it."""
    if (
        row["person_id"]
        or not act.get("company_id")
        or not actor.covers("people.see", act["company__owner_id"])
    ):
        return {}
    return {"company_id": act["company_id"], "company": act["company__name"]}


def _names(actor: Actor, ids: set[UUID]) -> dict[UUID, Found]:
    seen = people_access.visible_people(actor).filter(id__in=ids)
    return {row["id"]: row for row in seen.values("id", "family_name", "given_name", "missing")}


def _told(actor: Actor, rows: list[dict[str, Any]], acts: Mapping[Key, Found]) -> dict[UUID, Found]:
    """With whom the actor's own activities were: by name alone, whoever's these are by now (ADR 0053)."""
    mine = {row["person_id"] for row in rows if row["user_id"] == actor.id and acts.get(_key(row))}
    found = Person.objects.filter(id__in=mine - {None}).values("id", "family_name", "given_name")
    return {row["id"]: {**row, "id": None} for row in found} if mine else {}


def _key(row: Found) -> Key:
    """What names the row's activity: its id, or the rep, the day and the person of a contact."""
    return (row["user_id"], row["day"], row["person_id"]) if row["is_grouped"] else row["row_id"]


def _activities(rows: list[dict[str, Any]]) -> dict[Key, Found]:
    """The activity of each row, of a contact the one that decides it; persons have none."""
    if not any(row["is_grouped"] for row in rows):
        acts = Activity.objects.filter(id__in=[row["activity_id"] for row in rows if "activity_id" in row])
        fields = ("id", "kind", "topic", "missing", "company_id", "company__name", "company__owner_id")
        return {act["id"]: act for act in acts.values(*fields)}
    events = Contact.objects.filter(
        user__in={row["user_id"] for row in rows},
        day__in={row["day"] for row in rows},
        person__in={row["person_id"] for row in rows},
    )
    first = events.order_by("user_id", "day", "person_id", "-is_complete", "at", "activity_id")
    found = first.distinct("user_id", "day", "person_id").values(
        "user_id", "day", "person_id", "kind", "activity_id", "activity__topic", "activity__missing"
    )
    return {
        (act["user_id"], act["day"], act["person_id"]): {
            "id": act["activity_id"], "kind": act["kind"], "topic": act["activity__topic"],
            "missing": act["activity__missing"],
        }
        for act in found
    }  # fmt: skip
