"""Whose views a reader sees, who may change them, and how far one may share."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.listed import LISTED, kind_of
from requite.insight.lists.models import View
from requite.insight.lists.shapes import HIDDEN
from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible

SHARES = {"own": ("private",), "team": ("private", "team"), "all": ("private", "team", "all")}


def shares_for(actor: Actor) -> tuple[str, ...]:
    """With whom the actor may share a view; a team only where they belong to one."""
    shares = SHARES[actor.scope("lists.share") or "own"]
    return tuple(one for one in shares if one != "team" or actor.team_id)


def visible_views(actor: Actor) -> QuerySet[View]:
    """The actor's own views and those shared with them, archived ones too."""
    shared = Q(share="all") | Q(share="team", team__in=actor.team_ids)
    return View.objects.filter(Q(owner=actor.id) | shared)


def see_view(*, actor: Actor, view_id: UUID) -> View:
    """The view. Raises NotVisible."""
    view = visible_views(actor).filter(id=view_id).first()
    if view is None or not actor.has(LISTED[kind_of(view.kind)].right):
        raise NotVisible
    return view


def may_change(actor: Actor, view: View) -> bool:
    """Its owner may; one's that is shared with everybody also who may share so."""
    return view.owner_id == actor.id or (view.share == "all" and actor.scope("lists.share") == "all")


def take_view(*, actor: Actor, view_id: UUID) -> View:
    """The view, locked for a change. Raises NotVisible, NotAllowed."""
    view = visible_views(actor).select_for_update(of=("self",)).filter(id=view_id).first()
    if view is None or not actor.has(LISTED[kind_of(view.kind)].right):
        raise NotVisible
    if not may_change(actor, view):
        raise NotAllowed
    return view


def visible_acts(actor: Actor) -> QuerySet[Act]:
    """The actor's own acts on many records, and those of colleagues whose journal they may read, of kinds that they see."""
    owners = actor.owners("journal.see")
    acts = Act.objects.filter(kind__in=[kind for kind, listed in LISTED.items() if actor.has(listed.right)])
    return acts if owners is None else acts.filter(actor_id__in={*owners, actor.id})


def words_for(actor: Actor, words: str, *, by_id: UUID | None) -> str:
    """Which records an act or a file was about, as this reader may read it.

    The filter of another may hold values of fields that the reader doesn't see in full: then it is dots.
    """
    return words if by_id == actor.id or actor.sees_all or ": " not in words else HIDDEN


def see_act(*, actor: Actor, act_id: UUID) -> Act:
    """The act. Raises NotVisible."""
    act = visible_acts(actor).filter(id=act_id).first()
    if act is None:
        raise NotVisible
    return act


def take_act(*, actor: Actor, act_id: UUID) -> Act:
    """The actor's own act, locked for its undo. Raises NotVisible, NotAllowed."""
    act = visible_acts(actor).select_for_update().filter(id=act_id).first()
    if act is None:
        raise NotVisible
    if act.actor_id != actor.id:
        raise NotAllowed(_("Only who did this may undo it."))
    return act
