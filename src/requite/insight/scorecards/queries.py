"""Cards as their pages show them: a rep's own, and a team's side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from requite.identity.models import User
from requite.insight.figures import Holder
from requite.insight.plans.attained import list_other_teams
from requite.insight.scorecards import access
from requite.insight.scorecards.events import CardPublished, CardRestored
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.scoring import Rules, rules_of, score_cards
from requite.insight.scorecards.shapes import ScoredCard
from requite.insight.scorecards.versions import (
    DAYS_UNTIL_CLOSE,
    Version,
    card_of,
    find_announced,
    list_cards,
    shape_version,
)
from requite.journal.models import Entry
from requite.kernel.actor import Actor
from requite.kernel.period import Period
from requite.kernel.reading import fetch_all

TO_COME = """
SELECT id FROM scorecards_card c WHERE retracted_at IS NULL AND starts_on > %s
  AND EXISTS (SELECT FROM scorecards_card b WHERE b.retracted_at IS NULL AND b.starts_on < c.starts_on) LIMIT 1
"""
MOST_DISPUTES = 50  # of a page, and of a card
PAGE = 200  # reps beside each other


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A disputed line as both sides see it."""

    id: UUID
    user_id: UUID
    user_name: str
    period: tuple[date, date]
    part: str
    text: str
    made_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    version: int
    may_answer: bool
    is_own: bool
    may_retract: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """A rep's card in a period. `card` and `version` are None for a period without one.

    `other_teams` are those in which the rep did something in it, the present one left out. `announced` is the next version.
    """

    user: User
    period: Period
    card: ScoredCard | None
    version: Version | None
    announced: Version | None
    disputes: Mapping[str, Sequence[DisputeRow]]
    other_teams: Sequence[str]
    closes_on: date
    is_over: bool
    may_dispute: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A page of the cards of a team's reps, by name, and the disputes that wait for an answer, the oldest first.

    `after` is the rep, `disputes_after` the dispute after which the next page begins, None on the last one. `waiting` is how
    many disputes wait in all.
    """

    rows: Sequence[tuple[User, ScoredCard | None]]
    version: Version | None
    announced: Version | None
    disputes: Sequence[DisputeRow]
    after: UUID | None = None
    disputes_after: UUID | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Versions:
    of_period: Version | None
    announced: Version | None
    rules: Rules | None


def get_card(*, actor: Actor, user_id: UUID, period: Period, at: datetime) -> CardPage:
    """The card. Raises NotVisible."""
    user = access.see_holder(actor=actor, user_id=user_id)
    today = actor.day_of(at)
    known = _versions(period, today)
    card = None
    if known.rules is not None and (user.role in access.CARD_ROLES or access.had_card(user_id, period)):
        card = score_cards(actor=actor, user_ids=[user_id], period=period, at=at, rules=known.rules)[user_id]
    found = Dispute.objects.filter(user=user_id, starts_on=period.start, ends_on=period.end).exclude(state="retracted")
    rows = [_shape(actor, one) for one in found.select_related("user", "answered_by").order_by("-id")[:MOST_DISPUTES]]
    return CardPage(
        user=user, period=period, card=card, version=known.of_period, announced=known.announced,
        disputes={part: [row for row in rows if row.part == part] for part in {row.part for row in rows}},
        other_teams=list_other_teams(user_ids=[user_id], period=period).get(user_id, []),
        closes_on=period.end + DAYS_UNTIL_CLOSE, is_over=period.end <= today,
        may_dispute=actor.id == user_id and actor.covers("cards.dispute", user_id),
    )  # fmt: skip


def list_team_cards(
    *, actor: Actor, holder: Holder, period: Period, at: datetime, after: UUID | None = None,
    disputes_after: UUID | None = None,
) -> TeamPage:
    """The cards of the reps whom the actor sees in the team, the actor's own left out, and what waits for an answer.

    Of the reps who come `after` that one by name, and of what was disputed after that dispute. Disputes wait whoever has a
    card in this period.
    """
    teams = access.list_reach(holder)
    seen = access.visible_holders(actor=actor, teams=teams, period=period)
    users = list(access.after(seen.exclude(id=actor.me), after)[: PAGE + 1])
    users, rest = users[:PAGE], users[PAGE:]
    known = _versions(period, actor.day_of(at))
    ids = [user.id for user in users]
    cards = score_cards(actor=actor, user_ids=ids, period=period, at=at, rules=known.rules) if known.rules and ids else {}
    open_ = access.visible_disputes(actor=actor, teams=teams).filter(state=Dispute.State.OPEN)
    later = open_.filter(id__gt=disputes_after) if disputes_after else open_
    found = list(later.select_related("user", "answered_by").order_by("id")[: MOST_DISPUTES + 1])
    disputes, others = found[:MOST_DISPUTES], found[MOST_DISPUTES:]
    return TeamPage(
        rows=[(user, cards.get(user.id)) for user in users], version=known.of_period, announced=known.announced,
        disputes=[_shape(actor, one) for one in disputes],
        waiting=open_.count() if others or disputes_after else len(disputes),
        after=users[-1].id if rest else None, disputes_after=disputes[-1].id if others else None,
    )  # fmt: skip


def count_disputes(*, actor: Actor) -> int:
    """How many disputed lines wait for the actor's answer. One statement, none for who answers nobody."""
    if not actor.has("cards.answer"):
        return 0
    return access.visible_disputes(actor=actor, teams=None).filter(state=Dispute.State.OPEN).count()


