"""Open deals with and without a step that is still to come, by owner: how many, and which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from requite.kernel.reading import fetch_all

Which = Literal["all", "with", "without"]
PAGE = 50
COUNTS = """
SELECT owner_id, count(*) FILTER (WHERE next_step_at > %(now)s), count(*) FROM work_deal_standing
WHERE owner_id = ANY(%(users)s) GROUP BY owner_id
"""
ROWS = """
SELECT d.id, d.title, d.made_at, s.next_step_at FROM work_deal_standing s JOIN deals_deal d ON d.id = s.deal_id
WHERE s.owner_id = %(user)s AND (%(after)s::uuid IS NULL OR s.deal_id > %(after)s){test}
ORDER BY s.deal_id LIMIT %(limit)s
"""
TESTS = {
    "all": "",
    "with": " AND s.next_step_at > %(now)s",
    "without": " AND (s.next_step_at IS NULL OR s.next_step_at <= %(now)s)",
}


@dataclass(frozen=True, slots=True)
class Stepped:
    """An open deal; `step_at` is its next step, maybe one whose time is past; None while nothing is planned."""

    id: UUID
    title: str
    made_at: datetime
    step_at: datetime | None

    def has_step(self, now: datetime) -> bool:
        """Whether its next step is still to come."""
        return self.step_at is not None and self.step_at > now


def count_stepped(*, user_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, tuple[int, int]]:
    """(those with a step to come, all open deals) of each owner who has any. The caller has authorised the owners."""
    rows = fetch_all(COUNTS, {"users": list(user_ids), "now": now})
    return {owner: (int(stepped), int(all_)) for owner, stepped, all_ in rows}


def list_stepped(
    *, user_id: UUID, which: Which, now: datetime, after: UUID | None = None, limit: int = PAGE
) -> list[Stepped]:
    """The owner's open deals, a page from `after` on, and one more for more. The caller has authorised the owner."""
    given = {"user": user_id, "now": now, "after": after, "limit": limit + 1}
    return [Stepped(*row) for row in fetch_all(ROWS.replace("{test}", TESTS[which]), given)]
