"""Findings of many records written by one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from requite.kernel.reading import run

WRITE = """
UPDATE {table} r SET score = n.score, missing = n.missing::varchar[], owed_at = n.owed_at
FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::timestamptz[]) AS n(id, score, missing, owed_at) WHERE r.id = n.id
"""


class Finding(NamedTuple):
    """What the engine found of one record."""

    id: UUID
    score: int
    missing: Sequence[str]
    owed_at: datetime | None


def keep_findings(table: str, found: Sequence[Finding]) -> None:
    """Put the findings on their records. `missing` names fields, which hold no signs that an array would quote."""
    if found:
        missing = ["{" + ",".join(one.missing) + "}" for one in found]
        owed = [one.owed_at for one in found]
        run(WRITE.format(table=table), [[one.id for one in found], [one.score for one in found], missing, owed])
