"""Counters: one for itself, for live, and the records behind a number."""

from typing import Any, cast

from django.http import HttpResponseBase

from requite.insight.figures import Figure, Holder, Scope, find_figure
from requite.insight.plans import access
from requite.insight.plans.boards import SPANS, USUAL_SPAN, board_for
from requite.insight.plans.counting import get_counter
from requite.insight.plans.drilldown import Which, count_records, list_records
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.period import Kind, Period, parse_period, period_of
from requite.web.counter_lists import list_behind
from requite.web.doors import ActorRequest, door
from requite.web.pages import is_fragment, part, render
from requite.web.screens.periods import period_label
from requite.work.models import Activity

WHICH = ("all", "counted", "pending")
# A number may be opened for as many days as a plan may have.
MOST_DAYS = 366 * 3 + 1


@door("GET", right="plans.see")
def counters(request: ActorRequest) -> HttpResponseBase:
    """The counters of a holder (`of`) for a span, for live: one request for all of them."""
    found = board_for(
        actor=request.actor, span=request.GET.get("span", ""), at=request.now, holder=holder_of(request)
    )
    return part(request, "counters/board.html", {"board": found})


@door("GET", right="plans.see")
def counter(request: ActorRequest, *, figure: str) -> HttpResponseBase:
    """One counter alone, for live. `of` is its holder, `span` the span of its plan."""
    span = request.GET.get("span", USUAL_SPAN)
    found = get_counter(
        actor=request.actor,
        holder=holder_of(request),
        slug=figure,
        span=span if span in (*SPANS, "custom") else USUAL_SPAN,
        at=request.now,
    )
    context = {"counter": found, "span": span, "may_set": found.holder.covered(request.actor, "plans.set")}
    return part(request, "counters/one.html", context)


@door("GET", right="plans.see")
def records(request: ActorRequest, *, figure: str) -> HttpResponseBase:
    """The records that a number counts, and those that wait for their minimum data."""
    actor, found = request.actor, find_figure(figure)
    scope = Scope(holder_of(request), _period_of(request))
    if found is None:
        raise NotVisible
    name = access.see_holder(actor=actor, holder=scope.holder, only_active=False)
    which = cast(Which, request.GET.get("which", "all"))
    if which not in WHICH:
        which = "all"
    after = request.GET.get("after", "")
    page = list_records(actor=actor, figure=found, scope=scope, which=which, after=after)
    kinds = {key: str(label) for key, label in Activity.Kind.choices}
    context: dict[str, Any] = {
        "page": page, "figure": found, "scope": scope, "which": which, "holder_name": name, "kinds": kinds,
    }  # fmt: skip
    rest = bool(after) and is_fragment(request)
    if not rest:
        context |= {**_head(found, scope), "list_address": list_behind(actor, found, scope)}
    return render(
        request, "counters/records.html", context, fragment="counters/rows.html" if rest else None, topics=[scope.holder.key]
    )


def _head(figure: Figure, scope: Scope) -> dict[str, Any]:
    return {"count": count_records(scope=scope, figure=figure), "period_label": period_label(scope.period)}


def holder_of(request: ActorRequest) -> Holder:
    """The holder that the address names; the reader's own when it names none. Raises NotVisible."""
    text = request.GET.get("of", "")
    found = access.parse_holder(text) if text else Holder("user", request.actor.id)
    if found is None or not found.covered(request.actor, "plans.see"):
        raise NotVisible
    return found


def _period_of(request: ActorRequest) -> Period:
    """The period that the address names; the present month when it names none or what isn't one."""
    key, today = request.GET.get("period", ""), request.actor.day_of(request.now)
    try:
        period = parse_period(key) if key else period_of(Kind.MONTH, today)
        usable = period.start.year >= 2000 and period.last.year < 2100
    except Refused:
        usable = False
    return period if usable and period.days <= MOST_DAYS else period_of(Kind.MONTH, today)
