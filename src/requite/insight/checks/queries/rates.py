"""How much of what was checked was wrong: by stratum, and over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requite.insight.checks.access import SEE
from requite.insight.checks.measure import Interval, Stratum, share_of, wilson
from requite.insight.checks.models import Stratum as Kind
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

SUMS = """
SELECT c.stratum, count(*), count(*) FILTER (WHERE c.counts_at < %(end)s), count(*) FILTER (WHERE c.counts_at < %(end)s
  AND c.is_defect), coalesce(sum(1 / c.probability) FILTER (WHERE c.counts_at < %(end)s), 0),
 coalesce(sum(1 / c.probability) FILTER (WHERE c.counts_at < %(end)s AND c.is_defect), 0), sum(1 / c.probability),
 count(*) FILTER (WHERE c.verdict = 'cant_tell' OR c.second_verdict = 'cant_tell')
FROM checks_check c WHERE c.drawn_at >= %(start)s AND c.drawn_at < %(end)s {mine} GROUP BY 1
UNION ALL SELECT DISTINCT d.stratum, 0, 0, 0, 0.0, 0.0, 0.0, 0
FROM checks_draw d WHERE d.size = 0 AND d.drawn_at >= %(start)s AND d.drawn_at < %(end)s {held}
"""
HELD = """AND (d.user_id = ANY(%(owners)s)
 OR d.team_id IN (SELECT u.team_id FROM identity_user u WHERE u.id = ANY(%(owners)s)))"""


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of a stratum (or, with "" for its name, of all): `drawn`, `checked` of them so that it counts, `defects`.

    `share` is the share of defects, in [0, 1], weighed by 1/π and over strata by their sizes; `interval` is Wilson's for
    the plain numbers.
    """

    stratum: str
    drawn: int
    checked: int
    defects: int
    cant_tell: int
    share: float | None
    interval: Interval


def list_rates(
    *, actor: Actor, start: datetime, end: datetime, user_ids: Sequence[UUID] | None = None
) -> tuple[list[Rate], Rate]:
    """Each stratum that was drawn from, and all together, of the checks drawn from `start` up to `end` that the actor sees.

    A stratum of which there was nothing to draw has a rate of nothing: it is told, not left out. One statement.
    """
    owners = actor.owners(SEE)
    if user_ids is not None:
        owners = tuple(id_ for id_ in user_ids if owners is None or id_ in owners)
    if owners == ():
        return [], _rate("", [])
    mine, held = ("", "") if owners is None else ("AND c.user_id = ANY(%(owners)s)", HELD)
    values: dict[str, object] = {"start": start, "end": end} | ({} if owners is None else {"owners": list(owners)})
    found = [(row[0], *map(float, row[1:])) for row in fetch_all(SUMS.format(mine=mine, held=held), values)]
    rows = [row for row in found if row[1]]
    known = [name for name in Kind.values if any(row[0] == name for row in found)]
    return [_rate(name, [row for row in rows if row[0] == name]) for name in known], _rate("", rows)


def _rate(name: str, rows: Sequence[tuple[str, float, float, float, float, float, float, float]]) -> Rate:
    strata = [Stratum(round(row[6]), int(row[2]), int(row[3]), row[4], row[5]) for row in rows]
    checked, defects = sum(one.checked for one in strata), sum(one.defects for one in strata)
    return Rate(
        name, int(sum(row[1] for row in rows)), checked, defects, int(sum(row[7] for row in rows)),
        share_of(strata), wilson(defects, checked),
    )  # fmt: skip
