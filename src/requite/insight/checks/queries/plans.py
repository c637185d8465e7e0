"""Plans of checking: which holds on a day, and the versions that were set."""

from dataclasses import dataclass
from datetime import date, datetime

from requite.insight.checks.access import SET
from requite.insight.checks.models import CheckPlan
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed

VERSIONS = 20


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version. `who` is (family, given) of who set it; `is_in_force` says that it holds on the day asked for."""

    starts_on: date
    per: str
    a_week: tuple[tuple[str, int], ...]
    made_at: datetime
    who: tuple[str, str]
    is_in_force: bool


def plan_on(day: date) -> CheckPlan | None:
    """The plan of checking of that day: of those begun the one that begins last, of equals the newest. None without any."""
    return CheckPlan.objects.filter(starts_on__lte=day).order_by("-starts_on", "-id").first()


def list_plan_versions(*, actor: Actor, day: date) -> list[PlanVersion]:
    """The newest versions, those still to come first. Raises NotAllowed."""
    if not actor.has(SET):
        raise NotAllowed
    found = CheckPlan.objects.select_related("made_by").order_by("-starts_on", "-id")[:VERSIONS]
    holds = plan_on(day)
    return [
        PlanVersion(
            one.starts_on, one.per, tuple(one.a_week.items()), one.made_at,
            (one.made_by.family_name, one.made_by.given_name) if one.made_by else ("", ""),
            holds is not None and one.id == holds.id,
        )
        for one in found
    ]  # fmt: skip
