"""A record's own quality over time, each day with the version of the minimum set that judged it."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from requite.insight.supervision.queries.over_time import ScoreDay, list_score_days
from requite.kernel.period import start_of_day
from requite.quality.versions import list_days, number_of
from requite.web.charts import line_chart
from requite.web.worths import version_address

SECOND = timedelta(seconds=1)


class PastScore(NamedTuple):
    """A day on which the score moved, with the version that was in force at its end and that version's address."""

    day: date
    before: int
    score: int
    version: int
    href: str


def line_of(record_id: UUID, kind: str, *, zone: tzinfo, now: datetime) -> dict[str, Any]:
    """A record's own score over the days on which it moved, oldest first in the line, and the days newest first."""
    days = list_score_days(record_id=record_id)
    if not days:
        return {"scores": []}
    values = [days[-1].before, *(one.score for one in reversed(days))]
    say = _("Quality of this record, from %(first)s to %(last)s") % {"first": values[0], "last": values[-1]}
    versions = list_days(kind)
    scores = [_past(one, kind, number_of(versions, _end_of(one.day, zone, now))) for one in days]
    return {"scores": scores, "score_chart": line_chart([float(value) for value in values], say=say)}


def _past(one: ScoreDay, kind: str, version: int) -> PastScore:
    return PastScore(one.day, one.before, one.score, version, version_address(kind, version))


def _end_of(day: date, zone: tzinfo, now: datetime) -> datetime:
    return min(now, start_of_day(day + timedelta(days=1), zone=zone) - SECOND)
