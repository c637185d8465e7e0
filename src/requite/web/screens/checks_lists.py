"""Checks as lists: the rep's own with everything that was said, and what came of them with its rates."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.insight.checks.access import JUDGE, SEE
from requite.insight.checks.models import Stratum
from requite.insight.checks.queries.anchors import DAYS, anchors_now
from requite.insight.checks.queries.rates import Rate, list_rates
from requite.insight.checks.queries.records import ONLY, PAGE, list_checks
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.checks_beside import address_of
from requite.web.checks_words import TONES, anchor_word, counts_word, rate_word, title_of
from requite.web.doors import ActorRequest, door
from requite.web.keys import read_key, write_key
from requite.web.listening import topic_of
from requite.web.pages import is_fragment, render
from requite.web.screens.lists import limit_of
from requite.web.screens.team_rep import name_of

Query = dict[str, str]


@door("GET", right=SEE)
def mine(request: ActorRequest) -> HttpResponseBase:
    """What was drawn of the reader's own, what was found, why and by whom; each may be answered."""
    actor, query = request.actor, _asked(request)
    context = _rows(request, actor.me, "checks_mine", query, "checks-mine") | _anchor(request, actor.me)
    context |= {"views": _views("checks_mine", {}, query), "is_some": bool(query)}
    return render(request, "checks/mine.html", context, fragment=_fragment(request), topics=[f"user:{actor.me}"])


@door("GET", right=JUDGE)
def results(request: ActorRequest) -> HttpResponseBase:
    """How much of what was checked was wrong, and the checks: `user` for one rep's, `only` and `kind` for some."""
    actor, user_id = request.actor, parse_id(request.GET.get("user", ""))
    name = name_of(actor, user_id, SEE) if user_id else ""
    whose = {"user": str(user_id)} if user_id else {}
    query = _asked(request)
    context = _rows(request, user_id, "checks_results", {**whose, **query}, "checks-results")
    context |= {"name": name, "user_id": user_id, "is_some": bool(query)}
    context |= {"topic": topic_of(actor, JUDGE), "views": _views("checks_results", whose, query)}
    if not (is_fragment(request) and _fragment(request)):
        rates, whole = list_rates(
            actor=actor, start=request.now - timedelta(days=DAYS), end=request.now + timedelta(microseconds=1),
            user_ids=[user_id] if user_id else None,
        )  # fmt: skip
        labels = {one.value: one.label for one in Stratum}
        context |= {"rates": [(labels[one.stratum], rate_word(one), _numbers(one, whose)) for one in rates]}
        context |= {"whole": _numbers(whole, whose), "whole_word": rate_word(whole), "days": DAYS}
        context |= _anchor(request, user_id) if user_id else {"anchor": None}
    return render(request, "checks/results.html", context, fragment=_fragment(request), topics=[context["topic"]])


def _asked(request: ActorRequest) -> Query:
    """Which checks the address asks for, as far as it says so rightly."""
    only, kind = request.GET.get("only", ""), request.GET.get("kind", "")
    found = {"only": only if only in ONLY else "", "kind": kind if kind in Stratum.values else ""}
    return {key: value for key, value in found.items() if value}


def _numbers(rate: Rate, whose: Query) -> list[tuple[str, int, str]]:
    """The numbers of a row, as (label, number, address of the checks that it counts)."""
    kind = {"kind": rate.stratum} if rate.stratum else {}
    numbers = {"drawn": rate.drawn, "checked": rate.checked, "cant_tell": rate.cant_tell, "wrong": rate.defects}
    words = _words()
    return [
        (words[only], n, url("checks_results", query={**whose, **kind, "only": only}) + "#checks")
        for only, n in numbers.items()
    ]


def _words() -> dict[str, str]:
    """What the numbers count, as their columns are called."""
    return {"drawn": _("Drawn"), "checked": _("Checked"), "cant_tell": _("Can’t tell"), "wrong": _("Wrong or made up")}


def _fragment(request: ActorRequest) -> str | None:
    return "checks/rows.html" if request.GET.get("after") else None


def _views(route: str, whose: Query, query: Query) -> list[tuple[str, str, bool]]:
    """The usual choices as (address, label, whether it is on), and what a number that was opened counts."""
    labels = {"": _("All"), "counted": _("Those that count"), "answered": _("With an answer")}
    views = [({"only": slug} if slug else {}, label) for slug, label in labels.items()]
    if not any(one == query for one, _label in views):
        kinds = {one.value: str(one.label) for one in Stratum}
        said = [kinds.get(query.get("kind", ""), ""), (labels | _words())[query.get("only", "")]]
        views.append((query, " · ".join(filter(None, said))))
    return [(url(route, query={**whose, **one} or None), label, one == query) for one, label in views]


def _anchor(request: ActorRequest, user_id: UUID) -> dict[str, Any]:
    found = anchors_now(actor=request.actor, user_ids=[user_id], now=request.now).get(user_id)
    return {"anchor": found, "anchor_word": anchor_word(found) if found else ""}


def _rows(request: ActorRequest, user_id: UUID | None, route: str, query: dict[str, str], block: str) -> dict[str, Any]:
    after = read_key(request.GET.get("after", ""))
    limit = limit_of(request, block, PAGE)
    found = list_checks(
        actor=request.actor, now=request.now, user_id=user_id, only=query.get("only", ""), stratum=query.get("kind", ""),
        after=after, limit=limit,
    )  # fmt: skip
    rows = found[:limit]
    more = write_key(rows[-1].drawn_at, rows[-1].id) if len(found) > limit else ""
    return {
        "rows": [(row, title_of(row), address_of(row), counts_word(row, request.now)) for row in rows],
        "tones": TONES, "is_mine": route == "checks_mine",
        "next": url(route, query={**query, "after": more}) if more else "",
    }  # fmt: skip
