"""How many records are checked each week, from a day on."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from requite.identity.access import demand_right
from requite.insight.checks.access import SET
from requite.insight.checks.events import CheckPlanDeclared
from requite.insight.checks.models import CheckPlan, Stratum
from requite.insight.checks.queries.plans import plan_on
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Text

MOST = 50  # of one stratum of one rep or team in a week
AHEAD = 366  # days


def declare_plan(*, actor: Actor, at: datetime, per: str, a_week: Mapping[str, str], starts_on: str = "") -> CheckPlan:
    """A new version of the plan of checking, as typed. Raises NotAllowed, Refused.

    It holds from `starts_on` (blank: today) until a later one begins; days past stay under what held then. Numbers of none
    end the checking.
    """
    demand_right(actor=actor, right=SET)
    errors: dict[str, Text] = {}
    today = actor.day_of(at)
    day = _day(starts_on, today, errors)
    numbers = {stratum: _number(a_week.get(stratum, ""), stratum, errors) for stratum in Stratum.values}
    if per not in CheckPlan.Per.values:
        errors["per"] = _("Choose whether each rep’s or each team’s records are drawn.")
    if errors:
        raise Refused(errors=errors)
    with recording(actor=actor, at=at) as record:
        before = plan_on(day)
        plan = CheckPlan.objects.create(
            starts_on=day, per=per, a_week={name: n for name, n in numbers.items() if n}, made_at=at,
            made_by_id=actor.id,
        )
        record(CheckPlanDeclared(subject_id=plan.id, changes=_changes(before, plan), topics=frozenset({"company"})))
    return plan


def _day(text: str, today: date, errors: dict[str, Text]) -> date:
    if not text.strip():
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        errors["starts_on"] = _("Write the day as 2026-11-30.")
        return today
    if day < today:
        errors["starts_on"] = _("What was drawn already stays: choose today or a later day.")
    elif (day - today).days > AHEAD:
        errors["starts_on"] = _("Choose a day within a year.")
    return day


def _number(text: str, name: str, errors: dict[str, Text]) -> int:
    text = text.strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 9) or int(text) > MOST:
        errors[name] = _("Write a whole number from 0 to %(most)s.") % {"most": MOST}
        return 0
    return int(text)


def _changes(before: CheckPlan | None, plan: CheckPlan) -> dict[str, tuple[object, object]]:
    old = before.a_week if before else {}
    changes: dict[str, tuple[object, object]] = {
        f"a week {name}": (old.get(name, 0), plan.a_week.get(name, 0))
        for name in Stratum.values
        if old.get(name, 0) != plan.a_week.get(name, 0)
    }
    changes["per"] = (before.per if before else None, plan.per)
    changes["starts_on"] = (before.starts_on.isoformat() if before else None, plan.starts_on.isoformat())
    return changes
