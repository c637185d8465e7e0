"""A line of a scorecard opened: the records of its numerator and its denominator."""

from typing import Any, cast

from django.http import HttpResponseBase

from requite.insight.checks.access import JUDGE
from requite.insight.scorecards.queries import get_card
from requite.insight.supervision.queries.reps import list_kind_sums
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.card_lines import lines_of
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import is_fragment, render
from requite.web.screens.cards import RIGHT, address, home_of, read_period
from requite.web.screens.lists import limit_of
from requite.web.screens.periods import period_label
from requite.web.screens.team_rep import LACKING, USED, KindRow, list_of
from requite.work.queries.stepped import PAGE, Which, list_stepped

WHICH = ("all", "with", "without")


@door("GET", right=RIGHT)
def user_card_part(request: ActorRequest, *, id: str, part: str) -> HttpResponseBase:  # noqa: A002
    """What a line of a rep's card counts, and of what."""
    actor, user_id = request.actor, id_of(id)
    period = read_period(request.GET.get("period", ""), actor.day_of(request.now))
    page = get_card(actor=actor, user_id=user_id, period=period, at=request.now)
    lines = lines_of(page.card, period, is_over=page.is_over) if page.card else []
    line = next((one for one in lines if one.slug == part), None)
    if line is None:
        raise NotVisible
    is_own = user_id == actor.id
    context: dict[str, Any] = {
        "page": page, "line": line, "label": period_label(period), "is_own": is_own,
        "back": address(home_of(actor, user_id), period),
        "here": url("user_card_part", id=user_id, part=part, query={"period": period.key}),
    }  # fmt: skip
    if part == "next_step" and actor.covers("deals.see", user_id):
        context |= _deals(request, user_id, str(context["here"]))
        if request.GET.get("after") and is_fragment(request):
            return render(request, "cards/deals_rows.html", context, fragment="cards/deals_rows.html")
    if part == "quality":
        own = url("checks_mine", query={"only": "counted"}) if is_own else ""
        others = url("checks_results", query={"user": str(user_id), "only": "counted"}) if actor.has(JUDGE) else ""
        context["checks"] = own or others
        sums = list_kind_sums(actor=actor, user_id=user_id)
        context["kinds"] = [
            KindRow(label, sums[slug], list_of(kind, lines_, user_id), list_of(kind, (*lines_, LACKING), user_id))
            for slug, (label, kind, lines_) in USED.items()
            if slug in sums
        ]
    return render(request, "cards/part.html", context, topics=[f"user:{user_id}", "cards", "plans"])


def _deals(request: ActorRequest, user_id: Any, here: str) -> dict[str, Any]:
    which = cast(Which, request.GET.get("which", "all"))
    which = which if which in WHICH else "all"
    limit, after = limit_of(request, "part", PAGE), parse_id(request.GET.get("after", ""))
    found = list_stepped(user_id=user_id, which=which, now=request.now, after=after, limit=limit)
    rows = found[:limit]
    return {
        "which": which, "deals": rows,
        "next": f"{here}&which={which}&after={rows[-1].id}" if len(found) > limit else "",
    }  # fmt: skip
