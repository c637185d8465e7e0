"""Note that a user opened a page: one more of its kind on that day, and nothing else."""

from datetime import date
from uuid import UUID

from requite.kernel.reading import run

# One statement in its own transaction, whose commit waits for no disk: a tally may lose a second when the power goes.
NOTE = """
WITH soon AS (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO adoption_opened AS o (user_id, team_id, day, kind, n)
SELECT %(user)s::uuid, %(team)s::uuid, %(day)s::date, %(kind)s, 1 FROM soon
ON CONFLICT (user_id, day, kind) DO UPDATE SET n = o.n + 1
"""


def mark_page(*, user_id: UUID, team_id: UUID | None, day: date, kind: str) -> None:
    """Count a page of that kind ("person", "team", …) for the user and the day. Never which one it was."""
    run(NOTE, {"user": user_id, "team": team_id, "day": day, "kind": kind})
