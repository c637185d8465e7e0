"""What was said to a rep in answer and they don't know yet: to what they dispute, and of their checks."""

from collections.abc import Sequence

from requite.insight.checks.queries.records import TOLD, CheckRow, list_own
from requite.insight.scorecards.queries import DisputeRow, list_disputes
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

# One statement, as Today asks it each time and nearly always there is nothing.
WAITING = f"""
(SELECT true, id FROM scorecards_dispute WHERE user_id = %(me)s AND answered_at > coalesce(seen_at, '-infinity')
 ORDER BY answered_at, id LIMIT %(most)s)
UNION ALL (SELECT false, c.id FROM checks_check c WHERE {TOLD} ORDER BY c.drawn_at, c.id LIMIT %(most)s)
"""  # noqa: S608 - our own pieces


def list_replies(*, actor: Actor, most: int) -> tuple[Sequence[DisputeRow], Sequence[CheckRow]]:
    """Answers to disputes, and verdicts, of which the actor doesn't know yet: the oldest first, up to `most` of each."""
    found = fetch_all(WAITING, {"me": actor.id, "most": most})
    disputes, checks = ([id_ for is_dispute, id_ in found if is_dispute is kind] for kind in (True, False))
    return list_disputes(actor=actor, ids=disputes), list_own(actor=actor, ids=checks)
