"""All that is somebody's handed to a colleague: their customers, open deals and what they still have to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.access import see_user
from requite.insight.lists import access
from requite.insight.lists.actions.change import launch_change, return_change
from requite.insight.lists.changing import has_way
from requite.insight.lists.conditions import Query
from requite.insight.lists.counting import Count, count_query
from requite.insight.lists.fields import Kind
from requite.insight.lists.listed import shipped
from requite.insight.lists.trees import make_filter
from requite.journal.models import Act
from requite.journal.recording import find_once
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused

MOST_AT_ONCE = 500  # of each kind; more are a job's


class Handed(NamedTuple):
    """How records of a kind are handed over: the way of changing many, its right, and which of an owner's are meant."""

    way: str
    right: str
    only: tuple[tuple[str, str, str], ...] = ()


HANDED: Mapping[Kind, Handed] = {
    "person": Handed("assign", "people.assign"),
    "company": Handed("assign", "people.assign"),
    "deal": Handed("assign", "deals.assign", (("state", "is", "open"),)),
    "activity": Handed("hand_over", "work.edit", (("open", "yes", ""),)),
}


@dataclass(frozen=True, slots=True)
class Owned:
    """How many records of a kind somebody has to hand over; `count` None where that takes too long to say."""

    kind: Kind
    count: Count | None


def kinds_for(actor: Actor, user_id: UUID) -> list[Kind]:
    """The kinds of which the actor may hand over what is that user's."""
    return [
        kind for kind, how in HANDED.items() if actor.covers(how.right, user_id) and has_way(actor, kind, how.way)
    ]


def demand_kinds(actor: Actor, user_id: UUID) -> list[Kind]:
    """Those, for one who may hand over something of that user's. Raises NotVisible, NotAllowed."""
    see_user(actor=actor, user_id=user_id)
    kinds = kinds_for(actor, user_id)
    if not kinds:
        raise NotAllowed
    return kinds


def list_owned(*, actor: Actor, at: datetime, user_id: UUID) -> list[Owned]:
    """What there is to hand over, kind by kind: archived records, closed deals and what is done stay. Raises NotVisible,
    NotAllowed.
    """
    kinds = demand_kinds(actor, user_id)
    counts = ((kind, count_query(actor=actor, at=at, query=_query(actor, kind, user_id))) for kind in kinds)
    return [Owned(kind, count) for kind, count in counts if count is None or count.number]


def hand_over(
    *, actor: Actor, at: datetime, user_id: UUID, to_id: UUID | None, kinds: Collection[Kind], words: str, once: UUID | None
) -> list[Act]:
    """Give all of these kinds to a colleague: an act for each, with its undo, all begun or none.

    `words` says in the journal whose they were. Raises NotVisible, NotAllowed, Refused under "owner" and "kinds".
    """
    owned = list_owned(actor=actor, at=at, user_id=user_id)
    earlier = [act for kind in HANDED if once and (act := _find_earlier(actor, uuid5(once, kind)))]
    if earlier:
        return earlier
    if to_id is None or to_id == user_id:
        raise Refused(_("Choose the colleague who takes over."), field="owner")
    chosen = [one.kind for one in owned if one.kind in kinds]
    if not chosen:
        raise Refused(_("Choose what is to be handed over."), field="kinds")
    try:
        with transaction.atomic():
            return [
                launch_change(
                    actor=actor, at=at, kind=kind, way=HANDED[kind].way, given=str(to_id), words=words,
                    query=_query(actor, kind, user_id), once=uuid5(once, kind) if once else None, most=MOST_AT_ONCE,
                )
                for kind in chosen
            ]  # fmt: skip
    except Refused as refusal:
        raise Refused(next(iter(refusal.errors.values())), field="owner") from refusal


def _find_earlier(actor: Actor, key: UUID) -> Act | None:
    """What the same form began before."""
    act_id = find_once(key=key, actor=actor)
    return access.see_act(actor=actor, act_id=act_id) if act_id else None


def return_handed(*, actor: Actor, at: datetime, act_ids: Sequence[UUID]) -> list[Act]:
    """Undo these acts of one's own, all or none. Raises NotVisible, NotAllowed, Refused while one of them is under way."""
    with transaction.atomic():
        return [return_change(actor=actor, at=at, act_id=act_id) for act_id in act_ids]


def _query(actor: Actor, kind: Kind, user_id: UUID) -> Query:
    asked = (("owner", "is", str(user_id)), *HANDED[kind].only)
    lines = [(str(place), *line) for place, line in enumerate(asked, 1)]
    return shipped(kind, "all", make_filter(actor, kind, lines))
