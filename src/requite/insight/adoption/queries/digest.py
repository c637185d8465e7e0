"""What a digest tells that no page tells already: colleagues who worked with one's records; and how the digests went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from requite.insight.adoption.models import Digest
from requite.insight.adoption.queries.helped import Helper, list_helpers
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, fetch_one

FEW = 5
OWN = """
SELECT coalesce(sum(n) FILTER (WHERE what = 'made'), 0), coalesce(sum(n) FILTER (WHERE what = 'changed'), 0),
       coalesce(sum(n) FILTER (WHERE what = 'closed'), 0),
       count(DISTINCT day) FILTER (WHERE what IN ('made', 'changed'))
FROM adoption_written WHERE day >= %(start)s AND day < %(end)s AND user_id = %(user)s
"""
STATES = "SELECT state, count(*) FROM adoption_digest WHERE week = %s GROUP BY 1"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """What a user did in a week: records made, changes, debts closed, on so many days; and who worked with their records."""

    made: int
    changed: int
    closed: int
    days: int
    helpers: Sequence[Helper]
    colleagues: int


@dataclass(frozen=True, slots=True)
class Sending:
    """How the digests of a week went, and the fault said last."""

    sent: int
    queued: int
    failed: int
    fault: str


def get_own_week(*, actor: Actor, start: datetime, end: datetime) -> OwnWeek:
    """The actor's own week: of their own records alone. Two statements."""
    days = {"start": actor.day_of(start), "end": actor.day_of(end), "user": actor.me}
    helpers, colleagues = list_helpers(user_id=actor.me, start=actor.day_of(start), end=actor.day_of(end), most=FEW)
    made, changed, closed, active = (int(number) for number in fetch_one(OWN, days) or (0, 0, 0, 0))
    return OwnWeek(made, changed, closed, active, helpers, colleagues)


def get_sending(*, week: date) -> Sending:
    """How the digests of the week that begins on that Monday went. Two statements at most."""
    states = {state: int(number) for state, number in fetch_all(STATES, [week])}
    failed = states.get(Digest.State.FAILED, 0)
    faults = Digest.objects.filter(week=week, state=Digest.State.FAILED).order_by("-id") if failed else None
    fault = faults.values_list("fault", flat=True).first() if faults is not None else ""
    return Sending(states.get(Digest.State.SENT, 0), states.get(Digest.State.QUEUED, 0), failed, fault or "")


