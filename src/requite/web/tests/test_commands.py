"""Pages and acts that the line finds by their names."""

import pytest
from django.urls import get_resolver, reverse
from testing.cast import NOW

from requite.insight.lists.actions.views import ViewDraft, keep_view
from requite.insight.lists.conditions import Query
from requite.insight.lists.trees import make_filter
from requite.web.screens.commands import list_commands
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "label", "address"),
    [
        ("fore", "Forecast", "/deals/forecast/"),
        ("by time", "Deals by time", "/deals/by-time/"),
        ("free", "Find free time", "/calendar/slots/"),
        ("plan a", "Plan a meeting", "/calendar/new/"),
    ],
)
def test_a_page_is_found_by_its_name_and_opens(cast, asked, label, address):
    anna = browser(cast.anna)
    found = anna.get("/search/", {"q": asked}).content.decode()
    assert label in found
    assert f'href="{address}"' in found
    assert anna.get(address).status_code == 200


def test_who_may_take_lists_out_finds_what_was_taken(cast):
    assert 'href="/exports/"' in browser(cast.vera).get("/search/", {"q": "expo"}).content.decode()
    assert browser(cast.oleg).get("/search/", {"q": "expo"}).content.decode().count('href="/exports/"') == 1
    assert 'href="/exports/"' not in browser(cast.anna).get("/search/", {"q": "expo"}).content.decode()


def test_kept_views_are_found_by_those_who_see_them(cast):
    vera = cast.actors["vera"]
    query = Query("person", "all", make_filter(vera, "person", []))
    shared = keep_view(actor=vera, at=NOW, draft=ViewDraft(name="Busan fair", share="team", query=query))
    keep_view(actor=vera, at=NOW, draft=ViewDraft(name="Busan secret", share="private", query=query))
    found = browser(cast.anna).get("/search/", {"q": "busan"}).content.decode()
    assert f'href="/people/?view={shared.id}"' in found
    assert "Busan secret" not in found
    assert "Busan fair" not in browser(cast.gleb).get("/search/", {"q": "fair"}).content.decode()


# What is no page of its own: parts that pages fetch, and those that are asked for a person, a week or a day.
NO_PAGES = {
    "home", "keys", "live_token", "today_now", "today_replies", "today_owed", "search", "search_people", "search_companies",
    "search_deals", "search_colleagues", "search_products", "calendar_colleagues", "deal_cards", "deals_by_time_cards",
    "counters", "adoption_debts", "debts_of_week", "helped", "company_moved", "demo_mail",
}  # fmt: skip

EMPTY_WITHOUT = {"open": "work.edit", "debts": "work.edit", "acts": "people.edit"}  # shown to more, who find nothing there


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma", "oleg"])
def test_every_page_that_one_may_open_is_known_and_no_other(clients, cast, who):
    actor, client = cast.actors[who], clients(who)
    known = {one.url for one in list_commands(actor)}
    for route in get_resolver().url_patterns:
        methods, right = getattr(route.callback, "guard", ((), None))
        if "GET" not in methods or route.pattern.converters or route.name in NO_PAGES:
            continue
        address = reverse(route.name)
        needed = EMPTY_WITHOUT.get(route.name, right)
        is_open = (needed is None or actor.has(needed)) and client.get(address).status_code < 400
        assert (address in known) == is_open, address
