"""A rep's quality: part by part, kind by kind, over time, and the records that moved it on one day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.fields.references import names_of
from requite.identity.queries import list_teams
from requite.insight.checks.access import JUDGE
from requite.insight.checks.queries.anchors import anchors_now
from requite.insight.figures import COMPANY, Holder
from requite.insight.supervision.queries import over_time as queries
from requite.insight.supervision.queries.reps import NO_ANCHOR, SUMS, Sum, anchored, list_kind_sums
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.charts import line_chart
from requite.web.checks_words import anchor_word
from requite.web.doors import ActorRequest, door, id_of
from requite.web.formats import percent
from requite.web.pages import render
from requite.web.screens.lists import limit_of
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
        return {"days": scores[::-1], "chart": "", "by_parts": []}
    ends = {"first": int(values[0]), "last": int(values[-1])}
    say = _("Quality by day, from %(first)s to %(last)s") % ends
    return {"days": scores[::-1], "chart": line_chart(values, say=say), "by_parts": _by_parts(points)}


def _by_parts(points: Sequence[queries.QualityPoint]) -> list[tuple[str, Markup, int]]:
    """A line of each part over the days that have it, with what it is called and what it is now."""
    parts = [point.sum.parts for point in points if point.sum.parts is not None]
    if len(parts) < LEAST_FOR_LINE:
        return []
    lines = []
    for label, values in zip((_("Completeness"), _("Validity"), _("Timeliness")), zip(*parts, strict=True), strict=True):
        said = {"part": label, "first": percent(values[0] / 100), "last": percent(values[-1] / 100)}
        say = _("%(part)s by day, from %(first)s to %(last)s") % said
        lines.append((label, line_chart([float(value) for value in values], say=say), values[-1]))
    return lines


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
    whole = Sum(*(sum(getattr(one, part) for one in sums.values()) for part in SUMS))
    context: dict[str, Any] = {"rows": rows, "whole": whole, "name": name, "user_id": user_id, "is_own": user_id == actor.id}
    context["moved"] = url("rep_moved", id=user_id)
    context |= days_of(actor, [user_id], actor.day_of(request.now)) | _anchored(request, user_id, whole)
    return render(request, "team/rep.html", context, topics=[f"user:{user_id}"])


def _anchored(request: ActorRequest, user_id: UUID, whole: Sum) -> dict[str, Any]:
    """The quality as the spot checks leave it, with how in words, and the address of the checks that count."""
    found = anchors_now(actor=request.actor, user_ids=[user_id], now=request.now)
    held = found.get(user_id, NO_ANCHOR)
    own = url("checks_mine", query={"only": "counted"}) if user_id == request.actor.id else ""
    others = url("checks_results", query={"user": str(user_id), "only": "counted"}) if request.actor.has(JUDGE) else ""
    said = {"anchor_word": anchor_word(held), "is_anchored": held.applies, "checks": own or others}
    return {"score": anchored(whole, held), **said}


@door("GET", right="team.see")
def of_team(request: ActorRequest, *, id: str = "") -> HttpResponseBase:  # noqa: A002
    """What a team's records come to over time, those of the teams below it too; without an id, the company's."""
    actor = request.actor
    holder, name = _led(actor, id)
    context = days_of(actor, queries.list_members(holder.id), actor.day_of(request.now))
    context |= {"name": name, "holder": holder, "moved": _moved_of(holder)}
    return render(request, "team/quality.html", context, topics=[holder.key])


def _led(actor: Actor, id_: str) -> tuple[Holder, str]:
    """The team of that id, or the company, and what it is called. Raises NotVisible."""
    holder = Holder("team", id_of(id_)) if id_ else COMPANY
    if not holder.covered(actor, "team.see"):
        raise NotVisible
    team = next((node for node in list_teams(actor=actor) if node.id == holder.id), None)
    if holder.id and team is None:
        raise NotVisible
    return holder, team.name if team else _("The company")


def _moved_of(holder: Holder) -> str:
    return url("team_moved", id=holder.id) if holder.id else url("company_moved")


@door("GET", right="plans.see")
def moved(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The records of a rep whose quality moved on the day of the address."""
    actor, user_id = request.actor, id_of(id)
    name = name_of(actor, user_id, "plans.see")
    context = _moved(request, [user_id], url("rep_moved", id=user_id)) | {
        "name": name, "topic": f"user:{user_id}", "reps": None, "current": "today" if user_id == actor.id else "team",
        "back": url("rep_card", id=user_id),
    }  # fmt: skip
    return _moved_page(request, context)


@door("GET", right="team.see")
def moved_of_team(request: ActorRequest, *, id: str = "") -> HttpResponseBase:  # noqa: A002
    """The records of a team's reps whose quality moved on the day of the address; without an id, the company's."""
    holder, name = _led(request.actor, id)
    context = _moved(request, queries.list_members(holder.id), _moved_of(holder))
    context |= {
        "name": name, "topic": holder.key, "current": "team",
        "reps": names_of(request.actor, "user", {row.owner_id for row, *_rest in context["rows"]}),
        "back": url("team_quality", id=holder.id) if holder.id else url("company_quality"),
    }  # fmt: skip
    return _moved_page(request, context)


def _moved_page(request: ActorRequest, context: dict[str, Any]) -> HttpResponseBase:
    fragment = "team/moved_rows.html" if request.GET.get("after") else None
    return render(request, "team/moved.html", context, fragment=fragment, topics=[context["topic"]])


def _moved(request: ActorRequest, user_ids: Sequence[UUID], here: str) -> dict[str, Any]:
    """The day that is asked for, and a page of the records that moved on it. Raises NotVisible for what is no day."""
    actor = request.actor
    try:
        day = date.fromisoformat(request.GET.get("day", "") or actor.day_of(request.now).isoformat())
    except ValueError:
        raise NotVisible from None
    after = parse_id(request.GET.get("after", ""))
    limit = limit_of(request, "moved", queries.PAGE)
    found = queries.list_moved(actor=actor, user_ids=user_ids, day=day, after=after, most=limit)
    rows = found[:limit]
    query = {"day": day.isoformat(), "after": str(rows[-1].record_id)} if len(found) > limit else None
    return {
        "rows": [(row, USED[row.kind][0], _named(row), _address(row)) for row in rows],
        "day": day, "next": f"{here}?{urlencode(query)}" if query else "",
    }  # fmt: skip


def _named(row: queries.Moved) -> str:
    return full(row.names[0], row.names[1]) if row.kind == "person" and row.names else "".join(row.names)


def _address(row: queries.Moved) -> str:
    return url(ROUTES[row.kind], id=row.record_id) if row.names else ""
