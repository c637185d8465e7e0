"""How far reps' quality can be relied on, from the checks that count: the anchor A of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from requite.insight.checks import measure
from requite.insight.checks.access import SEE
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

DAYS = 90  # how far back checks count for the quality of today


@dataclass(frozen=True, slots=True)
class Anchor:
    """`ok` of `checks` that count were right. `applies` is false where the company checks nothing: then A is 1."""

    ok: int = 0
    checks: int = 0
    applies: bool = False

    @property
    def value(self) -> float:
        """A, in (0, 1]: what a rep's mean quality is multiplied by."""
        return measure.anchor(self.ok, self.checks) if self.applies else 1.0


ANCHORS = """
WITH plan AS MATERIALIZED (SELECT (SELECT coalesce(sum(v::int), 0) > 0 FROM jsonb_each_text(p.a_week) x(k, v)) AS checks
    FROM checks_plan p WHERE p.starts_on <= (%(end)s AT TIME ZONE %(zone)s)::date
    ORDER BY p.starts_on DESC, p.id DESC LIMIT 1)
SELECT r.id, n.ok, n.checks, n.checks > 0 OR coalesce((SELECT checks FROM plan), false)
FROM unnest(%(users)s::uuid[]) r(id) CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT c.is_defect), count(*) FROM checks_check c
    WHERE c.user_id = r.id AND c.counts_at >= %(start)s AND c.counts_at < %(end)s
) n(ok, checks)
"""


def anchors(*, actor: Actor, user_ids: Sequence[UUID], start: datetime, end: datetime) -> Mapping[UUID, Anchor]:
    """The anchor of each of these reps whose checks the actor sees, by what counted from `start` up to `end`: one statement.

    A check counts at the time of its verdict (one of "made up" when a second reader agreed and the rep was heard), so that
    what a past period came to stays.
    """
    owners = actor.owners(SEE)
    seen = [id_ for id_ in user_ids if owners is None or id_ in owners]
    values = {"users": seen, "start": start, "end": end, "zone": str(actor.company_zone)}
    rows = fetch_all(ANCHORS, values) if seen else []
    return {id_: Anchor(ok, checks, applies) for id_, ok, checks, applies in rows}


def anchors_now(*, actor: Actor, user_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, Anchor]:
    """The same for the quality of today: by what counted in the last 90 days."""
    return anchors(actor=actor, user_ids=user_ids, start=now - timedelta(days=DAYS), end=now + timedelta(microseconds=1))
