"""What a digest tells that no page tells already: colleagues who worked with one's records; and how the digests went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from requite.insight.adoption.models import Digest
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, fetch_one

FEW = 5
# What moved a user's topic concerns them; of a change of many at once it is each one's, so that the owner is asked as well.
HELPED = """
WITH e AS MATERIALIZED (
    SELECT DISTINCT actor_id, subject_kind, subject_id FROM adoption_helped
    WHERE owner_id = %(user)s AND day >= %(start)s AND day < %(end)s
)
SELECT u.family_name, u.given_name, u.email, count(DISTINCT e.subject_id) AS records, count(*) OVER () AS colleagues
FROM e JOIN identity_user u ON u.id = e.actor_id
WHERE (
    e.subject_kind = 'person'
       AND EXISTS (SELECT FROM people_person r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
    OR e.subject_kind = 'company'
       AND EXISTS (SELECT FROM people_company r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
    OR e.subject_kind = 'deal' AND EXISTS (SELECT FROM deals_deal r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
    OR e.subject_kind IN ('call', 'meeting', 'task', 'note', 'activity')
       AND EXISTS (SELECT FROM work_activity r WHERE r.id = e.subject_id AND r.owner_id = %(user)s)
)
GROUP BY u.id ORDER BY records DESC, u.family_name, u.given_name, u.id LIMIT %(few)s
"""
OWN = """
SELECT coalesce(sum(n) FILTER (WHERE what = 'made'), 0), coalesce(sum(n) FILTER (WHERE what = 'changed'), 0),
       coalesce(sum(n) FILTER (WHERE what = 'closed'), 0),
       count(DISTINCT day) FILTER (WHERE what IN ('made', 'changed'))
FROM adoption_written WHERE day >= %(start)s AND day < %(end)s AND user_id = %(user)s
"""
STATES = "SELECT state, count(*) FROM adoption_digest WHERE week = %s GROUP BY 1"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Helper:
    """A colleague who worked with so many of one's records."""

    names: tuple[str, str]
    email: str
    records: int


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
    rows = fetch_all(HELPED, {**days, "few": FEW})
    made, changed, closed, active = (int(number) for number in fetch_one(OWN, days) or (0, 0, 0, 0))
    helpers = [Helper((row[0], row[1]), row[2], row[3]) for row in rows]
    return OwnWeek(made, changed, closed, active, helpers, rows[0][4] if rows else 0)


def get_sending(*, week: date) -> Sending:
    """How the digests of the week that begins on that Monday went. Two statements at most."""
    states = {state: int(number) for state, number in fetch_all(STATES, [week])}
    failed = states.get(Digest.State.FAILED, 0)
    faults = Digest.objects.filter(week=week, state=Digest.State.FAILED).order_by("-id") if failed else None
    fault = faults.values_list("fault", flat=True).first() if faults is not None else ""
    return Sending(states.get(Digest.State.SENT, 0), states.get(Digest.State.QUEUED, 0), failed, fault or "")


