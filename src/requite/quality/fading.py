"""How a kept score stays true as days pass: what it would be were the record proved now, and until when it holds."""

import math
from datetime import datetime, timedelta
from typing import NamedTuple

from requite.kernel.reading import fetch_all, run
from requite.quality.measure import DEFAULT, Scale, Score
from requite.quality.registry import KINDS

BATCH = 2_000
MOST = 100_000  # of a kind in a night: a base that came in on one day fades over several
DAY = 86_400
# The last proof of the record `r`, NULL where there is none.
PROVED = "(SELECT max(e.at) FROM quality_proof e WHERE e.record_id = r.id)"
# Those whose score holds no longer, the longest ago first; one that somebody writes is judged by that.
DUE = """
SELECT r.id FROM {table} r WHERE r.fades_at <= %s ORDER BY r.fades_at, r.id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
FADE = f"""
UPDATE {{table}} r SET (score, timeliness, fades_at) = (
    SELECT w.score, w.timeliness, w.fades_at FROM quality_worth(r.full_score, greatest(r.made_at, {PROVED}), %s) w
) WHERE r.id = ANY(%s::uuid[])
"""  # noqa: S608


class Fading(NamedTuple):
    """What a record's score would be were the record proved now, and from when on the kept one is too high.

    Both None for a record that doesn't fade; `fades_at` alone for one that can't fall any further.
    """

    full_score: float | None = None
    fades_at: datetime | None = None


STEADY = Fading()


def fading_of(score: Score, *, lag: float, evidence_at: datetime, scale: Scale = DEFAULT) -> Fading:
    """How the score fades, proved last at `evidence_at`: until the points or the whole percent of timeliness are fewer.

    The same as `quality_worth` of the database, which has the `lag` of what is no event, 1.
    """
    full = score.q / max(scale.floor, score.timeliness) ** scale.timeliness
    least = (score.percents[2] - 0.5) / 100
    if full > 0:
        least = max(least, max(0.0, (score.points - 0.5) / full) ** (1 / scale.timeliness))
    fresh = 2 * least - lag
    if fresh <= 0:
        return Fading(full)
    days = -math.log(min(1.0, fresh)) / scale.fading_a_day
    return Fading(full, evidence_at + timedelta(seconds=math.ceil(days * DAY)))


def fade_next(*, kind: str, at: datetime, limit: int = BATCH) -> int:
    """Let the next records fade whose score holds no longer, in the transaction that is open: how many there were."""
    table = KINDS[kind].table
    ids = [row[0] for row in fetch_all(DUE.format(table=table), [at, limit], prepare=False)]
    if ids:
        run("DISCARD PLANS")  # as in keeping.py: the triggers keep plans made for one row
        run(FADE.format(table=table), [at, ids])
    return len(ids)
