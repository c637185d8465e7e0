"""One line for finding: answers while one types, and as a page without script."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from requite.deals.queries.search import DealHit, search_deals
from requite.kernel.fold import fold_digits
from requite.people.queries.search import FEWEST_DIGITS, Hit
from requite.people.queries.search import search as find
from requite.web.addresses import url
from requite.web.counter_lists import about
from requite.web.doors import ActorRequest, door
from requite.web.formats import phone
from requite.web.meant import find_meant
from requite.web.pages import is_fragment, part, render
from requite.web.screens.commands import Command, find_commands

LIMIT = 12


def _say(hit: Hit) -> str:
    return " · ".join(text for text in (hit.company, hit.title, phone(hit.shown)) if text)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands for a query in the line."""

    hits: list[Hit]
    deals: list[DealHit]
    commands: list[Command]

    def __bool__(self) -> bool:
        return bool(self.hits or self.deals or self.commands)


@door("GET", right="people.see")
def search(request: ActorRequest) -> HttpResponseBase:
    """What was found for `q`: options for the line, or the whole page."""
    typed = _typed(request)
    limit = LIMIT if is_fragment(request) else 50
    query, found = find_meant(request.actor, typed, lambda query: _look(request, query, limit))
    context = {
        "deals": found.deals,
        "rows": _rows(found.hits, with_address=True),
        "commands": found.commands,
        "query": query,
        "is_other": query != typed,
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


def _look(request: ActorRequest, query: str, limit: int) -> Found:
    hits = find(actor=request.actor, query=query, limit=limit)
    deals = _deals(request, query, hits[:LIMIT], 5 if is_fragment(request) else 50)
    return Found(hits, deals, find_commands(actor=request.actor, query=query))


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
    query, hits = find_meant(actor, typed, lambda query: find(actor=actor, query=query, limit=LIMIT, kind=kind))
    name = request.GET.get("for", kind)[:40]
    context = {"rows": _rows(hits), "query": query, "is_other": query != typed, "name": name, "may_add": False}
    return part(request, "search/options.html", context)


@door("GET", right="deals.see")
def deal_options(request: ActorRequest) -> HttpResponseBase:
    """Deals to choose from, for a combobox: by their title, and by whom they are with."""
    actor, typed = request.actor, _typed(request)

    def look(query: str) -> list[DealHit]:
        hits = find(actor=actor, query=query, limit=LIMIT) if actor.has("people.see") else []
        return _deals(request, query, hits, LIMIT)

    query, found = find_meant(actor, typed, look)
    return part(request, "search/deal_options.html", {"deals": found, "query": query, "is_other": query != typed})
