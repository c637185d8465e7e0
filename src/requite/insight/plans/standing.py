"""Sums of tallies: what a holder has of some figures in some spans, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from requite.insight.figures import Figure, Holder
from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure from `start` up to `end`; `past` is the first of the days before it that tell the past rate."""

    figure: Figure
    past: date
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Sums:
    """`first_on` is the first of the days asked for with anything at all."""

    counted: Decimal
    pending: Decimal
    past_counted: Decimal
    past_pending: Decimal
    first_on: date | None

    def done(self, counts: str) -> tuple[Decimal, Decimal, Decimal]:
        """(done, pending, done in the past) as a plan counts: complete records only, or every record."""
        if counts == "always":
            return self.counted + self.pending, Decimal(0), self.past_counted + self.past_pending
        return self.counted, self.pending, self.past_counted


# Rows of one sum: (n, day, counted, pending, is_twin). What a joint meeting has too much in a team is looked for in the
# days from `start` on only: the past rate, which merely steadies a forecast, is scaled by the same share.
OF_USER = """
SELECT w.n, t.day, t.counted, t.pending, false AS is_twin FROM wanted w
JOIN plans_tally t ON t.owner_id = %(id)s AND t.figure = w.figure AND t.day >= w.past AND t.day < w.until
"""
OF_TEAM = """
SELECT w.n, t.day, t.counted, t.pending, false AS is_twin FROM wanted w
JOIN plans_tally t ON t.figure = w.figure AND t.day >= w.past AND t.day < w.until
WHERE NOT w.by_owner AND t.team_id IN (SELECT id FROM below)
UNION ALL
SELECT w.n, t.day, t.counted, t.pending, false AS is_twin FROM wanted w
JOIN plans_tally t ON t.figure = w.figure AND t.day >= w.past AND t.day < w.until
WHERE w.by_owner AND t.owner_id IN (SELECT m.id FROM identity_user m WHERE m.team_id IN (SELECT id FROM below))
UNION ALL
SELECT w.n, x.day, -x.counted, -x.pending, true FROM wanted w
JOIN plans_twins(ARRAY(SELECT id FROM below), %(start)s, %(until)s) x
  ON x.figure = w.figure AND x.day >= w.start AND x.day < w.until
"""
OF_COMPANY = """
SELECT w.n, t.day, t.counted, t.pending, false AS is_twin FROM wanted w CROSS JOIN LATERAL (
    SELECT t.day, sum(t.counted) AS counted, sum(t.pending) AS pending FROM plans_tally t
    WHERE t.figure = w.figure AND t.day >= w.past AND t.day < w.until GROUP BY t.day
) t
UNION ALL
SELECT w.n, x.day, -x.counted, -x.pending, true FROM wanted w
JOIN plans_twins(NULL, %(start)s, %(until)s) x ON x.figure = w.figure AND x.day >= w.start AND x.day < w.until
"""
FROM = {"user": OF_USER, "team": OF_TEAM, "company": OF_COMPANY}
SUMS = """
WITH RECURSIVE below AS (
    SELECT %(id)s::uuid AS id UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id
), wanted AS (
    SELECT * FROM unnest(%(figures)s::varchar[], %(owners)s::boolean[], %(pasts)s::date[], %(starts)s::date[],
                         %(untils)s::date[]) WITH ORDINALITY AS w(figure, by_owner, past, start, until, n)
)
SELECT w.n, coalesce(sum(r.counted) FILTER (WHERE r.day >= w.start), 0),
       coalesce(sum(r.pending) FILTER (WHERE r.day >= w.start), 0),
       coalesce(sum(r.counted) FILTER (WHERE r.day < w.start), 0),
       coalesce(sum(r.pending) FILTER (WHERE r.day < w.start), 0),
       coalesce(sum(r.counted + r.pending) FILTER (WHERE r.day >= w.start AND NOT r.is_twin), 0), min(r.day)
FROM wanted w LEFT JOIN ({rows}) r ON r.n = w.n WHERE {once} GROUP BY w.n ORDER BY w.n
"""
STATEMENTS = {who: SUMS.replace("{rows}", rows).replace("{once}", ONCE) for who, rows in FROM.items()}


def sum_tallies(holder: Holder, wanted: Sequence[Wanted]) -> list[Sums]:
    """The sums, in the order asked for: one statement. A team's and the company's have a joint meeting once."""
    if not wanted:
        return []
    given: dict[str, str | date | UUID | list[str] | list[bool] | list[date] | None] = {
        "id": holder.id,
        "figures": [one.figure.slug for one in wanted],
        "owners": [one.figure.team_by == "owner" for one in wanted],
        "pasts": [one.past for one in wanted],
        "starts": [one.start for one in wanted],
        "untils": [one.end for one in wanted],
        "start": min(one.start for one in wanted),
        "until": max(one.end for one in wanted),
    }
    rows = fetch_all(STATEMENTS[holder.who], given | PLANNED_ONCE)
    return [_sums(*row[1:], scale=one.figure.scale) for one, row in zip(wanted, rows, strict=True)]


def _sums(
    counted: int,
    pending: int,
    past_counted: int,
    past_pending: int,
    shares: int,
    first_on: date | None,
    *,
    scale: int,
) -> Sums:
    once = Decimal(counted + pending) / shares if shares else Decimal(1)
    return Sums(
        Decimal(counted) / scale,
        Decimal(pending) / scale,
        past_counted * once / scale,
        past_pending * once / scale,
        first_on,
    )
