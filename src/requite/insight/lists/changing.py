"""What can be changed of many records of a list at once, and by whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _

from requite.fields.catalogue import editable, is_slug
from requite.insight.lists import changing_activities, changing_deals
from requite.insight.lists.change_ways import Changing, Way
from requite.insight.lists.changing_own import apply_own, check_own, label_for, own_ways
from requite.insight.lists.compiling import compile_where
from requite.insight.lists.conditions import Query
from requite.insight.lists.fields import Kind
from requite.insight.lists.listed import LISTED, shipped
from requite.insight.lists.trees import make_filter, read_groups, write_groups
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_all
from requite.people.actions.archive_many import archive_many, restore_many
from requite.people.actions.assign_many import assign_many, find_new_owner
from requite.people.actions.correct_many import (
    FIELDS,
    correct_many,
    is_correctable,
    mark_many,
    read_tag,
    read_value,
)

AT_ONCE = 10_000
MADE_BEFORE = "AND r.made_at <= %(began_at)s"  # a meeting that is moved is planned anew: the new one isn't met again
# Columns whose cells are edited in place: what the form of the record holds, its points of contact, and its owner.
EDITS: Mapping[Kind, str] = {
    "person": "people.edit", "company": "people.edit", "deal": "deals.edit", "activity": "work.edit",
}  # fmt: skip
POINTS = ("phone", "email", "address")
EDITED: Mapping[Kind, tuple[str, ...]] = {
    "person": ("name", "company", "title", "tags", "note", *POINTS, "owner"),
    "company": ("name", "industry", "website", "registration_number", "tags", "note", *POINTS, "owner"),
    "deal": ("name", "stage", "amount", "close"),
    "activity": ("name", "when", "place", "result", "note", "outcome", "length", "owner"),
}
WAYS: tuple[Way, ...] = (
    Way("assign", _("Give to a colleague"), "owner", "people.assign"),
    Way("tag", _("Add a tag"), "tag", "people.edit"),
    Way("untag", _("Take a tag away"), "tag", "people.edit"),
    Way("title", _("Change the title"), "text", "people.edit"),
    Way("company", _("Change the company"), "text", "people.edit"),
    Way("industry", _("Change the industry"), "text", "people.edit"),
    Way("source", _("Change the source"), "text", "people.edit"),
    Way("archive", _("Archive"), "", "people.archive"),
    Way("restore", _("Restore"), "", "people.archive"),
)
OTHERS: Mapping[str, Changing] = {"deal": changing_deals, "activity": changing_activities}


def ways_for(actor: Actor, kind: Kind) -> list[Way]:
    """The ways in which the actor may change records of the kind."""
    own = own_ways(actor, kind, EDITS[kind])
    if kind in OTHERS:
        return [*(way for way in OTHERS[kind].WAYS if actor.has(way.right)), *own]
    return [*(way for way in WAYS if _may(actor, kind, way)), *own]


def _may(actor: Actor, kind: Kind, way: Way) -> bool:
    if kind == "activity" or kind == "deal" or not actor.has(way.right):  # noqa: PLR1714 - narrows the type
        return False
    if way.asks in ("text", "tag") and not is_correctable(actor):
        return False
    return way.asks != "text" or way.slug in FIELDS[kind]


def edited_for(actor: Actor, kind: Kind) -> frozenset[str]:
    """The columns whose cells the actor may edit, in records that their right covers."""
    if not actor.has(EDITS[kind]):
        return frozenset()
    own = frozenset(one.slug for one in editable(actor, kind))
    if kind in OTHERS:
        return own.union(EDITED[kind])
    may_reach = actor.fields.get("contact", "edit") == "edit"
    groups = {**dict.fromkeys(POINTS, may_reach), "owner": actor.has("people.assign")}
    return own.union(slug for slug in EDITED[kind] if groups.get(slug, is_correctable(actor)))


def has_way(actor: Actor, kind: Kind, slug: str) -> bool:
    """Whether the actor may change records of the kind in that way."""
    return any(way.slug == slug for way in ways_for(actor, kind))


def find_way(actor: Actor, kind: Kind, slug: str) -> Way:
    """The way of that name. Raises Refused for one that there isn't, or isn't the actor's."""
    for way in ways_for(actor, kind):
        if way.slug == slug:
            return way
    raise Refused(_("Choose one of the list."), field="what")


def check_given(actor: Actor, kind: Kind, way: Way, given: str, *, at: datetime) -> str:
    """The value in words for the journal. Raises Refused where it can't be given to any record."""
    if way.asks == "own":
        return check_own(actor, kind, way.slug, given)
    if kind == "deal" or kind == "activity":  # noqa: PLR1714 - narrows the type
        return OTHERS[kind].check_given(actor, way, given, at=at)
    if way.asks == "owner":
        return find_new_owner(actor=actor, owner_id=parse_id(given)).name
    if way.asks == "tag":
        return read_tag(given)
    if way.asks == "text":
        read_value(actor=actor, kind=kind, field=way.slug, value=given)
    return " ".join(given.split()) if way.asks else ""


def apply_way(
    *, actor: Actor, at: datetime, kind: Kind, slug: str, given: str, ids: Sequence[UUID], act_id: UUID
) -> Tally:
    """Change the records, in the transaction that is open. Raises Refused, NotAllowed."""
    if is_slug(slug):
        return apply_own(actor=actor, at=at, kind=kind, slug=slug, given=given, ids=ids, act_id=act_id)
    if kind in OTHERS:
        return OTHERS[kind].apply_way(actor=actor, at=at, slug=slug, given=given, ids=ids, act_id=act_id)
    values: dict[str, Any] = {"actor": actor, "at": at, "kind": kind, "ids": ids, "act_id": act_id}
    if slug == "assign":
        return assign_many(**values, owner_id=parse_id(given))
    if slug in ("tag", "untag"):
        return mark_many(**values, tag=given, mark="add" if slug == "tag" else "remove")
    if slug in ("archive", "restore"):
        return (archive_many if slug == "archive" else restore_many)(**values)
    return correct_many(**values, field=slug, value=given)


def write_query(query: Query) -> str:
    """A list's question, for a job that asks it again."""
    return orjson.dumps([query.base, query.filter.match, write_groups(query.filter)]).decode()


def read_query(actor: Actor, kind: Kind, text: str) -> Query:
    """The question as the actor may ask it now."""
    base, match, groups = orjson.loads(text)
    return shipped(kind, base, make_filter(actor, kind, read_groups(groups), match=match))


def list_next_ids(*, actor: Actor, at: datetime, query: Query, after: UUID | None, limit: int) -> list[UUID]:
    """The next ids of all that the question holds, in the order of their making."""
    where, values = compile_where(actor, at, query)
    values |= {"after": after or UUID(int=0), "limit": limit, "began_at": at}
    there = MADE_BEFORE if query.kind == "activity" else ""
    sql = f"""SELECT r.id FROM {LISTED[query.kind].table} r WHERE {where} AND r.id > %(after)s {there}
    ORDER BY r.id LIMIT %(limit)s"""  # noqa: S608
    return [row[0] for row in fetch_all(sql, values, prepare=False)]


def label_of(actor: Actor, slug: str) -> str:
    """What an act of that way is called, for this reader."""
    if is_slug(slug):
        return label_for(actor, slug)
    ways = (*WAYS, *changing_deals.WAYS, *changing_activities.WAYS)
    return next((str(way.label) for way in ways if way.slug == slug), slug)
