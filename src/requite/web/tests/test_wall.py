"""The wall screen: a team's counters alone, for who may see that team."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from testing.builders import meeting_of, person_of
from testing.cast import HTMX

from requite.identity.tests.cast import NOW, Cast, make_cast
from requite.insight.plans.models import Plan
from requite.kernel.ids import new_id
from requite.web.tests.cast import browser
from requite.work.actions.meetings import hold_meeting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    since = (NOW - 90 * DAY).date()
    for team in (made.sales, made.north, None):
        Plan.objects.create(
            id=new_id(), metric="meetings_held", span="month", target=10, team=team, starts_on=since, made_at=NOW - 90 * DAY
        )
    return made


def of(cast: Cast, team: str) -> str:
    return reverse("team_wall", kwargs={"id": getattr(cast, team).id})


def text(response) -> str:
    return response.content.decode()


def test_a_leader_sees_the_counters_of_the_team_and_nothing_else_of_the_frame(cast: Cast) -> None:
    page = text(browser(cast.vera).get(of(cast, "north")))
    assert "counter--wall" in page
    assert "of 10" in page
    assert 'class="rail' not in page
    assert 'class="bar"' not in page
    assert f'data-live="team:{cast.north.id}"' in page
    assert 'name="live-token"' in page


def test_a_meeting_that_is_held_moves_it(cast: Cast) -> None:
    now = datetime.now(UTC)  # pages go by the real clock
    meeting = meeting_of(cast, person_of(cast), at=now - timedelta(seconds=1))
    hold_meeting(actor=cast.actors["anna"], at=now, activity_id=meeting.id, result="Agreed")
    board = text(browser(cast.vera).get(f"{of(cast, 'north')}?span=month", headers=HTMX))
    assert 'data-figure="1"' in board
    assert "<html" not in board
    assert "every 300s" in board


def test_it_keeps_its_span(cast: Cast) -> None:
    page = text(browser(cast.vera).get(f"{of(cast, 'north')}?span=quarter"))
    assert f'hx-get="{of(cast, "north")}?span=quarter"' in page
    assert text(browser(cast.vera).get(f"{of(cast, 'north')}?span=nonsense")).count("span=month") >= 1


@pytest.mark.parametrize(("who", "team", "status"), [
    ("anna", "north", 403), ("vera", "south", 404), ("emma", "south", 200), ("oleg", "north", 200), ("dina", "north", 403),
])  # fmt: skip
def test_who_may_not_see_the_team_may_not_see_its_wall(cast: Cast, who: str, team: str, status: int) -> None:
    assert browser(getattr(cast, who)).get(of(cast, team)).status_code == status


def test_the_company_is_seen_by_who_sees_it_all(cast: Cast) -> None:
    page = browser(cast.emma).get(reverse("company_wall"))
    assert page.status_code == 200
    assert 'data-live="company"' in text(page)
    assert browser(cast.vera).get(reverse("company_wall")).status_code == 404


def test_a_team_without_targets_has_its_bare_figures(cast: Cast) -> None:
    Plan.objects.all().delete()
    page = text(browser(cast.vera).get(of(cast, "north")))
    assert "counter--wall" in page
    assert "of 10" not in page


def test_the_page_of_a_team_leads_to_its_wall(cast: Cast) -> None:
    page = text(browser(cast.vera).get(f"{reverse('team_of', kwargs={'id': cast.north.id})}?span=week"))
    assert f'href="{of(cast, "north")}?span=week"' in page
