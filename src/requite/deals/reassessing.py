"""Judge kept deals anew after the rules changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.deals import assessing
from requite.deals.models import Deal
from requite.identity.topics import topics_of
from requite.journal.recording import tell
from requite.kernel.reading import run
from requite.quality import engine
from requite.quality.keeping import keep_judged

BATCH = 1_000
# Closures that stand follow their deals (see actions/keeping.py).
FOLLOW = """
UPDATE deals_closure c SET is_complete = cardinality(d.missing) = 0 FROM deals_deal d
WHERE d.id = c.deal_id AND d.id = ANY(%s::uuid[]) AND c.state = d.state AND c.is_complete <> (cardinality(d.missing) = 0)
  AND NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id)
"""


def reassess_next(
    *,
    kind: str,  # noqa: ARG001
    after: UUID | None,
    at: datetime,
    limit: int = BATCH,
    owner_id: UUID | None = None,
) -> UUID | None:
    """Judge the next `limit` deals (of the owner, where one is named) in order of id.

    Gives the last one's id, None when there is none left.
    """
    with transaction.atomic():
        deals = Deal.objects.select_for_update()
        if owner_id:
            deals = deals.filter(owner_id=owner_id)
        if after:
            deals = deals.filter(id__gt=after)
        found = list(deals.order_by("id")[:limit])
        _judge_all(found, at)
    return found[-1].id if found else None


def reassess_these(*, kind: str, ids: Sequence[UUID], at: datetime) -> None:  # noqa: ARG001 - as in every room
    """Judge these deals as they stand; tells the screens what moved."""
    with transaction.atomic():
        moved = _judge_all(list(Deal.objects.select_for_update().filter(id__in=ids).order_by("id")), at)
        tell(topics=topics_of(deal.owner_id for deal in moved) | {f"deal:{deal.id}" for deal in moved})


def _judge_all(found: Sequence[Deal], at: datetime) -> list[Deal]:
    """Judge them and keep what the engine finds: those of which it finds something else than before."""
    before = [engine.findings_of(deal) for deal in found]
    assessing.judge_all(found, at=at, rules=engine.list_rules("deal", at=at))
    moved = [deal for deal, old in zip(found, before, strict=True) if engine.findings_of(deal) != old]
    keep_judged("deals_deal", moved)
    run(FOLLOW, [[deal.id for deal in moved]])
    return moved
