"""Who may see whose card, dispute a line of it, and answer: the cards rights over the rep."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from requite.identity.models import User
from requite.identity.roles import ROLES
from requite.insight.figures import Holder, list_subtree
from requite.insight.scorecards.models import Dispute
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible

# Who has a card: those who own records, not those who only look.
CARD_ROLES = tuple(slug for slug, role in ROLES.items() if role.rights.get("cards.see") in ("own", "team"))


def list_holders(since: datetime, until: datetime) -> QuerySet[User]:
    """Users who had a card at some time in [since, until): in use then, or deactivated no sooner."""
    known = User.objects.filter(role__in=CARD_ROLES, made_at__lt=until)
    return known.filter(Q(is_active=True) | Q(deactivated_at__gte=since)).order_by("family_name", "given_name", "id")


def visible_holders(*, actor: Actor, holder: Holder, since: datetime, until: datetime) -> QuerySet[User]:
    """Those of a team, with the teams below it, or of the company whose cards the actor sees."""
    owners, found = actor.owners("cards.see"), list_holders(since, until)
    if holder.who == "team":
        found = found.filter(team__in=list_subtree(holder.id))
    return found if owners is None else found.filter(id__in=owners)


def see_holder(*, actor: Actor, user_id: UUID) -> User:
    """The rep whose card is asked for. Raises NotVisible."""
    if not actor.covers("cards.see", user_id):
        raise NotVisible
    user = User.objects.filter(id=user_id, role__in=CARD_ROLES).select_related("team").first()
    if user is None:
        raise NotVisible
    return user


def demand_own(*, actor: Actor, user_id: UUID) -> None:
    """Raise unless it is the actor's own card and they may dispute it: NotVisible, NotAllowed."""
    see_holder(actor=actor, user_id=user_id)
    if actor.id != user_id or not actor.covers("cards.dispute", user_id):
        raise NotAllowed


def may_answer(actor: Actor, user_id: UUID) -> bool:
    """Whether the actor answers that rep's disputes; nobody answers their own."""
    return actor.id != user_id and actor.covers("cards.answer", user_id)


def take_dispute(*, actor: Actor, dispute_id: UUID) -> Dispute:
    """The dispute, locked, whoever's it is as long as the actor sees the card. Raises NotVisible."""
    found = Dispute.objects.select_for_update(of=("self",)).select_related("answered_by").filter(id=dispute_id).first()
    if found is None or not actor.covers("cards.see", found.user_id):
        raise NotVisible
    return found


def see_dispute(*, actor: Actor, dispute_id: UUID) -> Dispute:
    """A dispute whose card the actor sees. Raises NotVisible."""
    found = Dispute.objects.select_related("user", "answered_by").filter(id=dispute_id).first()
    if found is None or not actor.covers("cards.see", found.user_id):
        raise NotVisible
    return found
