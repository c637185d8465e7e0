"""The board of a pipeline: its stages with their sums, and the newest deals of each, paged by key."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from requite.deals.queries.shapes import DealCard, StageShape
from requite.fields.catalogue import told
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all

PAGE = 15  # two screens of cards
Key = tuple[datetime, UUID]
SUMS = """
SELECT d.stage_id, sum(d.deals), sum(d.value), sum(d.unpriced)
FROM deals_tally d WHERE d.grain = 'm' AND d.stage_id = ANY(%(stages)s) {seen} GROUP BY 1
"""
COLUMNS = """
d.id, d.title, d.state, d.stage_id, d.entered_at, d.owner_id, u.family_name, u.given_name, d.person_id, p.family_name,
p.given_name, c.name, d.amount, d.currency, d.value, d.expected_on, d.missing, s.rot_days, p.owner_id, c.owner_id
"""
JOINS = """
JOIN deals_stage s ON s.id = d.stage_id LEFT JOIN identity_user u ON u.id = d.owner_id
LEFT JOIN people_person p ON p.id = d.person_id LEFT JOIN people_company c ON c.id = d.company_id
"""
CARDS = f"""
SELECT {COLUMNS} FROM unnest(%(stages)s::uuid[]) AS wanted(id) CROSS JOIN LATERAL (
    SELECT * FROM deals_deal d WHERE d.stage_id = wanted.id AND d.state = 'open' AND d.archived_at IS NULL {{seen}} {{key}}
    ORDER BY d.entered_at DESC, d.id DESC LIMIT {{limit:d}}) d
{JOINS} WHERE {{once}} ORDER BY d.entered_at DESC, d.id DESC
"""  # noqa: S608


CLOSED = f"""
SELECT {COLUMNS}, d.closed_at FROM (
    SELECT * FROM deals_deal d WHERE d.state = %(state)s AND d.archived_at IS NULL {{seen}} {{key}}
    ORDER BY d.closed_at DESC, d.id DESC LIMIT %(limit)s) d
{JOINS} ORDER BY d.closed_at DESC, d.id DESC
"""  # noqa: S608


def seen_by(actor: Actor, owner_id: UUID | None) -> tuple[str, dict[str, Any]]:
    """The condition, with its values, for an owner's deals, or all that the actor sees. Raises NotVisible."""
    owners = actor.owners("deals.see")
    if owner_id is not None:
        if not actor.covers("deals.see", owner_id):
            raise NotVisible
        return "AND d.owner_id = %(owner)s", {"owner": owner_id}
    return ("", {}) if owners is None else ("AND d.owner_id = ANY(%(owners)s)", {"owners": list(owners)})


def sum_stages(
    *, actor: Actor, stages: Sequence[StageShape], owner_id: UUID | None = None
) -> tuple[StageShape, ...]:
    """The stages with how many open deals stand in each and what they are worth."""
    seen, values = seen_by(actor, owner_id)
    sums = {
        row[0]: (int(row[1]), int(row[2]), int(row[3]))
        for row in fetch_all(SUMS.format(seen=seen), {"stages": [one.id for one in stages], **values})
    }
    return tuple(
        StageShape(one.id, one.label, one.colour, one.probability, one.rot_days, *sums.get(one.id, (0, 0, 0)))
        for one in stages
    )


def list_cards(
    *,
    actor: Actor,
    at: datetime,
    stage_ids: Sequence[UUID],
    owner_id: UUID | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> dict[UUID, list[DealCard]]:
    """The latest deals of each stage, one more than `limit` where there are more. `after` goes on in one stage."""
    seen, values = seen_by(actor, owner_id)
    key = "AND (d.entered_at, d.id) < (%(after_at)s, %(after_id)s)" if after else ""
    if after:
        values |= {"after_at": after[0], "after_id": after[1]}
    once = "true" if "owners" in values else ONCE  # how much several owners have decides of the way
    sql = CARDS.format(seen=seen, key=key, limit=limit + 1, once=once)
    cards: dict[UUID, list[DealCard]] = {id_: [] for id_ in stage_ids}
    for row in fetch_all(sql, {"stages": list(stage_ids), **values, **PLANNED_ONCE}):
        cards[row[3]].append(card_of(actor, row, at))
    return cards


def list_closed(
    *,
    actor: Actor,
    at: datetime,
    state: str,
    owner_id: UUID | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> list[tuple[DealCard, datetime]]:
    """Deals that were won, or lost, with when; the latest first, one more than `limit` where there are more."""
    seen, values = seen_by(actor, owner_id)
    key = "AND (d.closed_at, d.id) < (%(after_at)s, %(after_id)s)" if after else ""
    if after:
        values |= {"after_at": after[0], "after_id": after[1]}
    rows = fetch_all(CLOSED.format(seen=seen, key=key), {"state": state, "limit": limit + 1, **values})
    return [(card_of(actor, row, at), row[20]) for row in rows]


def card_of(actor: Actor, row: Sequence[Any], at: datetime) -> DealCard:
    """A row of COLUMNS as its shape; a person or company that the actor may not see has no name here."""
    rots = row[2] == "open" and row[17] is not None and at - row[4] > timedelta(days=row[17])
    sees_person = bool(row[8]) and actor.covers("people.see", row[18])
    company = row[11] if row[11] and actor.covers("people.see", row[19]) else ""
    return DealCard(
        row[0], row[1], row[2], row[3], row[4], row[5], (row[6] or "", row[7] or ""), row[8] if sees_person else None,
        (row[9] or "", row[10] or "") if sees_person else ("", ""), company, row[12], row[13], row[14], row[15],
        told(actor, row[16]), actor.covers("deals.edit", row[5]), rots,
    )  # fmt: skip
