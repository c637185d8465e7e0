"""A card for tests: Anna with targets, deals, and the ready-made card in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from testing.builders import call_of, deal_of, person_of, task_of
from testing.cast import NOW, Cast

from requite.insight.plans.models import Plan
from requite.insight.scorecards.actions.publish_card import publish_card
from requite.insight.scorecards.drafts import CardDraft
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.queries import get_card
from requite.insight.scorecards.shapes import ScoredCard
from requite.kernel.period import Period, parse_period
from requite.work.models import Activity

NOVEMBER, DECEMBER = parse_period("2026-11"), parse_period("2026-12")
DAY = timedelta(days=1)
PARTS = {"attainment": "60", "quality": "25", "next_step": "15"}
FIGURES = {"contacts": "20", "meetings_held": "30", "deals_won": "50"}


def draft_of(parts: dict[str, str] | None = None, figures: dict[str, str] | None = None, **values: str) -> CardDraft:
    return CardDraft(PARTS if parts is None else parts, FIGURES if figures is None else figures, **values)


def publish(cast: Cast, at: datetime = NOW, **values: Any) -> Card:
    return publish_card(actor=cast.actors["oleg"], at=at, draft=draft_of(**values))


def target_of(cast: Cast, metric: str, target: int, who: str = "anna", **values: Any) -> Plan:
    values = {"span": "month", "made_at": NOW - 40 * DAY, "starts_on": date(2026, 11, 1), **values}
    return Plan.objects.create(metric=metric, target=Decimal(target), user=getattr(cast, who), **values)


def complete(*activities: Activity) -> None:
    """They lack nothing: they count."""
    Activity.objects.filter(id__in=[one.id for one in activities]).update(missing=[], score=100)


def fill(cast: Cast) -> None:
    """Anna did 1 of 2 contacts and has 2 open deals, one with a step to come."""
    person = person_of(cast)
    complete(call_of(cast, person))
    target_of(cast, "contacts", 2)
    for title in ("Frames", "Lenses"):
        deal_of(cast, title=title, person_id=person.id)
    stepped = deal_of(cast, title="Cases", person_id=person.id)
    task = task_of(cast, person, at=NOW + 3 * DAY)
    Activity.objects.filter(id=task.id).update(deal=stepped)


def card_of(cast: Cast, who: str = "anna", period: Period = NOVEMBER, at: datetime = NOW, reader: str = "") -> ScoredCard:
    user_id: UUID = getattr(cast, who).id
    found = get_card(actor=cast.actors[reader or who], user_id=user_id, period=period, at=at).card
    assert found is not None
    return found


def line(card: ScoredCard, slug: str) -> Any:
    return next(one for one in card.lines if one.slug == slug)
