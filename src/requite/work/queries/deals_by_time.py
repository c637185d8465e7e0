"""Open deals of a pipeline by their next step: sums of each span, and the cards, paged by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from requite.deals.queries.board import COLUMNS, JOINS, PAGE, card_of
from requite.deals.queries.shapes import DealCard, DealSum
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all, fetch_one
from requite.work.queries.spans import Span

Key = tuple[datetime, UUID]
FEW = 2  # owners up to whom the deals themselves are counted: beyond that the tallies are fewer
_DAY = timedelta(days=1)

# A page of each span that is asked for; of several owners a page of each, and of those the first ones.
OF_ALL = """
SELECT s.deal_id, s.next_step_at FROM work_deal_standing s
WHERE s.pipeline_id = %(pipeline)s AND {span} {key} ORDER BY s.next_step_at, s.deal_id LIMIT {limit:d}
"""
OF_OWNERS = """
SELECT x.* FROM unnest(%(owners)s::uuid[]) o(id) CROSS JOIN LATERAL (
    SELECT s.deal_id, s.next_step_at FROM work_deal_standing s
    WHERE s.owner_id = o.id AND s.pipeline_id = %(pipeline)s AND {span} {key}
    ORDER BY s.next_step_at, s.deal_id LIMIT {limit:d}) x
ORDER BY x.next_step_at, x.deal_id LIMIT {limit:d}
"""
PLANNED = """
SELECT w.n, y.deal_id, y.next_step_at
FROM unnest(%(places)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) w(n, starts_at, ends_at)
CROSS JOIN LATERAL ({page}) y
"""
WITHIN = """s.next_step_at >= coalesce(w.starts_at, '-infinity') AND s.next_step_at < coalesce(w.ends_at, 'infinity')"""
CARDS = f"""
SELECT {COLUMNS}, b.n, b.next_step_at, t.id, t.kind, t.topic, t.is_all_day, t.owner_id, t.version, s.key, s.name
FROM ({{pages}}) b(n, deal_id, next_step_at) JOIN deals_deal d ON d.id = b.deal_id {JOINS}
LEFT JOIN LATERAL (SELECT a.id, a.kind, a.topic, a.is_all_day, a.owner_id, a.version FROM work_activity a
    WHERE a.deal_id = d.id AND a.deal_id IS NOT NULL
    AND a.state IN ('to_do', 'planned') AND a.retracted_at IS NULL ORDER BY a.at, a.id LIMIT 1) t ON true
WHERE {ONCE} ORDER BY b.n, b.next_step_at, b.deal_id
"""  # noqa: S608
ONE = "SELECT 0, s.deal_id, s.next_step_at FROM work_deal_standing s WHERE s.deal_id = %(deal)s"
DIRECT = f"""
SELECT coalesce(width_bucket(s.next_step_at, %(borders)s::timestamptz[]), %(none)s::int), count(*), sum(s.value),
       count(*) FILTER (WHERE s.value IS NULL)
FROM work_deal_standing s WHERE s.owner_id = ANY(%(owners)s::uuid[]) AND s.pipeline_id = %(pipeline)s AND {ONCE} GROUP BY 1
"""  # noqa: S608
# The days of UTC in which a border lies are counted themselves; the rest of their months is tallied by day, every other
# month as a whole.
TALLIED = """
SELECT n, sum(deals), sum(value), sum(unpriced) FROM (
    SELECT CASE WHEN t.starts_on = 'infinity' THEN %(none)s::int ELSE width_bucket(t.starts_on, %(days)s::date[]) END AS n,
           t.deals, t.value, t.unpriced
    FROM work_deal_tally t WHERE t.pipeline_id = %(pipeline)s {seen}
    AND (t.grain = 'm' AND t.starts_on <> ALL (%(months)s::date[])
         OR t.grain = 'd' AND t.starts_on >= %(since)s AND t.starts_on < %(until)s
            AND date_trunc('month', t.starts_on)::date = ANY (%(months)s::date[]) AND t.starts_on <> ALL (%(days)s::date[]))
    UNION ALL
    SELECT width_bucket(t.next_step_at, %(borders)s::timestamptz[]), 1, t.value, (t.value IS NULL)::int
    FROM unnest(%(day_starts)s::timestamptz[]) w(at) JOIN work_deal_standing t
         ON t.next_step_at >= w.at AND t.next_step_at < w.at + interval '24 hours'
    WHERE t.pipeline_id = %(pipeline)s {seen}) x GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class StepShape:
    """A deal's next step; `on` is the day of one of a whole day. One that may not be seen has its time alone here."""

    at: datetime
    id: UUID | None = None
    kind: str = ""
    topic: str = ""
    on: date | None = None
    version: int = 0
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class TimedCard:
    """A deal on the board by time; `stage` is its label's (key, own name)."""

    card: DealCard
    stage: tuple[str, str]
    step: StepShape | None

    @property
    def key(self) -> Key:
        """Its place in its span; among deals without a next step by their ids alone."""
        return (self.step.at if self.step else self.card.entered_at), self.card.id


