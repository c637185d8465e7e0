"""Who may see whose card, dispute a line of it, and answer: the cards rights over the rep."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from requite.identity.models import User
from requite.identity.roles import ROLES
from requite.insight.figures import Holder, list_subtree
from requite.insight.scorecards.models import Close, Dispute
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.period import Period

# Who has a card: those who own records, not those who only look.
CARD_ROLES = tuple(slug for slug, role in ROLES.items() if role.rights.get("cards.see") in ("own", "team"))


def list_holders(since: datetime, until: datetime) -> QuerySet[User]:
    """Users who had a card at some time in [since, until): in use then, or deactivated no sooner."""
    known = User.objects.filter(role__in=CARD_ROLES, made_at__lt=until)
    return known.filter(Q(is_active=True) | Q(deactivated_at__gte=since)).order_by("family_name", "given_name", "id")


def list_reach(holder: Holder) -> list[UUID] | None:
    """The teams of a holder: a team's with those below it; None for all of the company."""
    return list_subtree(holder.id) if holder.who == "team" else None


def visible_holders(*, actor: Actor, teams: Sequence[UUID] | None, period: Period) -> QuerySet[User]:
    """Those of these teams, or of the company, whose cards of the period the actor sees.

    Whose card was kept at its end is among them, whatever their role has become since.
    """
    since, until = period.instants(actor.company_zone)
    kept = Close.objects.filter(user=OuterRef("id"), starts_on=period.start, ends_on=period.end)
    had = list_holders(since, until).order_by().values("id")
    found = User.objects.filter(Q(id__in=had) | Exists(kept)).order_by("family_name", "given_name", "id")
    owners = actor.owners("cards.see")
    if teams is not None:
        found = found.filter(team__in=teams)
    return found if owners is None else found.filter(id__in=owners)


def after(found: QuerySet[User], user_id: UUID | None) -> QuerySet[User]:
    """Those of `list_holders` who come after that user by name; all without one. Raises NotVisible where there is none."""
    if user_id is None:
        return found
    last = User.objects.filter(id=user_id).values("family_name", "given_name").first()
    if last is None:
        raise NotVisible
    family, given = last["family_name"], last["given_name"]
    same = Q(family_name=family) & (Q(given_name__gt=given) | Q(given_name=given, id__gt=user_id))
    return found.filter(Q(family_name__gt=family) | same)


def visible_disputes(*, actor: Actor, teams: Sequence[UUID] | None) -> QuerySet[Dispute]:
    """Disputed lines of all whose cards the actor sees in these teams, whenever they left or lost their card.

    The actor's own not, as they stand on their card; but for who has none any more.
    """
    owners, found = actor.owners("cards.see"), Dispute.objects.all()
    if actor.role in CARD_ROLES:
        found = found.exclude(user=actor.me)
    if teams is not None:
        found = found.filter(user__team__in=teams)
    return found if owners is None else found.filter(user__in=owners)


def see_holder(*, actor: Actor, user_id: UUID) -> User:
    """The rep whose card is asked for, also one whose role lost its cards since. Raises NotVisible."""
    if not actor.covers("cards.see", user_id):
        raise NotVisible
    user = User.objects.filter(id=user_id).select_related("team").first()
    if user is None or not (user.role in CARD_ROLES or had_card(user_id)):
        raise NotVisible
    return user


def had_card(user_id: UUID, period: Period | None = None) -> bool:
    """Whether a card of theirs was kept or disputed: in the period, or at any time."""
    when = {"starts_on": period.start, "ends_on": period.end} if period else {}
    return any(kind.objects.filter(user=user_id, **when).exists() for kind in (Close, Dispute))


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
