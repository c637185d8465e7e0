"""What acts on many deals share: deals taken under lock, written, judged anew, told."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import prefetch_related_objects

from requite.deals import access, assessing
from requite.deals.access import Right
from requite.deals.events import DealArchived, DealAssigned, DealCorrected, DealMoved, DealRestored
from requite.deals.models import Deal, Stage
from requite.deals.reassessing import FOLLOW
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.acts import Ground, Row, Tally, keep_lines, write_many
from requite.journal.bulk import keep_many
from requite.journal.events import Event
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.reading import run
from requite.quality import engine
from requite.quality.keeping import Finding, keep_findings

COLUMNS = {
    "owner_id": "uuid", "team_id": "uuid", "archived_at": "moment", "stage_id": "uuid", "entered_at": "moment",
    "left_stage_id": "uuid", "left_entered_at": "moment", "expected_on": "day",
}  # fmt: skip
GROUND = Ground("deal", "deals_deal", COLUMNS)
TOLD: Mapping[str, tuple[type[Event], str]] = {
    "owner_id": (DealAssigned, "owner"), "stage_id": (DealMoved, "stage"), "expected_on": (DealCorrected, "expected_on"),
}  # fmt: skip
After = Callable[[Deal], Mapping[str, Any] | None]


def change_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], right: Right, after: After, act_id: UUID | None
) -> Tally:
    """Give each deal that the actor may change the values of `after`: None where it can't be.

    Those that the actor only sees, and those that can't be changed so, are counted as not allowed.
    """
    if not actor.has(right):
        raise NotAllowed
    tally, rows = Tally(), []
    with transaction.atomic():
        found = list(access.visible_deals(actor).select_for_update().filter(id__in=ids).order_by("id"))
        prefetch_related_objects(found, "stage")
        for deal in found:
            new = after(deal) if actor.covers(right, deal.owner_id) else None
            if new is None:
                tally.not_allowed += 1
                continue
            before = {name: plain_of(getattr(deal, name)) for name in new}
            if before == new:
                tally.same += 1
            else:
                rows.append(Row(deal.id, before, new))
        tally.changed = len(rows)
        settle(actor=actor, at=at, rows=rows, act_id=act_id)
    return tally


def plain_of(value: Any) -> str | None:
    """An id, an instant or a day as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else None


def settle(*, actor: Actor, at: datetime, rows: Sequence[Row], act_id: UUID | None = None) -> None:
    """Write the rows, judge the deals anew, and keep an entry for each."""
    if not rows:
        return
    ids = [row.id for row in rows]
    holders = set(Deal.objects.filter(id__in=ids).values_list("owner_id", flat=True).distinct())
    write_many(GROUND, rows)
    _judge(ids, at)
    column = next(name for name in (*TOLD, "archived_at") if name in rows[0].after)
    if column == "owner_id":
        holders |= {UUID(owner) for owner in {row.after[column] for row in rows} if owner}
    stages = {str(row.before["stage_id"]) for row in rows if "stage_id" in row.before}
    pipelines = Stage.objects.filter(deals__in=ids).values_list("pipeline_id", flat=True).distinct()
    former = Stage.objects.filter(id__in=stages).values_list("pipeline_id", flat=True).distinct()
    topics = topics_of(holders) | {f"pipeline:{id_}" for id_ in {*pipelines, *former}}
    last = keep_many(actor=actor, at=at, entries=_entries(column, rows), topics=topics)
    if act_id is not None:
        keep_lines(act_id, rows, entry=last)


def _judge(ids: Sequence[UUID], at: datetime) -> None:
    deals = list(Deal.objects.filter(id__in=ids))
    before = [(deal.score, list(deal.missing), deal.owed_at) for deal in deals]
    assessing.judge_all(deals, at=at, rules=engine.list_rules("deal"))
    moved = [
        deal
        for deal, old in zip(deals, before, strict=True)
        if (deal.score, deal.missing, deal.owed_at) != old
    ]
    keep_findings("deals_deal", [Finding(deal.id, deal.score, deal.missing, deal.owed_at) for deal in moved])
    run(FOLLOW, [[deal.id for deal in moved]])


def _entries(column: str, rows: Sequence[Row]) -> Iterable[tuple[type[Event], str, bytes]]:
    if column == "archived_at":
        events: Mapping[bool, type[Event]] = {True: DealArchived, False: DealRestored}
        return ((events[bool(row.after[column])], str(row.id), b"{}") for row in rows)
    ids = {value for row in rows for value in (row.before[column], row.after[column]) if value}
    event, name = TOLD[column]
    words = _words(column, ids)

    def say(values: Mapping[str, Any]) -> str | None:
        return words.get(values[column], values[column]) if values[column] else None

    return (
        (event, str(row.id), orjson.dumps({name: (say(row.before), say(row.after))})) for row in rows
    )


def _words(column: str, ids: Collection[str]) -> Mapping[str, str]:
    """Names of those whom ids stand for, as the journal keeps them."""
    if column == "owner_id":
        return {str(user.id): user.name for user in User.objects.filter(id__in=ids)}
    if column == "stage_id":
        return {str(stage.id): stage.label for stage in Stage.objects.filter(id__in=ids)}
    return {}
