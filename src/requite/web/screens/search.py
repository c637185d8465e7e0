"""One line for finding: answers while one types, and as a page without script."""

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
from requite.web.pages import is_fragment, part, render
from requite.web.screens.commands import find_commands

LIMIT = 12


def _say(hit: Hit) -> str:
    return " · ".join(text for text in (hit.company, hit.title, phone(hit.shown)) if text)


@door("GET", right="people.see")
def search(request: ActorRequest) -> HttpResponseBase:
    """What was found for `q`: options for the line, or the whole page."""
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    limit = LIMIT if is_fragment(request) else 50
    hits = find(actor=request.actor, query=query, limit=limit)
    rows = [(hit, _say(hit), reverse(hit.kind, kwargs={"id": hit.id})) for hit in hits]
    few = is_fragment(request)
    context = {
        "deals": _deals(request, query, hits[:LIMIT], 5 if few else 50),
        "rows": rows,
        "commands": find_commands(actor=request.actor, query=query),
        "query": query,
        "may_add": request.actor.has("people.edit"),
        "add": url("person_new", query={_kind_of(query): query}),
        "is_cut": len(hits) == limit,
        "about": about(query.strip()) if request.actor.has("work.see") and len(query.strip()) > 1 else "",
    }
    return render(request, "search/search.html", context, fragment="search/options.html")


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
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    hits = find(actor=request.actor, query=query, limit=LIMIT, kind=kind)
    name = request.GET.get("for", kind)[:40]
    rows = [(hit, _say(hit), "") for hit in hits]
    return part(
        request, "search/options.html", {"rows": rows, "query": query, "name": name, "may_add": False}
    )


@door("GET", right="deals.see")
def deal_options(request: ActorRequest) -> HttpResponseBase:
    """Deals to choose from, for a combobox: by their title, and by whom they are with."""
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    hits = find(actor=request.actor, query=query, limit=LIMIT) if request.actor.has("people.see") else []
    found = _deals(request, query, hits, LIMIT)
    return part(request, "search/deal_options.html", {"deals": found, "query": query})
