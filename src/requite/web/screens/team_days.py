"""A rep's quality: part by part, kind by kind, over time, and the records that moved it on one day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.insight.supervision.queries import over_time as queries
from requite.insight.supervision.queries.reps import Sum, list_kind_sums
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.charts import line_chart
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import render
from requite.web.screens.names import full
from requite.web.screens.team_rep import LACKING, USED, KindRow, list_of, name_of

ROUTES: Mapping[str, str] = {
    "person": "person", "company": "company", "deal": "deal", "call": "activity", "meeting": "activity",
}  # fmt: skip

LEAST_FOR_LINE = 2  # a line needs two days


def days_of(actor: Actor, user_ids: list[UUID], today: date) -> dict[str, Any]:
    """The line, and the same days as rows of a table, newest first."""
    points = queries.list_quality_points(actor=actor, user_ids=user_ids, today=today)
    scores = [(point, point.sum.score) for point in points if point.sum.score is not None]
    values = [float(score or 0) for _point, score in scores]
    if len(values) < LEAST_FOR_LINE:
        return {"days": scores[::-1], "chart": ""}
    ends = {"first": int(values[0]), "last": int(values[-1])}
    say = _("Quality by day, from %(first)s to %(last)s") % ends
    return {"days": scores[::-1], "chart": line_chart(values, say=say)}


@door("GET", right="plans.see")
def card(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What a rep's records come to, part by part and kind by kind: the leader's and the rep's own."""
    actor, user_id = request.actor, id_of(id)
    name = name_of(actor, user_id, "plans.see")
    sums = list_kind_sums(actor=actor, user_id=user_id)
    rows = [
        KindRow(label, sums[slug], list_of(kind, lines, user_id), list_of(kind, (*lines, LACKING), user_id))
        for slug, (label, kind, lines) in USED.items()
        if slug in sums
    ]
    whole = Sum(*(sum(getattr(one, part) for one in sums.values()) for part in ("records", "complete", "points")))
    context: dict[str, Any] = {"rows": rows, "whole": whole, "name": name, "user_id": user_id, "is_own": user_id == actor.id}
    context |= days_of(actor, [user_id], actor.day_of(request.now))
    return render(request, "team/rep.html", context, topics=[f"user:{user_id}"])


@door("GET", right="plans.see")
def moved(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The records of a rep whose quality moved on the day of the address."""
    actor, user_id = request.actor, id_of(id)
    name = name_of(actor, user_id, "plans.see")
    try:
        day = date.fromisoformat(request.GET.get("day", "") or actor.day_of(request.now).isoformat())
    except ValueError:
        raise NotVisible from None
    after = parse_id(request.GET.get("after", ""))
    found = queries.list_moved(actor=actor, user_id=user_id, day=day, after=after)
    rows = found[: queries.PAGE]
    query = {"day": day.isoformat(), "after": str(rows[-1].record_id)} if len(found) > queries.PAGE else None
    context = {
        "rows": [(row, USED[row.kind][0], _named(row), _address(row)) for row in rows],
        "name": name, "user_id": user_id, "day": day, "is_own": user_id == actor.id,
        "next": url("rep_moved", id=user_id, query=query) if query else "",
    }  # fmt: skip
    return render(request, "team/moved.html", context, fragment="team/moved_rows.html" if after else None)


def _named(row: queries.Moved) -> str:
    return full(row.names[0], row.names[1]) if row.kind == "person" and row.names else "".join(row.names)


def _address(row: queries.Moved) -> str:
    return url(ROUTES[row.kind], id=row.record_id) if row.names else ""
