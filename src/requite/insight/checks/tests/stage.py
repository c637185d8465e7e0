"""What the tests of spot checks stand on: Anna's meetings of last week, a plan of checking, and a draw."""

from datetime import date, timedelta

from testing.builders import meeting_of, person_of

from requite.identity.tests.cast import NOW, Cast
from requite.insight.checks.actions.declare_plan import declare_plan
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.actions.judge_check import judge_again, judge_check
from requite.insight.checks.models import Check
from requite.kernel.actor import Actor
from requite.work.actions.meetings import hold_meeting

MONDAY = date(2026, 11, 23)  # of the week of NOW, a Tuesday
DAY = timedelta(days=1)
__all__ = ["DAY", "MONDAY", "check_of", "drawn", "held", "plan", "system"]


def system(cast: Cast) -> Actor:
    """Requite itself."""
    zone = cast.actors["anna"].company_zone
    return Actor(id=None, name="Requite", country="KR", zone=zone, company_zone=zone, via="job")


def held(cast: Cast, count: int = 4, who: str = "anna", days_ago: int = 5):
    """Meetings that were held, by default on Thursday of last week."""
    person = person_of(cast, who)
    made = []
    for n in range(count):
        at = NOW - days_ago * DAY + n * timedelta(minutes=30)
        one = meeting_of(cast, person, who, at=at)
        made.append(hold_meeting(actor=cast.actors[who], at=NOW, activity_id=one.id, result="agreed"))
    return made


def plan(cast: Cast, per: str = "rep", at=NOW, starts_on: str = "", **a_week: int):
    """A plan of checking."""
    numbers = {name: str(n) for name, n in (a_week or {"meeting": 2}).items()}
    return declare_plan(actor=cast.actors["oleg"], at=at, per=per, a_week=numbers, starts_on=starts_on)


def drawn(cast: Cast, count: int = 4, asked: int = 2) -> list[Check]:
    """Checks of Anna's meetings."""
    held(cast, count)
    plan(cast, meeting=asked)
    draw_week(actor=system(cast), at=NOW)
    return list(Check.objects.filter(user=cast.anna).order_by("id"))


def check_of(cast: Cast) -> Check:
    """One check of Anna's."""
    return drawn(cast, 1, 1)[0]


def judge(cast: Cast, check: Check, verdict: str = "confirmed", why: str = "", who: str = "vera", at=NOW) -> Check:
    """What that one says as the first reader."""
    return judge_check(actor=cast.actors[who], at=at, check_id=check.id, verdict=verdict, why=why)


def again(cast: Cast, check: Check, verdict: str = "made_up", why: str = "nobody there", who: str = "emma", at=NOW) -> Check:
    """And as the second."""
    return judge_again(actor=cast.actors[who], at=at, check_id=check.id, verdict=verdict, why=why)
