"""What the history of work is read from: an activity, even one that was taken back, and those of a person."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.work.access import visible_activities
from requite.work.models import Activity, Participation

MOST = 200


def see_past_activity(*, actor: Actor, activity_id: UUID) -> Activity:
    """The activity, also one that was taken back, since its history stays. Raises NotVisible."""
    found = Activity.objects.select_related("person", "company").filter(id=activity_id).first()
    if found is None or not actor.has("work.see"):
        raise NotVisible
    if actor.covers("work.see", found.owner_id):
        return found
    if visible_activities(actor).filter(id=activity_id).exists():
        return found
    raise NotVisible


def list_activities_of_person(*, actor: Actor, person_id: UUID, limit: int = MOST) -> list[Activity]:
    """The newest activities with a person, those taken back among them: at most `limit`.

    The caller has authorised the person. Activities of owners beyond the reader's work right are left out.
    """
    owners = actor.owners("work.see")
    found = Activity.objects.filter(Q(person=person_id))
    if owners is not None:
        found = found.filter(owner__in=owners)
    return list(found.only("id", "kind", "at", "topic", "owner_id").order_by("-at", "-id")[:limit])


def list_own_ids(*, actor: Actor, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the activities in which the actor takes part, as their owner or with a colleague."""
    if not ids:
        return frozenset()
    owned = Activity.objects.filter(id__in=ids, owner=actor.id).values_list("id", flat=True)
    joined = Participation.objects.filter(activity__in=ids, activity__is_joint=True, user=actor.id)
    return frozenset(owned) | frozenset(joined.values_list("activity_id", flat=True))
