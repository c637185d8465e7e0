"""Plans of the demo company for reps, teams and the whole, and some leave."""

from datetime import date, datetime

from requite.demo.calendar import Now
from requite.demo.cast import REPS, TEAMS, Member
from requite.identity.models import User
from requite.insight.plans.models import Leave, Plan

MONTHLY = {"meetings_held": 10, "contacts": 100, "deals_won": 3, "revenue": 20_000_000}
OTHERS = {
    ("contacts", "day"): 6,
    ("calls_made", "day"): 10,
    ("contacts", "quarter"): 300,
    ("meetings_held", "quarter"): 30,
}
TEAM_SHARE = 0.9


def fill(*, users: dict[str, User], now: Now) -> None:
    """Set them from three months ago on."""
    begins = months_back(now.today, 3)
    at = now.moment(begins, "09:00")
    team_of = {member.team: users[member.key].team_id for member in REPS}
    spans = {**{(metric, "month"): target for metric, target in MONTHLY.items()}, **OTHERS}
    plans: list[Plan] = []
    for (metric, span), target in spans.items():
        plans.extend(
            _plan(metric, span, _target(member, target), begins, at, users, user=users[member.key])
            for member in REPS
        )
        if span == "day":
            continue
        for team in TEAMS:
            share = sum(_target(member, target) for member in REPS if member.team == team)
            plans.append(
                _plan(metric, span, round(share * TEAM_SHARE), begins, at, users, team_id=team_of[team])
            )
        share = sum(_target(member, target) for member in REPS)
        plans.append(_plan(metric, span, round(share * TEAM_SHARE), begins, at, users))
    Plan.objects.bulk_create(plans)
    first, second, third = now.ahead(3)
    Leave.objects.create(user=users["seoyeon"], starts_on=first, ends_on=third, made_at=at)
    Leave.objects.create(user=users["jaeho"], starts_on=second, ends_on=third, made_at=at)


def _target(member: Member, target: int) -> int:
    if member.key == "doyun":
        return max(1, target // 2)
    return target


def _plan(
    metric: str, span: str, target: int, begins: date, at: datetime, users: dict[str, User], **holder: object
) -> Plan:
    starts = begins.replace(day=1)
    return Plan(
        metric=metric, span=span, target=target, starts_on=starts, made_at=at, made_by=users["vera"], **holder
    )


def months_back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
