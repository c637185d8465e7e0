"""Judge kept deals anew after the rules changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.deals import assessing
from requite.deals.held import Held, list_these, take_next, take_these
from requite.identity.topics import topics_of
from requite.journal.recording import tell
from requite.kernel.reading import run
from requite.quality.keeping import Before, Told, by_rule, keep_judged
from requite.quality.registry import Window
from requite.quality.rules import list_rules

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
    upto: UUID | None = None,
    limit: int = BATCH,
    owner_id: UUID | None = None,
) -> Window:
    """Judge the next `limit` deals (of the owner, where one is named) in order of id, none behind `upto`."""
    with transaction.atomic(), by_rule():
        found = take_next(after=after, upto=upto, limit=limit, owner_id=owner_id)
        _judge_all(found, at)
    return Window(found[-1][0].id if found else None, len(found))


def reassess_these(*, kind: str, ids: Sequence[UUID], at: datetime) -> None:  # noqa: ARG001 - as in every room
    """Judge these deals as they stand; tells the screens what moved."""
    with transaction.atomic():
        found = take_these(ids)
        moved = _judge_all(found, at)
        owners = topics_of(deal.owner_id for deal, _before in found if deal.id in moved)
        tell(topics=owners | {f"deal:{id_}" for id_ in moved})


def list_dues(*, kind: str, ids: Sequence[UUID], at: datetime) -> dict[UUID, Mapping[str, datetime]]:  # noqa: ARG001
    """When each field is due that these deals owe."""
    found = assessing.assess_all(list_these(ids), at=at, rules=list_rules("deal", at=at))
    return {deal.id: assessment.dues for deal, assessment in found}


def _judge_all(found: Sequence[tuple[Held, Before]], at: datetime) -> set[UUID]:
    """Judge them and keep what the engine finds: those of which it finds something else than before."""
    moved = keep_judged("deals_deal", _find_all(found, at))
    if moved:
        run(FOLLOW, [list(moved)])
    return moved


def _find_all(found: Sequence[tuple[Held, Before]], at: datetime) -> Iterator[tuple[UUID, Before, Told]]:
    before = {deal.id: old for deal, old in found}
    rules = list_rules("deal", at=at)
    for deal, assessment in assessing.assess_all([deal for deal, _old in found], at=at, rules=rules):
        yield deal.id, before[deal.id], assessment.told()
