"""Kinds of record as lists have them: the table, the right to see it, the views that ship, what is left out unasked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from requite.insight.lists.conditions import Filter, Query
from requite.insight.lists.fields_of_activities import OPEN
from requite.insight.lists.shapes import Kind


@dataclass(frozen=True, slots=True)
class Shipped:
    """A view that ships: its test over `r`, the fields that it speaks of itself, and its order ("-name": from the end)."""

    test: str = ""
    speaks_of: frozenset[str] = frozenset()
    order: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A kind of record.

    `owners` is the bound name of those whose records the reader sees by `right`; `also` is a test of others' records that
    they see too, `{owners}` being that name. `unasked` are tests that hold unless the filter, or the view, speaks of one of
    their fields; `never` holds then, too. `names` are the expressions that name a record in a file.
    """

    table: str
    right: str
    owners: str
    bases: Mapping[str, Shipped]
    order: str
    names: tuple[str, ...]
    also: str = ""
    unasked: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: {"r.archived_at IS NULL": frozenset({"archived"})}
    )
    never: str = ""


MINE, IN_DEBT = "r.owner_id = %(me)s", "r.owner_id = %(me)s AND r.owed_at IS NOT NULL"
ARCHIVED = Shipped("r.archived_at IS NOT NULL", frozenset({"archived", "state"}))
WHOLE: Mapping[str, Shipped] = {
    "mine": Shipped(MINE), "all": Shipped(), "debt": Shipped(IN_DEBT), "archived": ARCHIVED,
}  # fmt: skip
NO_STEP = """r.owner_id = %(me)s AND EXISTS (SELECT FROM work_standing n WHERE n.person_id = r.id
    AND n.owner_id = %(me)s AND n.next_step_at IS NULL AND n.last_contact_at IS NOT NULL)"""
UNMERGED = "r.survivor_id IS NULL"
STATE = frozenset({"state"})
TAKES_PART = """(r.is_joint AND EXISTS (SELECT FROM work_participation w WHERE w.activity_id = r.id
    AND w.user_id = ANY(%({owners})s)))"""
LISTED: Mapping[Kind, Listed] = {
    "person": Listed(
        "people_person", "people.see", "owners", {**WHOLE, "nostep": Shipped(NO_STEP)}, "name",
        ("r.family_name", "r.given_name"), never=UNMERGED,
    ),
    "company": Listed("people_company", "people.see", "owners", WHOLE, "name", ("r.name",), never=UNMERGED),
    "deal": Listed(
        "deals_deal", "deals.see", "deal_owners",
        {
            **WHOLE,
            "won": Shipped("r.state = 'won'", STATE, "-closed"),
            "lost": Shipped("r.state = 'lost'", STATE, "-closed"),
        },
        "close", ("r.title",),
        unasked={
            "r.archived_at IS NULL": frozenset({"archived"}),
            "r.state = 'open'": frozenset({"state", "closed", "reason"}),
        },
    ),
    "activity": Listed(
        "work_activity", "work.see", "work_owners",
        {
            "open": Shipped(f"{MINE} AND {OPEN}", order="when"),
            "overdue": Shipped(f"{MINE} AND {OPEN} AND r.at < %(at)s", order="when"),
            "recent": Shipped("r.at <= %(at)s"),
            "mine": Shipped(MINE),
            "all": Shipped(),
            "debt": Shipped(IN_DEBT),
            "archived": Shipped("r.retracted_at IS NOT NULL", frozenset({"archived"})),
        },
        "-when", ("r.topic",), TAKES_PART, {"r.retracted_at IS NULL": frozenset({"archived"})},
    ),
}  # fmt: skip


def shipped(kind: Kind, base: str, found: Filter | None = None) -> Query:
    """A view that ships, in its order, filtered by nothing else unless it is said; a word that is none is "all"."""
    listed = LISTED[kind]
    name = base if base in listed.bases else "all"
    order = listed.bases[name].order or listed.order
    return Query(kind, name, found or Filter(), order.removeprefix("-"), order.startswith("-"))


def find_kind(word: str) -> Kind | None:
    """The kind of that name, None for a word that is none."""
    return next((kind for kind in LISTED if kind == word), None)


def kind_of(word: str) -> Kind:
    """The kind as a row keeps it."""
    found = find_kind(word)
    if found is None:
        raise ValueError(word)
    return found