def get_dispute(*, actor: Actor, dispute_id: UUID) -> DisputeRow:
    """A dispute whose card the actor sees. Raises NotVisible."""
    return _shape(actor, access.see_dispute(actor=actor, dispute_id=dispute_id))


def list_disputes(*, actor: Actor, ids: Sequence[UUID]) -> list[DisputeRow]:
    """Disputes of the actor's own, the one that was answered first before the others."""
    found = Dispute.objects.select_related("user", "answered_by").filter(id__in=ids, user=actor.me) if ids else ()
    return [_shape(actor, one) for one in sorted(found, key=lambda one: (str(one.answered_at), one.id))]


def preview(
    *, actor: Actor, rules: Rules, period: Period, at: datetime, after: UUID | None = None
) -> tuple[Sequence[tuple[User, ScoredCard]], UUID | None]:
    """What the reps' cards would come to in the present period under drafted rules, by name, and the rep after whom the next
    page begins, None on the last one. Of the reps who come `after` that one. Raises NotVisible where there is none.
    """
    since, until = period.instants(actor.company_zone)
    users = list(access.after(access.list_holders(since, until).filter(is_active=True), after)[: PAGE + 1])
    users, rest = users[:PAGE], users[PAGE:]
    cards = score_cards(actor=actor, user_ids=[user.id for user in users], period=period, at=at, rules=rules)
    return [(user, cards[user.id]) for user in users], users[-1].id if rest else None


def list_to_notify() -> list[UUID]:
    """Who has a card now."""
    return list(User.objects.filter(role__in=access.CARD_ROLES, is_active=True).order_by("id").values_list("id", flat=True))


def is_announced_before(*, card_id: UUID, at: datetime) -> bool:
    """Whether the version was announced, the last time, at that instant or before."""
    types = (CardPublished.type(), CardRestored.type())
    last = Entry.objects.filter(subject_id=card_id, type__in=types).order_by("-at").values_list("at", flat=True).first()
    return last is not None and last <= at


def first_announced(*, actor: Actor, at: datetime) -> Version | None:
    """The change that is announced to who has a card (`find_announced`); None when nothing is, and for who has none."""
    today = actor.day_of(at)
    if actor.scope("cards.see") not in ("own", "team") or not fetch_all(TO_COME, [today.replace(day=1)]):
        return None
    return _versions(None, today).announced


def _versions(period: Period | None, today: date) -> _Versions:
    cards = list_cards()
    card = card_of(cards, period) if period else None

    def shaped(found: object) -> Version | None:
        place = next((n for n, one in enumerate(cards) if one is found), None)
        return None if place is None else shape_version(cards[place], cards[place - 1] if place else None, today=today)

    return _Versions(shaped(card), find_announced(cards, today=today), rules_of(card) if card else None)


def _shape(actor: Actor, one: Dispute) -> DisputeRow:
    return DisputeRow(
        id=one.id, user_id=one.user_id, user_name=one.user.name, period=(one.starts_on, one.ends_on), part=one.part,
        text=one.text, made_at=one.made_at, state=str(one.state), answer=one.answer, answered_at=one.answered_at,
        answered_by=one.answered_by.name if one.answered_by else "", version=one.version,
        may_answer=access.may_answer(actor, one.user_id), is_own=actor.id == one.user_id,
        may_retract=actor.id == one.user_id and actor.covers("cards.dispute", one.user_id),
    )  # fmt: skip
