"""The rows of many closures and of many reopenings, beside the deals that are written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from requite.deals.held import Held
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.kernel.reading import run

COUNTS_BACK = timedelta(days=30)
CLOSE = """
INSERT INTO deals_closure (id, deal_id, state, sign, reason_id, note, value, owner_id, team_id, day, at, is_complete)
SELECT n.id, d.id, %(state)s, 1, %(reason)s::uuid, '', n.value, d.owner_id, d.team_id, %(day)s, %(at)s, false
FROM unnest(%(ids)s::uuid[], %(deals)s::uuid[], %(values)s::bigint[]) AS n(id, deal_id, value)
JOIN deals_deal d ON d.id = n.deal_id
"""
REOPEN = """
INSERT INTO deals_closure (id, deal_id, state, sign, reverses_id, note, value, owner_id, team_id, day, at, is_complete)
SELECT n.id, n.deal_id, 'reopened', -x.counts::int, c.id, '', -c.value * x.counts::int, c.owner_id, c.team_id, %(day)s,
       %(at)s, c.is_complete
FROM unnest(%(ids)s::uuid[], %(deals)s::uuid[]) AS n(id, deal_id)
CROSS JOIN LATERAL (
    SELECT * FROM deals_closure c WHERE c.deal_id = n.deal_id AND c.state <> 'reopened'
    AND NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id) ORDER BY c.at DESC, c.id DESC LIMIT 1) c
CROSS JOIN LATERAL (SELECT c.state = 'won' AND c.at >= %(since)s AS counts) x
"""


def keep_closures(*, actor: Actor, at: datetime, deals: Sequence[Held], reason_id: UUID | None) -> None:
    """A row for each of the deals, given as they will be, all alike: that they are closed, else that they are open again.

    None is complete before its deal is written. A closure is taken back as `reopen_deal` does it with one.
    """
    if not deals:
        return
    state = deals[0].state
    values: dict[str, object] = {
        "ids": [new_id() for _deal in deals], "deals": [deal.id for deal in deals], "day": actor.day_of(at), "at": at,
    }  # fmt: skip
    if state == "open":
        run(REOPEN, {**values, "since": at - COUNTS_BACK})
    else:
        worths = [deal.value or 0 for deal in deals]
        run(CLOSE, {**values, "state": state, "reason": reason_id, "values": worths})
