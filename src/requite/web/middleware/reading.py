"""How often which kinds of page are opened: counted when the answer is made, waiting for no disk; no page fails for it."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from requite.insight.adoption.actions.mark_page import mark_page
from requite.kernel.actor import Actor

Handler = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("requite.adoption")
# Names of routes: a record that was opened, whole or beside its list; and the pages on which leaders look.
KINDS = {
    "person": "person", "person_peek": "person", "company": "company", "company_peek": "company",
    "deal": "deal", "deal_peek": "deal", "activity": "activity",
    "team": "team", "team_company": "team", "team_of": "team", "rep_card": "team", "debts_team": "team",
    "adoption": "adoption", "checks": "checks", "check": "checks", "checks_results": "checks",
}  # fmt: skip
PARTS = {"person_peek", "company_peek", "deal_peek", "activity"}


def reading(get_response: Handler) -> Handler:
    """Look at what was answered, and count it once it is whole."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = _kind(request, response)
        if kind:
            actor, at = cast(Actor, request.actor), cast(datetime, request.now)  # type: ignore[attr-defined]
            response._resource_closers.append(lambda: _note(actor, at, kind))  # type: ignore[attr-defined]
        return response

    return middleware


def _kind(request: HttpRequest, response: HttpResponseBase) -> str:
    """The kind of page that somebody opened; "" for what no tally counts: parts of a page that refetch themselves too."""
    match = request.resolver_match
    if match is None or request.method != "GET" or response.status_code != 200:
        return ""
    kind = KINDS.get(str(match.url_name), "")
    if not kind or getattr(request, "actor", None) is None:
        return ""
    is_part = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    return kind if not is_part or match.url_name in PARTS else ""


def _note(actor: Actor, at: datetime, kind: str) -> None:
    try:
        mark_page(user_id=actor.me, team_id=actor.team_id, day=actor.day_of(at), kind=kind)
    except DatabaseError:
        log.warning("a page wasn't counted", exc_info=True)
