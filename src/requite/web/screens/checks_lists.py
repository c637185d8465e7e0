"""Checks as lists: the rep's own with everything that was said, and what came of them with its rates."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.insight.checks.access import JUDGE, SEE
from requite.insight.checks.models import Stratum
from requite.insight.checks.queries.anchors import DAYS, anchors_now
from requite.insight.checks.queries.rates import list_rates
from requite.insight.checks.queries.records import PAGE, list_checks
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

ONLY = ("", "counted", "answered")


@door("GET", right=SEE)
def mine(request: ActorRequest) -> HttpResponseBase:
    """What was drawn of the reader's own, what was found, why and by whom; each may be answered."""
    actor = request.actor
    context = _rows(request, actor.me, "checks_mine", {}, "checks-mine") | _anchor(request, actor.me)
    return render(request, "checks/mine.html", context, fragment=_fragment(request), topics=[f"user:{actor.me}"])


@door("GET", right=JUDGE)
def results(request: ActorRequest) -> HttpResponseBase:
    """How much of what was checked was wrong, and the checks themselves; `user` for one rep's, `only` for some."""
    actor, user_id = request.actor, parse_id(request.GET.get("user", ""))
    only = request.GET.get("only", "")
    only = only if only in ONLY else ""
    name = name_of(actor, user_id, SEE) if user_id else ""
    query = {"user": str(user_id) if user_id else "", "only": only}
    asked = {key: value for key, value in query.items() if value}
    context = _rows(request, user_id, "checks_results", asked, "checks-results")
    context |= {"name": name, "user_id": user_id, "only": only}
    context |= {"topic": topic_of(actor, JUDGE), "views": _views(user_id, only)}
    if not (is_fragment(request) and _fragment(request)):
        rates, whole = list_rates(
            actor=actor, start=request.now - timedelta(days=DAYS), end=request.now + timedelta(microseconds=1),
            user_ids=[user_id] if user_id else None,
        )  # fmt: skip
        labels = {one.value: one.label for one in Stratum}
        context |= {"rates": [(one, labels[one.stratum], rate_word(one)) for one in rates]}
        context |= {"whole": whole, "whole_word": rate_word(whole), "days": DAYS}
        context |= _anchor(request, user_id) if user_id else {"anchor": None}
    return render(request, "checks/results.html", context, fragment=_fragment(request), topics=[context["topic"]])


def _fragment(request: ActorRequest) -> str | None:
    return "checks/rows.html" if request.GET.get("after") else None


def _views(user_id: UUID | None, only: str) -> list[tuple[str, str, bool]]:
    labels = {"": _("All"), "counted": _("Those that count"), "answered": _("With an answer")}
    asked = {"user": str(user_id)} if user_id else {}
    return [
        (url("checks_results", query={**asked, **({"only": slug} if slug else {})} or None), label, slug == only)
        for slug, label in labels.items()
    ]


def _anchor(request: ActorRequest, user_id: UUID) -> dict[str, Any]:
    found = anchors_now(actor=request.actor, user_ids=[user_id], now=request.now).get(user_id)
    return {"anchor": found, "anchor_word": anchor_word(found) if found else ""}


def _rows(request: ActorRequest, user_id: UUID | None, route: str, query: dict[str, str], block: str) -> dict[str, Any]:
    after = read_key(request.GET.get("after", ""))
    limit = limit_of(request, block, PAGE)
    found = list_checks(actor=request.actor, user_id=user_id, only=query.get("only", ""), after=after, limit=limit)
    rows = found[:limit]
    more = write_key(rows[-1].drawn_at, rows[-1].id) if len(found) > limit else ""
    return {
        "rows": [(row, title_of(row), address_of(row), counts_word(row, request.now)) for row in rows],
        "tones": TONES, "is_mine": route == "checks_mine",
        "next": url(route, query={**query, "after": more}) if more else "",
    }  # fmt: skip
