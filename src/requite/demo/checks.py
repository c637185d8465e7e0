"""Spot checks of the demo company: a plan, a draw of two weeks ago that was looked at, and one that waits."""

from datetime import datetime, timedelta

from requite.demo.calendar import COUNTRY, ZONE, Now
from requite.demo.start import actor_of
from requite.identity.models import User
from requite.insight.checks.actions.answer_check import answer_check
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.actions.judge_check import judge_check
from requite.insight.checks.models import Check, CheckPlan
from requite.kernel.actor import Actor

A_WEEK = {"meeting": 2, "call": 1, "person": 1}
# One of ten is wrong; its rep answers.
FOUND = (("confirmed", ""),) * 5 + (("changed", "moved to another desk since"), ("wrong", "the call was the day before"))
ANSWER = "Right, I entered it in the evening. The day is put right."


def fill(*, users: dict[str, User], now: Now) -> None:
    """Set the plan three weeks ago, draw twice, and look at the first draw."""
    monday = now.today - timedelta(days=now.today.weekday())
    CheckPlan.objects.create(
        starts_on=monday - timedelta(days=21), per="rep", a_week=A_WEEK, made_by=users["oleg"],
        made_at=now.moment(monday - timedelta(days=21), "09:00"),
    )  # fmt: skip
    actor = Actor(id=None, name="Requite", country=COUNTRY, zone=ZONE, company_zone=ZONE, via="demo")
    first = now.moment(monday - timedelta(days=7), "09:00")
    draw_week(actor=actor, at=first)
    _look(users, first + timedelta(hours=2))
    draw_week(actor=actor, at=min(now.at, now.moment(monday, "09:00")))


def _look(users: dict[str, User], at: datetime) -> None:
    leader = actor_of(users["vera"])
    checks = Check.objects.filter(user__in=leader.reach).exclude(user=leader.id).order_by("drawn_at", "id")
    for n, check in enumerate(checks):
        verdict, why = FOUND[n % len(FOUND)]
        judge_check(actor=leader, at=at, check_id=check.id, verdict=verdict, why=why)
        if verdict == "wrong":
            rep = actor_of(User.objects.get(id=check.user_id))
            answer_check(actor=rep, at=at + timedelta(hours=3), check_id=check.id, answer=ANSWER)
