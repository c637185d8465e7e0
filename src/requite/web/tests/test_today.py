"""Today: what is on now, what is owed, who waits; and each block of it alone, for live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from testing.asserts import text
from testing.builders import call_of, company_of, meeting_of, person_of, planned_call, task_of
from testing.cast import DAY

from requite.work.actions.tasks import plan_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def person(cast):
    return person_of(cast, company_name="Sejong")


def now():
    return datetime.now(UTC)


class TestNow:
    def test_shows_what_is_open_up_to_the_end_of_the_day(self, cast, anna, person):
        for topic, at in (("late", now() - DAY), ("soon", now()), ("next week", now() + 7 * DAY)):
            plan_task(
                actor=cast.actors["anna"], at=now() - 2 * DAY, topic=topic, event_at=at, person_id=person.id
            )
        page = text(anna.get("/today/now/"))
        assert page.index("late") < page.index("soon")
        assert "next week" not in page
        assert "row--late" in page

    def test_shows_nothing_of_a_team_mates_day(self, cast, anna, clients, person):
        task_of(cast, person)
        assert "send prices" in text(anna.get("/today/now/"))
        assert "send prices" not in text(clients("boris").get("/today/now/"))

    def test_offers_the_next_acts_of_each_kind(self, cast, anna, person):
        planned_call(cast, person)
        meeting_of(cast, person)
        task_of(cast, person)
        page = text(anna.get("/today/"))
        for act in ("No answer", "Held", "Moved", "No show", "Done", "Later"):
            assert act in page


class TestOwed:
    def test_shows_a_debt_of_every_kind_in_the_page_and_in_its_block(self, cast, anna, person):
        call_of(cast, person, outcome=None)
        meeting_of(cast, person, topic="")
        company_of(cast, name="Hanil")
        for address in ("/today/", "/today/owed/"):
            page = text(anna.get(address))
            assert "Outcome…" in page
            assert "Topic is missing" in page
            assert "Hanil" in page

    def test_counts_records_and_says_how_long_they_take(self, cast, anna, person):
        call_of(cast, person, outcome=None)
        assert "about" in text(anna.get("/today/owed/"))

    def test_says_that_nothing_is_owed(self, anna):
        assert "Nothing is owed" in text(anna.get("/today/owed/"))

    def test_names_no_more_than_eight_and_leads_to_all(self, cast, anna):
        for n in range(9):
            company_of(cast, name=f"Hanil {n}")
        page = text(anna.get("/today/owed/"))
        assert page.count('class="owed"') == 8
        assert "All that is owed" in page


class TestNextSteps:
    def test_names_who_was_talked_to_and_has_no_next_step(self, cast, anna, person):
        call_of(cast, person)
        assert "Without a next step" in text(anna.get("/today/"))
        planned_call(cast, person)
        assert "Without a next step" not in text(anna.get("/today/"))


class TestOpen:
    def test_goes_on_by_key_without_doubles(self, cast, anna, person):
        start = now()
        for n in range(53):
            plan_task(
                actor=cast.actors["anna"], at=start, topic=f"task-{n:02}", event_at=start + timedelta(minutes=n),
                person_id=person.id,
            )  # fmt: skip
        first = text(anna.get("/open/"))
        after = first.split("after=")[1].split("&")[0].split('"')[0]
        rest = text(anna.get(f"/open/?after={after}", headers={"HX-Request": "true"}))
        assert [f"task-{n:02}" in first for n in (0, 49, 50)] == [True, True, False]
        assert [f"task-{n:02}" in rest for n in (49, 50, 52)] == [False, True, True]

    @pytest.mark.parametrize(
        ("who", "seen"), [("boris", True), ("vera", True), ("gleb", False), ("emma", True)]
    )
    def test_shows_a_colleagues_list_to_who_may_see_it(self, cast, clients, person, who, seen):
        task_of(cast, person)
        page = clients(who).get(f"/open/?user={cast.anna.id}")
        assert ("send prices" in text(page)) is seen

    def test_isnt_for_who_does_no_work(self, clients):
        assert clients("dina").get("/open/").status_code == 403
        assert clients("emma").get("/today/").status_code == 403
