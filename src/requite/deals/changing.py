"""What acts on many deals share: deals taken under lock, judged, written, told."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from requite.deals import assessing, closing
from requite.deals.access import Right
from requite.deals.events import (
    DealArchived,
    DealAssigned,
    DealCorrected,
    DealLost,
    DealMoved,
    DealReopened,
    DealRestored,
    DealWon,
)
from requite.deals.held import Held, take_held
from requite.deals.models import Deal, Reason, Stage
from requite.deals.reassessing import FOLLOW
from requite.fields.many import own_name, sayer, write_values
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.acts import Ground, Row, Tally, keep_lines, with_finding, write_many
from requite.journal.bulk import Kept, keep_many
from requite.journal.events import Event
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.reading import run
from requite.quality import gates
from requite.quality.rules import list_rules

COLUMNS = {
    "owner_id": "uuid", "team_id": "uuid", "archived_at": "moment", "stage_id": "uuid", "entered_at": "moment",
    "left_stage_id": "uuid", "left_entered_at": "moment", "expected_on": "day",
    "state": "text", "closed_at": "moment", "value": "number",
}  # fmt: skip
GROUND = Ground("deal", "deals_deal", COLUMNS)
CLOSED: Mapping[str, type[Event]] = {"won": DealWon, "lost": DealLost, "open": DealReopened}
TOLD: Mapping[str, tuple[type[Event], str]] = {
    "owner_id": (DealAssigned, "owner"), "stage_id": (DealMoved, "stage"), "expected_on": (DealCorrected, "expected_on"),
}  # fmt: skip
GATED = {"stage_id", "state"}
TOLD_EACH = 100  # deals of whose change their open pages are told, beside boards and lists
After = Callable[[Held], Mapping[str, Any] | None]


def change_many(
    *,
    actor: Actor,
    at: datetime,
    ids: Sequence[UUID],
    right: Right,
    after: After,
    act_id: UUID | None,
    reason: Reason | None = None,
) -> Tally:
    """Give each deal that the actor may change the values of `after`: None where it can't be.

    Those that the actor only sees, and those that can't be changed so, are counted as not allowed, those that a gate
    stops as stopped. `reason` is why they are closed, where they are.
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
        rows = _pass_gates(actor, at, found, rows, reason, tally)
        tally.changed = len(rows)
        settle(actor=actor, at=at, held=found, rows=rows, act_id=act_id, reason=reason)
    return tally


def _pass_gates(
    actor: Actor, at: datetime, held: Sequence[Held], rows: list[Row], reason: Reason | None, tally: Tally
) -> list[Row]:
    """The rows without those deals that lack what they must have to come there; these are counted."""
    rules = list_rules("deal", at=at) if rows and GATED & rows[0].after.keys() else ()
    if not gates.has_gate(rules):
        return rows
    given, courses = {row.id: row for row in rows}, assessing.list_courses()
    before = {deal.id: deal for deal in held if deal.id in given}
    new = [deal.given(given[deal.id].after, COLUMNS) for deal in before.values()]
    reasons = {deal.id: reason.id for deal in new} if reason else None
    for deal, found in assessing.assess_all(new, at=at, rules=rules, reasons=reasons):
        old = before[deal.id]
        reached = assessing.moments_of(deal.state, deal.stage_id, courses=courses)
        reached -= assessing.moments_of(old.state, old.stage_id, courses=courses)
        fields = gates.stopped_by(found, by=actor.id, reached=reached)
        if fields:
            tally.stop(deal.id, fields)
    return [row for row in rows if row.id not in tally.stops]


def plain_of(value: Any) -> str | int | None:
    """An id, an instant, a day or a number as JSON has it."""
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else None


def settle(
    *,
    actor: Actor,
    at: datetime,
    held: Iterable[Held],
    rows: Sequence[Row],
    act_id: UUID | None = None,
    reason: Reason | None = None,
) -> None:
    """Write the rows with what the engine finds of the deals then, their closures, and an entry for each.

    `held` are the deals as they are; those without a row are passed over.
    """
    if not rows:
        return
    given = {row.id: row for row in write_values(rows)}
    before = [deal for deal in held if deal.id in given]
    new = [deal.given(given[deal.id].after, COLUMNS) for deal in before]
    own = own_name(rows[0])
    column = own or next(name for name in (*TOLD, "state", "archived_at") if name in rows[0].after)
    if column == "state":
        closing.keep_closures(actor=actor, at=at, deals=new, reason_id=reason.id if reason else None)
    findings = assessing.assess_all(new, at=at, rules=list_rules("deal", at=at))
    write_many(GROUND, [
        with_finding(given[deal.id], found.told())
        for deal, found in findings
    ])  # fmt: skip
    closed = [deal.id for deal in new if deal.state != Deal.State.OPEN]
    if closed:
        run(FOLLOW, [closed])
    entries = _own_entries(actor, rows) if own else _entries(column, rows, reason)
    last = keep_many(actor=actor, at=at, entries=entries, topics=_topics([*before, *new]))
    if act_id is not None:
        keep_lines(act_id, rows, entry=last)


def _topics(deals: Collection[Held]) -> frozenset[str]:
    """What moves on live pages: those who have the deals or had them, and the pipelines that these are in or were."""
    stages = {deal.stage_id for deal in deals}
    pipelines = Stage.objects.filter(id__in=stages).values_list("pipeline_id", flat=True).distinct()
    topics = topics_of({deal.owner_id for deal in deals}) | {f"pipeline:{id_}" for id_ in pipelines}
    each = {f"deal:{deal.id}" for deal in deals}
    return topics | each if len(each) <= TOLD_EACH else topics


def _own_entries(actor: Actor, rows: Sequence[Row]) -> Iterable[Kept]:
    say = sayer(actor, rows)
    return ((DealCorrected, str(row.id), orjson.dumps(say(row))) for row in rows)


def _entries(column: str, rows: Sequence[Row], reason: Reason | None) -> Iterable[Kept]:
    if column == "archived_at":
        events: Mapping[bool, type[Event]] = {True: DealArchived, False: DealRestored}
        return ((events[bool(row.after[column])], str(row.id), b"{}") for row in rows)
    if column == "state":
        why = {"reason": (None, reason.label)} if reason else {}
        told = ((row.id, row.before[column], row.after[column]) for row in rows)
        return ((CLOSED[new], str(id_), orjson.dumps({column: (old, new), **why})) for id_, old, new in told)
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
