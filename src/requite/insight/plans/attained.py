"""What many reps did of their targets in one period, past ones too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from requite.insight.figures import Figure
from requite.kernel.period import Period
from requite.kernel.reading import fetch_all

TARGETS = """
SELECT DISTINCT ON (user_id, metric) user_id, metric, id, target, counts, made_at FROM plans_plan
WHERE user_id = ANY(%(users)s) AND metric = ANY(%(figures)s) AND span = %(span)s
  AND starts_on <= %(start)s AND (ends_on IS NULL OR ends_on > %(start)s)
ORDER BY user_id, metric, starts_on DESC, id DESC
"""
SUMS = """
SELECT owner_id, figure, sum(counted), sum(pending) FROM plans_tally
WHERE owner_id = ANY(%(users)s) AND figure = ANY(%(figures)s) AND day >= %(start)s AND day < %(end)s
GROUP BY owner_id, figure
"""
TEAMS = """
SELECT DISTINCT t.owner_id, m.name FROM plans_tally t
JOIN identity_user u ON u.id = t.owner_id JOIN identity_team m ON m.id = t.team_id
WHERE t.owner_id = ANY(%(users)s) AND t.day >= %(start)s AND t.day < %(end)s
  AND t.team_id IS DISTINCT FROM u.team_id AND t.counted + t.pending > 0 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Attained:
    """A rep's figure in the period, as its plan counts it (`is_all`: every record). Without a plan the others are None."""

    done: Decimal
    target: Decimal | None = None
    plan_id: UUID | None = None
    set_at: datetime | None = None
    is_all: bool = False


NOTHING = Attained(Decimal(0))


def list_attained(
    *, user_ids: Sequence[UUID], figures: Sequence[Figure], period: Period
) -> Mapping[tuple[UUID, str], Attained]:
    """Each rep's figures by (rep, slug), nothing where nothing is done and no target is set. Two statements.

    The target is the one in force in that period: one that was set in its middle holds for all of it. What a rep did in
    another team counts too. The caller has authorised the reps.
    """
    given = {
        "users": list(user_ids), "figures": [figure.slug for figure in figures], "span": str(period.kind),
        "start": period.start, "end": period.end,
    }  # fmt: skip
    scales = {figure.slug: figure.scale for figure in figures}
    sums = {(user, slug): (counted, pending) for user, slug, counted, pending in fetch_all(SUMS, given)}
    plans = {(user, slug): rest for user, slug, *rest in fetch_all(TARGETS, given)}
    found = {}
    for key in sums.keys() | plans.keys():
        counted, pending = sums.get(key, (0, 0))
        plan_id, target, counts, set_at = plans.get(key, (None, None, "complete", None))
        is_all = counts == "always"
        done = Decimal(counted + (pending if is_all else 0)) / scales[key[1]]
        found[key] = Attained(done, target, plan_id, set_at, is_all)
    return found


def list_other_teams(*, user_ids: Sequence[UUID], period: Period) -> Mapping[UUID, list[str]]:
    """The teams in which a rep did something in the period, the present one left out, by name. One statement."""
    found: dict[UUID, list[str]] = {}
    for user_id, name in fetch_all(TEAMS, {"users": list(user_ids), "start": period.start, "end": period.end}):
        found.setdefault(user_id, []).append(name)
    return found