def _owners(actor: Actor, owner_id: UUID | None) -> list[UUID] | None:
    """Whose deals, None for everybody's. Raises NotVisible."""
    if owner_id is None:
        owners = actor.owners("deals.see")
        return None if owners is None else list(owners)
    if not actor.covers("deals.see", owner_id):
        raise NotVisible
    return [owner_id]


def sum_spans(
    *, actor: Actor, spans: Sequence[Span], pipeline_id: UUID, owner_id: UUID | None = None
) -> list[DealSum]:
    """How many open deals of the pipeline lie in each span, and what they are worth. Raises NotVisible."""
    owners = _owners(actor, owner_id)
    borders = [span.ends_at for span in spans if span.ends_at]
    values: dict[str, Any] = {
        "pipeline": pipeline_id, "owners": owners, "borders": borders, "none": len(borders) + 1,
    }  # fmt: skip
    if owners is not None and len(owners) <= FEW:
        rows = fetch_all(DIRECT, values | PLANNED_ONCE)
    else:
        sql = TALLIED.format(seen="" if owners is None else "AND t.owner_id = ANY(%(owners)s::uuid[])")
        rows = fetch_all(sql, values | _grains(borders))
    found = {row[0]: DealSum(int(row[1]), int(row[2] or 0), int(row[3])) for row in rows}
    return [found.get(place, DealSum()) for place in range(len(spans))]


def _grains(borders: Sequence[datetime]) -> dict[str, Any]:
    days = [border.astimezone(UTC).date() for border in borders]  # the same day twice counts twice
    months = sorted({day.replace(day=1) for day in days})
    starts = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in sorted(set(days))]
    return {
        "days": days, "months": months, "day_starts": starts,
        "since": months[0], "until": (months[-1] + 31 * _DAY).replace(day=1),
    }  # fmt: skip


def list_timed(
    *,
    actor: Actor,
    at: datetime,
    spans: Sequence[Span],
    pipeline_id: UUID,
    owner_id: UUID | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> list[list[TimedCard]]:
    """The first deals of each span, soonest step first, one more than `limit` where there are more.

    `after` goes on in one span. Raises NotVisible.
    """
    owners = _owners(actor, owner_id)
    planned = [(place, span) for place, span in enumerate(spans) if span.slug != "none"]
    values: dict[str, Any] = {
        "pipeline": pipeline_id, "owners": owners,
        "places": [place for place, _span in planned],
        "starts": [span.starts_at for _place, span in planned], "ends": [span.ends_at for _place, span in planned],
    }  # fmt: skip
    page = OF_ALL if owners is None else OF_OWNERS
    pages = []
    if planned:
        key = "AND (s.next_step_at, s.deal_id) > (%(after_at)s, %(after_id)s)" if after else ""
        pages.append(PLANNED.format(page=page.format(span=WITHIN, key=key, limit=limit + 1)))
    if len(planned) < len(spans):
        key = "AND s.deal_id > %(after_id)s" if after else ""
        rest = page.format(span="s.next_step_at IS NULL", key=key, limit=limit + 1)
        pages.append(f"SELECT {len(spans) - 1}, y.* FROM ({rest}) y")  # noqa: S608
    if after:
        values |= {"after_at": after[0], "after_id": after[1]}
    found: list[list[TimedCard]] = [[] for _span in spans]
    for row in fetch_all(CARDS.format(pages=" UNION ALL ".join(pages)), values | PLANNED_ONCE):
        found[row[20]].append(_timed(actor, row, at))
    return found


def _timed(actor: Actor, row: Sequence[Any], at: datetime) -> TimedCard:
    step = None
    due, id_, kind, topic, is_all_day, owner_id, version = row[21:28]
    if due is not None and actor.covers("work.see", owner_id):
        on = actor.day_of(due) if is_all_day else None
        step = StepShape(due, id_, kind, topic, on, version, actor.covers("work.edit", owner_id))
    elif due is not None:
        step = StepShape(due)
    return TimedCard(card_of(actor, row, at), (row[28], row[29]), step)


def get_step(*, actor: Actor, deal_id: UUID, at: datetime) -> TimedCard:
    """An open deal with its next step. Raises NotVisible."""
    row = next(iter(fetch_all(CARDS.format(pages=ONE), {"deal": deal_id, **PLANNED_ONCE})), None)
    if row is None or not actor.covers("deals.see", row[5]):
        raise NotVisible
    return _timed(actor, row, at)


def pipeline_of(deal_id: UUID) -> UUID | None:
    """The pipeline in which an open deal stands."""
    row = fetch_one("SELECT pipeline_id FROM work_deal_standing WHERE deal_id = %s", [deal_id])
    return row[0] if row else None
