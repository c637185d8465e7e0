"""The plan of checking: of which kinds, how many a week, from when on; and how many are needed to know what."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.checks.access import SET
from requite.insight.checks.actions.declare_plan import MOST, declare_plan
from requite.insight.checks.measure import margin_of, needed
from requite.insight.checks.models import CheckPlan, Stratum
from requite.insight.checks.queries.plans import list_plan_versions, plan_on
from requite.web.doors import ActorRequest, door, sent
from requite.web.formats import number
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, attempt, done

SHARE = 0.1  # what is thought to be wrong, as the example of the measures has it
MARGINS = (0.03, 0.05, 0.1, 0.15)
FRAMES = (160, 500, None)
WEEKS = 13


@door("GET", "POST", right=SET)
def checks_settings(request: ActorRequest) -> HttpResponseBase:
    """What holds, its versions, and a form for the next one."""
    actor, today = request.actor, request.actor.day_of(request.now)
    typed = {name: sent(request, name) for name in (*Stratum.values, "per", "starts_on")}
    outcome = OPEN
    if request.method == "POST":
        numbers = {name: typed[name] for name in Stratum.values}
        outcome = attempt(
            lambda: declare_plan(
                actor=actor, at=request.now, per=typed["per"], a_week=numbers, starts_on=typed["starts_on"]
            )
        )
        if outcome.is_kept:
            return done(request, reverse("checks_settings"), _("Kept."))
    kept = plan_on(today)
    if request.method == "GET":
        a_week = kept.a_week if kept else {"meeting": 2, "call": 1}
        typed = {name: str(a_week.get(name, 0)) for name in Stratum.values}
        typed |= {"per": kept.per if kept else "rep", "starts_on": ""}
    context = {
        "typed": typed, "errors": outcome.errors, "strata": [(one.value, one.label) for one in Stratum], "most": MOST,
        "labels": {one.value: one.label for one in Stratum}, "pers": CheckPlan.Per.choices,
        "per_labels": dict(CheckPlan.Per.choices), "kept": kept, "versions": list_plan_versions(actor=actor, day=today),
        "precise": [(_points(one), [needed(margin=one, share=SHARE, of=size) for size in FRAMES]) for one in MARGINS],
        "frames": FRAMES, "reached": _reached(kept), "weeks": WEEKS,
    }  # fmt: skip
    return render(request, "settings/checks.html", context, status=outcome.status)


def _points(margin: float) -> str:
    return number(round(100 * margin, 1))


def _reached(plan: CheckPlan | None) -> tuple[int, str] | None:
    """How many checks of a rep or team the plan in force makes in a quarter, and to how many points they tell a tenth."""
    margin = margin_of(checks=plan.total * WEEKS, share=SHARE) if plan else None
    return (plan.total * WEEKS, _points(margin)) if plan and margin else None
