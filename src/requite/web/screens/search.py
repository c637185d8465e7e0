"""One line for finding: answers while one types, and as a page without script."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from requite.deals.queries.search import DealHit, search_deals
from requite.kernel.actor import Actor
from requite.kernel.fold import fold_digits
from requite.kernel.layouts import retype
from requite.people.queries.search import FEWEST_DIGITS, Hit
from requite.people.queries.search import search as find
from requite.web.addresses import url
from requite.web.counter_lists import about
from requite.web.doors import ActorRequest, door
from requite.web.formats import phone
from requite.web.pages import is_fragment, part, render
from requite.web.screens.commands import Command, find_commands

LIMIT = 12


def _say(hit: Hit) -> str:
    return " · ".join(text for text in (hit.company, hit.title, phone(hit.shown)) if text)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands for a query in the line. `is_other`: it wasn't typed so, but by the same keys in another layout."""

    query: str
    hits: list[Hit]
    deals: list[DealHit]
    commands: list[Command]
    is_other: bool = False


@door("GET", right="people.see")
def search(request: ActorRequest) -> HttpResponseBase:
    """What was found for `q`: options for the line, or the whole page."""
    typed = _typed(request)
    limit = LIMIT if is_fragment(request) else 50
    found = _find(request, typed, limit)
    query = found.query
    context = {
        "deals": found.deals,
        "rows": _rows(found.hits, with_address=True),
        "commands": found.commands,
        "query": query,
        "is_other": found.is_other,
        "may_add": request.actor.has("people.edit"),
        "add": url("person_new", query={_kind_of(typed): typed}),
        "typed": typed,
        "is_cut": len(found.hits) == limit,
        "about": about(query.strip()) if request.actor.has("work.see") and len(query.strip()) > 1 else "",
    }
    return render(request, "search/search.html", context, fragment="search/options.html")


def _typed(request: ActorRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:200]


def _rows(hits: list[Hit], *, with_address: bool = False) -> list[tuple[Hit, str, str]]:
    return [(hit, _say(hit), reverse(hit.kind, kwargs={"id": hit.id}) if with_address else "") for hit in hits]


def _find(request: ActorRequest, typed: str, limit: int) -> Found:
    """What is found as it was typed; where that is nothing, as the same keys have it in another layout."""
    actor, few = request.actor, is_fragment(request)
    for query in _meant(actor, typed):
        hits = find(actor=actor, query=query, limit=limit)
        deals = _deals(request, query, hits[:LIMIT], 5 if few else 50)
        commands = find_commands(actor=actor, query=query)
        if hits or deals or commands:
            return Found(query, hits, deals, commands, is_other=query is not typed)
    return Found(typed, [], [], [])


def _meant(actor: Actor, typed: str) -> Iterator[str]:
    yield typed
    yield from retype(typed, language=actor.language, country=actor.country)


def _kind_of(query: str) -> str:
    """The field of a new person that what was typed belongs in: who looks for a number and finds nobody has it at hand."""
    if "@" in query:
        return "email"
    is_number = len(fold_digits(query)) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in query)
    return "phone" if is_number else "family_name"


def _deals(request: ActorRequest, query: str, hits: list[Hit], limit: int) -> list[DealHit]:
    """Deals by their title, and those of the people and companies that were found."""
    return search_deals(
        actor=request.actor, query=query, limit=limit,
        people=[hit.id for hit in hits if hit.kind == "person"],
        companies=[hit.id for hit in hits if hit.kind == "company"],
    )  # fmt: skip


@door("GET", right="people.see")
def people_options(request: ActorRequest) -> HttpResponseBase:
    """Persons to choose from, for a combobox."""
    return _options(request, "person")


@door("GET", right="people.see")
def company_options(request: ActorRequest) -> HttpResponseBase:
    """Companies to choose from, for a combobox."""
    return _options(request, "company")


def _options(request: ActorRequest, kind: str) -> HttpResponseBase:
    actor, typed = request.actor, _typed(request)
    found = ((query, find(actor=actor, query=query, limit=LIMIT, kind=kind)) for query in _meant(actor, typed))
    query, hits = next((one for one in found if one[1]), (typed, []))
    name = request.GET.get("for", kind)[:40]
    context = {"rows": _rows(hits), "query": query, "is_other": query != typed, "name": name, "may_add": False}
    return part(request, "search/options.html", context)


@door("GET", right="deals.see")
def deal_options(request: ActorRequest) -> HttpResponseBase:
    """Deals to choose from, for a combobox: by their title, and by whom they are with."""
    typed, query = _typed(request), ""
    found: list[DealHit] = []
    for query in _meant(request.actor, typed):
        hits = find(actor=request.actor, query=query, limit=LIMIT) if request.actor.has("people.see") else []
        found = _deals(request, query, hits, LIMIT)
        if found:
            break
    context = {"deals": found, "query": query if found else typed, "is_other": bool(found) and query is not typed}
    return part(request, "search/deal_options.html", context)
