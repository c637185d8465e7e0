"""Views as lists show them."""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from requite.insight.lists.access import may_change, visible_acts
from requite.insight.lists.conditions import Branch, Filter, Group, Query
from requite.insight.lists.fields import Kind, fields_for
from requite.insight.lists.listed import LISTED, kind_of, shipped
from requite.insight.lists.models import Export, View
from requite.insight.lists.shapes import HIDDEN
from requite.insight.lists.trees import make_filter, read_groups
from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.kernel.stamped import Present, Stamped

KEPT = 2_000
TABS = """
SELECT id, name, is_pinned FROM lists_view WHERE kind = %s AND archived_at IS NULL
AND (owner_id = %s OR share = 'all' OR (share = 'team' AND team_id = ANY(%s::uuid[])))
ORDER BY is_pinned DESC, name, id LIMIT 100
"""

VIEWS = """
SELECT kind, id, name FROM lists_view WHERE archived_at IS NULL
AND (owner_id = %s OR share = 'all' OR (share = 'team' AND team_id = ANY(%s::uuid[])))
ORDER BY is_pinned DESC, name, id LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class ViewShape:
    """A kept view. `query` is as its reader may ask it; `owner` is a (family, given) pair."""

    id: UUID
    name: str
    share: str
    is_pinned: bool
    is_own: bool
    may_change: bool
    owner: tuple[str, str]
    version: int
    query: Query


@dataclass(frozen=True, slots=True)
class ViewTab:
    """A kept view as a tab above its list."""

    id: UUID
    name: str
    is_pinned: bool


def _read_tabs(kind: Kind, user_id: UUID | None, team_ids: tuple[UUID, ...]) -> tuple[ViewTab, ...]:
    return tuple(ViewTab(*row) for row in fetch_all(TABS, [kind, user_id, list(team_ids)]))


def _read_views(user_id: UUID | None, team_ids: tuple[UUID, ...]) -> tuple[tuple[Kind, UUID, str], ...]:
    return tuple((kind_of(kind), id_, name) for kind, id_, name in fetch_all(VIEWS, [user_id, list(team_ids)]))


# Of each reader and kind; a change of anybody's view has them read anew.
PRESENT: Present = ContextVar("views_stamp", default=None)  # the stamp of the request
_tabs: Stamped[tuple[ViewTab, ...]] = Stamped(PRESENT, _read_tabs, KEPT)
_views: Stamped[tuple[tuple[Kind, UUID, str], ...]] = Stamped(PRESENT, _read_views, KEPT)


def list_tabs(*, actor: Actor, kind: Kind) -> list[ViewTab]:
    """The views of a kind that the actor sees, pinned ones first, by name; at most 100."""
    return list(_tabs(kind, actor.id, actor.team_ids))


def list_views(*, actor: Actor) -> list[tuple[Kind, UUID, str]]:
    """The kept views of every kind that the actor sees, by (kind, id, name); pinned ones first, at most 500."""
    return [one for one in _views(actor.id, actor.team_ids) if actor.has(LISTED[one[0]].right)]


def shape_view(actor: Actor, view: View) -> ViewShape:
    """A view as this reader may ask it."""
    return ViewShape(
        view.id, view.name, view.share, view.is_pinned, view.owner_id == actor.id, may_change(actor, view),
        (view.owner.family_name, view.owner.given_name), view.version, query_of(actor, view),
    )  # fmt: skip


def query_of(actor: Actor, view: View) -> Query:
    """The question that the view asks; what is wrong in it by now is a condition with a problem."""
    kind = kind_of(view.kind)
    known = fields_for(actor, kind)
    query = shipped(kind, view.base, _unseen(make_filter(actor, kind, read_groups(view.conditions), match=view.match)))
    name = view.sort.removeprefix("-")
    if name in known and known[name].sort is not None:
        query = replace(query, sort=name, down=view.sort.startswith("-"))
    return replace(query, columns=tuple(slug for slug in view.columns if slug in known))


def _unseen(found: Filter) -> Filter:
    """The filter without the values of fields that its reader doesn't see: another may have written them."""
    return replace(found, groups=tuple(map(_veiled, found.groups)))


def _veiled(group: Group) -> Group:
    return tuple(
        replace(one, parts=_veiled(one.parts)) if isinstance(one, Branch)
        else replace(one, value=HIDDEN) if one.value and one.problem in ("field", "masked")
        else one
        for one in group
    )  # fmt: skip


def list_exports(*, actor: Actor, before: tuple[datetime, UUID] | None = None, limit: int) -> list[Export]:
    """The exports of those whom the actor's right reaches, the latest first, from the key `before` on."""
    owners = actor.owners("lists.export")
    found = Export.objects.select_related("actor").order_by("-at", "-id")
    if owners is not None:
        found = found.filter(actor__in=owners)
    if before is not None:
        at, id_ = before
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=id_))
    return list(found[:limit])


def list_acts(*, actor: Actor, before: UUID | None, limit: int) -> list[Act]:
    """Acts on many records that the actor may see, the latest first, from `before` (an id) on."""
    acts = visible_acts(actor).order_by("-id")
    return list((acts.filter(id__lt=before) if before else acts)[:limit])
