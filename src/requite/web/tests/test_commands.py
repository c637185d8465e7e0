"""Pages and acts that the line finds by their names."""

import pytest
from testing.cast import NOW

from requite.insight.lists.actions.views import ViewDraft, keep_view
from requite.insight.lists.conditions import Query
from requite.insight.lists.trees import make_filter
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
