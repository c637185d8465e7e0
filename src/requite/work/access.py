"""Who may see and change which activities: the work rights over the activity's owner, within the visible base."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.work.held import Held, take_held
from requite.work.models import Activity, Participation


def visible_activities(actor: Actor) -> QuerySet[Activity]:
    """Activities whose owner, or one of whose participants, is in the actor's reach."""
    records: QuerySet[Activity, Any] = Activity.objects.filter(retracted_at__isnull=True)
    owners = actor.owners("work.see")
    if owners is None:
        return records
    return records.filter(Q(owner__in=owners) | Q(is_joint=True, participations__user__in=owners)).distinct()


def see_activity(*, actor: Actor, activity_id: UUID) -> Activity:
    """The activity. Raises NotVisible."""
    found = (
        visible_activities(actor)
        .filter(id=activity_id)
        .select_related("person", "company", "outcome")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def take_activity(*, actor: Actor, activity_id: UUID, retracted: bool = False) -> Activity:
    """The activity, locked for a change. Raises NotVisible, NotAllowed."""
    found = (
        Activity.objects.select_for_update()
        .filter(id=activity_id, retracted_at__isnull=not retracted)
        .first()
    )
    if found is None:
        raise NotVisible
    parts = set(found.participations.values_list("user_id", flat=True)) if found.is_joint else set()
    if not any(actor.covers("work.see", user_id) for user_id in {found.owner_id, *parts}):
        raise NotVisible
    if not actor.covers("work.edit", found.owner_id) and not (actor.id in parts and actor.has("work.edit")):
        raise NotAllowed
    return found


def demand_owner(*, actor: Actor, owner_id: UUID) -> None:
    """Raise NotAllowed unless the actor may log and plan work for that owner."""
    if not actor.covers("work.edit", owner_id):
        raise NotAllowed


def demand_ruling(*, actor: Actor, owner_id: UUID | None) -> None:
    """Raise NotAllowed unless the actor may say of that owner's debts when, and whether, they are owed."""
    if not actor.covers("debts.rule", owner_id):
        raise NotAllowed


def take_activities(*, actor: Actor, ids: Sequence[UUID]) -> list[tuple[Held, bool]]:
    """Those of the ids that the actor sees, taken back ones too, locked, each with whether they may change it."""
    found = take_held(ids=ids, owners=actor.owners("work.see"))
    joint = [one.id for one in found if one.is_joint]
    parts: set[UUID] = set()
    if joint and actor.has("work.edit"):
        own = Participation.objects.filter(user=actor.id, activity__in=joint)
        parts = set(own.values_list("activity_id", flat=True))
    return [(one, actor.covers("work.edit", one.owner_id) or one.id in parts) for one in found]
