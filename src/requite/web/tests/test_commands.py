"""Pages and acts that the line finds by their names."""

import pytest

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
