"""What acts on many deals share: deals taken under lock, judged, written, told."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from requite.deals import assessing
from requite.deals.access import Right
from requite.deals.events import DealArchived, DealAssigned, DealCorrected, DealMoved, DealRestored
from requite.deals.held import Held, take_held
from requite.deals.models import Deal, Stage
from requite.deals.reassessing import FOLLOW
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.acts import Ground, Row, Tally, keep_lines, with_finding, write_many
from requite.journal.bulk import keep_many
from requite.journal.events import Event
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.reading import run
from requite.quality import engine

COLUMNS = {
    "owner_id": "uuid", "team_id": "uuid", "archived_at": "moment", "stage_id": "uuid", "entered_at": "moment",
    "left_stage_id": "uuid", "left_entered_at": "moment", "expected_on": "day",
}  # fmt: skip
GROUND = Ground("deal", "deals_deal", COLUMNS)
TOLD: Mapping[str, tuple[type[Event], str]] = {
    "owner_id": (DealAssigned, "owner"), "stage_id": (DealMoved, "stage"), "expected_on": (DealCorrected, "expected_on"),
}  # fmt: skip
After = Callable[[Held], Mapping[str, Any] | None]


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
        found = take_held(ids=ids, owners=actor.owners("deals.see"))
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
        settle(actor=actor, at=at, held=found, rows=rows, act_id=act_id)
    return tally


def plain_of(value: Any) -> str | None:
    """An id, an instant or a day as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else None


def settle(
    *, actor: Actor, at: datetime, held: Iterable[Held], rows: Sequence[Row], act_id: UUID | None = None
) -> None:
    """Write the rows with what the engine finds of the deals then, and keep an entry for each.

    `held` are the deals as they are; those without a row are passed over.
    """
    if not rows:
        return
    given = {row.id: row for row in rows}
    before = [deal for deal in held if deal.id in given]
    new = [deal.given(given[deal.id].after, COLUMNS) for deal in before]
    findings = assessing.assess_all(new, at=at, rules=engine.list_rules("deal"))
    write_many(GROUND, [
        with_finding(given[deal.id], score=found.score, missing=found.missing, owed_at=found.owed_at)
        for deal, found in findings
    ])  # fmt: skip
    closed = [deal.id for deal in new if deal.state != Deal.State.OPEN]
    if closed:
        run(FOLLOW, [closed])
    column = next(name for name in (*TOLD, "archived_at") if name in rows[0].after)
    last = keep_many(actor=actor, at=at, entries=_entries(column, rows), topics=_topics([*before, *new]))
    if act_id is not None:
        keep_lines(act_id, rows, entry=last)


def _topics(deals: Collection[Held]) -> frozenset[str]:
    """What moves on live pages: those who have the deals or had them, and the pipelines that these are in or were."""
    stages = {deal.stage_id for deal in deals}
    pipelines = Stage.objects.filter(id__in=stages).values_list("pipeline_id", flat=True).distinct()
    return topics_of({deal.owner_id for deal in deals}) | {f"pipeline:{id_}" for id_ in pipelines}


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
