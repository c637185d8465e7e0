"""How long it takes to fill a field: what forms measured while somebody typed, kept without names and without times.

A form adds up `Σ min(t[i+1] − t[i], 30 s)` over moments of typing and choosing in the foreground. Here is kept how often
so many seconds were taken for a field in a month, and nothing of who did so, when, or for which record.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from requite.kernel.reading import fetch_all, run
from requite.quality.registry import KINDS, seconds_of

LONGEST = 300  # seconds; who was longer did something else meanwhile
ENOUGH = 20  # times, below which the seconds that ship are told
MONTHS = 3  # the present one among them
NOTE = """
INSERT INTO quality_duration (kind, field, month, seconds, times) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (kind, field, month, seconds) DO UPDATE SET times = quality_duration.times + 1
"""
# The seconds within which half of the times lie.
MEDIANS = """
SELECT kind, field, min(seconds) FROM (
    SELECT kind, field, seconds, sum(times) OVER (PARTITION BY kind, field ORDER BY seconds) AS upto,
        sum(times) OVER (PARTITION BY kind, field) AS whole
    FROM (SELECT kind, field, seconds, sum(times) AS times FROM quality_duration GROUP BY 1, 2, 3) s
) t WHERE whole >= %s AND upto * 2 >= whole GROUP BY kind, field
"""
AGED = "DELETE FROM quality_duration WHERE month < %s"
# Each process reads the medians once for each stamp of the company.
RENEWED = "UPDATE identity_organisation SET fields_stamp = gen_random_uuid() WHERE EXISTS (SELECT FROM quality_duration)"
Medians = Mapping[tuple[str, str], int]


def note_duration(*, kind: str, field: str, seconds: str, on: date) -> None:
    """Count what a form says it took, as text; what is no number from 1 to `LONGEST`, or of no field, is left."""
    taken = int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else 0
    if 0 < taken <= LONGEST and kind in KINDS and KINDS[kind].find_field(field):
        run(NOTE, [kind, field, on.replace(day=1), taken])


def list_medians(stamp: UUID | None) -> Medians:
    """Seconds by kind and field, of fields that were filled often enough. Read once for each stamp; none without one."""
    return {} if stamp is None else _load(stamp)


@lru_cache(maxsize=4)
def _load(stamp: UUID) -> Medians:  # noqa: ARG001 (the stamp is the key)
    return {(kind, field): seconds for kind, field, seconds in fetch_all(MEDIANS, [ENOUGH])}


def sum_seconds(medians: Medians, kind: str, fields: Iterable[str]) -> int:
    """How long the fields of a record are likely to take: as measured, else as the kind declares them."""
    return sum(medians.get((kind, field)) or seconds_of(kind, field) for field in fields)


def renew_medians(*, at: datetime) -> None:
    """Forget what is older than `MONTHS`, and let every process read the medians anew."""
    months = at.year * 12 + at.month - MONTHS
    run(AGED, [date(months // 12, months % 12 + 1, 1)])
    run(RENEWED)
