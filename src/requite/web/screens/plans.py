"""Plans: the list by holder and metric, and one plan with its history and closed periods."""

from typing import Any

from django.http import HttpResponseBase

from requite.insight.figures import find_figure
from requite.insight.plans import access
from requite.insight.plans.counting import get_counter
from requite.insight.plans.models import Plan
from requite.insight.plans.queries import PAGE, list_closed, list_leaves, list_plans, list_series
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import render
from requite.web.screens.periods import period_label


@door("GET", right="plans.see")
def plans(request: ActorRequest) -> HttpResponseBase:
    """Plans that the reader may see, and leaves."""
    actor, ended = request.actor, request.GET.get("view") == "ended"
    after = parse_id(request.GET.get("after", ""))
    rows = list_plans(actor=actor, at=request.now, after=after, ended=ended)
    context: dict[str, Any] = {
        "plans": rows,
        "next": str(rows[-1].id) if len(rows) == PAGE else "",
        "ended": ended,
        "spans": span_labels(),
        "leaves": [] if after else list_leaves(actor=actor, at=request.now),
    }
    return render(
        request, "plans/plans.html", context, fragment="plans/rows.html" if after else None, topics=["plans"]
    )


@door("GET", right="plans.see")
def plan(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One plan: its counter, the targets before and after it, and its closed periods."""
    actor = request.actor
    found = access.see_plan(actor=actor, plan_id=id_of(id))
    series = list_series(actor=actor, plan=found)
    row = next((one for one in series if one.id == found.id), None)
    if row is None:
        raise NotVisible
    closed = list_closed(plan=found)
    context: dict[str, Any] = {
        "plan": row,
        "series": series,
        "closed": [(one, period_label(one.period)) for one in closed],
        "counter": None,
        "spans": span_labels(),
        "has_ended": found.ends_on is not None and found.ends_on <= actor.day_of(request.now),
        "counts": {key: str(label) for key, label in Plan.Counts.choices},
    }
    if _is_in_force(request, found):
        context["counter"] = get_counter(
            actor=actor, holder=row.holder, slug=found.metric, span=found.span, at=request.now
        )
    return render(request, "plans/plan.html", context, topics=["plans", row.holder.key])


def _is_in_force(request: ActorRequest, found: Plan) -> bool:
    today = request.actor.day_of(request.now)
    known = find_figure(found.metric) is not None
    return known and found.starts_on <= today and (found.ends_on is None or found.ends_on > today)


def span_labels() -> dict[str, str]:
    """Spans by their names in the reader's language."""
    return {key: str(label) for key, label in Plan.Span.choices}
