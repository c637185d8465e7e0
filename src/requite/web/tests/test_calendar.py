"""The calendar over HTTP: what it shows, and to whom."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from testing.asserts import told
from testing.builders import meeting_of, person_of, planned_call
from testing.cast import HTMX

from requite.identity.tests.cast import NOW
from requite.insight.plans.models import Leave
from requite.kernel.ids import new_id
from requite.web.tests.cast import browser
from requite.work.actions.tasks import complete_task, plan_task

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Tuesday the 24th of November 2026, ten o'clock in Seoul.
TEN = datetime(2026, 11, 24, 1, tzinfo=UTC)
VIEWS = ("day", "week", "month", "agenda")


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def look(client, view="week", on="2026-11-24", *who, **headers):
    return client.get("/calendar/", {"view": view, "on": on, "with": [one.id for one in who]}, **headers)


def boxes(html):
    return re.findall(r'<article class="box[^>]*>', html)


class TestWhatItShows:
    @pytest.mark.parametrize("view", VIEWS)
    def test_meetings_tasks_and_planned_calls_in_every_view(self, cast, anna, view):
        meeting_of(cast, person_of(cast), at=TEN, topic="Lenses")
        planned_call(cast, person_of(cast, family="Nam"), at=TEN + HOUR)
        plan_task(actor=cast.actors["anna"], at=NOW, topic="Send it", event_at=TEN + 2 * HOUR)
        html = text(look(anna, view))
        assert all(word in html for word in ("Hana Seo", "Hana Nam", "Send it", "10:00"))

    @pytest.mark.parametrize("view", VIEWS)
    def test_teaches_when_there_is_nothing(self, anna, view):
        assert "Nothing is planned here." in text(look(anna, view))

    def test_gives_a_phone_the_agenda(self, anna):
        assert "cal__agenda" in text(anna.get("/calendar/", headers={"User-Agent": "X (iPhone) Mobile"}))
        assert "cal__grid" in text(anna.get("/calendar/"))

    def test_a_month_counts_what_it_has_no_room_for(self, cast, anna):
        person = person_of(cast)
        for n in range(7):
            meeting_of(cast, person, at=TEN + n * HOUR)
        html = text(look(anna, "month"))
        assert "+4 more" in html
        assert len(boxes(html)) == 3

    def test_an_agenda_ends_with_whole_days_and_leads_on(self, cast, anna, monkeypatch):
        monkeypatch.setattr("requite.web.calendar.agenda.ROWS", 3)
        person = person_of(cast)
        for n in range(5):
            meeting_of(cast, person, at=TEN + n // 2 * DAY + n % 2 * HOUR)
        html = text(look(anna, "agenda"))
        assert "on=2026-11-25" in html[html.index("The days after these") - 200 :][:200]
        assert html.count("<time") == 2

    @pytest.mark.parametrize("view", ["day", "week"])
    def test_short_ones_behind_each_other_cover_none(self, cast, anna, view):
        person = person_of(cast)
        for n in range(3):
            begins = TEN + n * timedelta(minutes=15)
            meeting_of(cast, person, at=begins, until=begins + timedelta(minutes=15))
        lanes = re.findall(r'data-lm="15" data-lane="(\d)" data-of="2"', text(look(anna, view)))
        assert sorted(lanes) == ["0", "0", "1"]

    def test_says_in_words_where_one_is_booked_twice(self, cast, anna):
        person = person_of(cast)
        meeting_of(cast, person, at=TEN, topic="First")
        meeting_of(cast, person, at=TEN + HOUR, topic="Next")
        assert "Double-booked" not in text(look(anna))
        meeting_of(cast, person, at=TEN + HOUR / 2, topic="Between")
        html = text(look(anna))
        assert html.count("box__clash") == 3
        assert html.count('data-of="2"') == 3
        assert "Double-booked with 10:00–11:00 Hana Seo and 1 more" in html
        assert "Double-booked with" in text(look(anna, "agenda"))

    def test_a_task_books_time_once_it_has_a_length_and_until_it_is_done(self, cast, anna):
        meeting_of(cast, person_of(cast), at=TEN, topic="First")
        sent = {"actor": cast.actors["anna"], "at": NOW, "topic": "Write it", "event_at": TEN}
        plan_task(**sent)
        assert "Double-booked" not in text(look(anna))
        task = plan_task(**sent, until=TEN + HOUR / 2)
        assert "Double-booked with 10:00–10:30 Write it" in text(look(anna))
        complete_task(actor=cast.actors["anna"], at=NOW, activity_id=task.id)
        assert "Double-booked" not in text(look(anna))

    def test_does_not_call_two_people_at_one_time_booked_twice(self, cast, anna):
        meeting_of(cast, person_of(cast), at=TEN)
        meeting_of(cast, person_of(cast, "boris", family="Nam"), "boris", at=TEN)
        html = text(look(anna, "week", "2026-11-24", cast.anna, cast.boris))
        assert len(boxes(html)) == 2
        assert "Double-booked" not in html

    def test_over_midnight_stands_on_both_days_and_is_moved_on_the_first(self, cast, anna):
        meeting_of(cast, person_of(cast), at=TEN + 13 * HOUR, until=TEN + 17 * HOUR)
        html = text(look(anna))
        assert len(boxes(html)) == 2
        assert html.count('data-on="2026-11-24"') == 2
        assert "23:00–25 Nov, 03:00" in html
        assert len(boxes(text(look(anna, "day", "2026-11-25")))) == 1
        assert len(boxes(text(look(anna, "month", "2026-11-25")))) == 2

    def test_a_long_one_stands_in_the_row_of_whole_days(self, cast, anna):
        meeting_of(cast, person_of(cast), at=TEN - 3 * DAY, until=TEN + 3 * DAY)
        html = text(look(anna, "day"))
        assert "box--line" in html
        assert len(boxes(html)) == 1

    def test_a_task_of_a_whole_day_stands_on_the_companys_day_in_every_zone(self, cast, anna):
        plan_task(
            actor=cast.actors["anna"], at=NOW, topic="Send it", on=datetime(2026, 11, 24, tzinfo=UTC).date()
        )
        for zone in ("Asia/Seoul", "America/Los_Angeles", "Pacific/Auckland"):
            cast.anna.time_zone = zone
            cast.anna.save()
            for view in ("day", "agenda", "month"):
                html = text(look(anna, view))
                assert "Send it" in html, (zone, view)
            assert "Send it" not in text(look(anna, "day", "2026-11-25"))

    @pytest.mark.parametrize(("on", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-02", 24)])
    def test_draws_the_hours_that_the_readers_day_has(self, cast, anna, on, hours):
        cast.anna.time_zone = "Europe/London"
        cast.anna.save()
        assert f'data-hours="{hours}"' in text(look(anna, "day", on))

    def test_says_who_is_away_and_what_day_is_a_holiday(self, cast):
        on = datetime(2026, 12, 24, tzinfo=UTC).date()
        Leave.objects.create(user=cast.boris, starts_on=on, ends_on=on + DAY, made_at=NOW)
        vera = browser(cast.vera)
        html = text(look(vera, "week", "2026-12-24", cast.vera, cast.boris))
        assert "Away: Boris Lee" in html
        assert "<small>" in html
        # a rep sees no colleague's leave
        assert "Away" not in text(look(browser(cast.anna), "week", "2026-12-24", cast.boris))

    def test_shows_what_is_typed_as_text(self, cast, anna):
        meeting_of(cast, person_of(cast, family="<b>x"), at=TEN, topic='"><script>', place="<i>")
        for view in VIEWS:
            html = text(look(anna, view))
            assert "<script>" not in html
            assert "<b>x" not in html


class TestWhoSees:
    @pytest.mark.parametrize("view", VIEWS)
    def test_team_mates_see_each_other_and_strangers_nothing(self, cast, view):
        meeting_of(cast, person_of(cast), at=TEN, topic="Ours")
        assert "Ours" in text(look(browser(cast.boris), view, "2026-11-24", cast.anna))
        assert "Ours" not in text(look(browser(cast.gleb), view, "2026-11-24", cast.anna))
        assert "Kim" not in told(look(browser(cast.gleb), view, "2026-11-24", cast.anna))
        assert look(browser(cast.dina), view).status_code == 403

    def test_who_may_not_move_gets_nothing_to_move(self, cast):
        meeting_of(cast, person_of(cast), at=TEN)
        assert "data-move" in text(look(browser(cast.vera), "week", "2026-11-24", cast.anna))
        for who in (cast.boris, cast.emma):
            assert "data-move" not in text(look(browser(who), "week", "2026-11-24", cast.anna))

    def test_a_joint_meeting_stands_once_for_all_who_take_part(self, cast, anna):
        meeting_of(cast, person_of(cast), at=TEN, colleagues=[cast.boris.id])
        assert len(boxes(text(look(browser(cast.boris))))) == 1
        html = text(look(anna, "week", "2026-11-24", cast.anna, cast.boris))
        assert len(boxes(html)) == 1
        assert "Anna Kim, Boris Lee" in html
        assert len(boxes(text(look(anna, "day", "2026-11-24", cast.anna, cast.boris)))) == 2

    def test_at_most_ten_calendars_and_no_strangers_among_the_ticks(self, cast, anna):
        html = text(anna.get("/calendar/colleagues/?who=e"))
        assert "Boris" in html
        assert "Gleb" not in html
        assert "Gleb" in text(anna.get("/calendar/colleagues/?for=free&who=gl"))
        assert "Boris" not in text(anna.get("/calendar/colleagues/", {"who": "%_\\"}))
        many = {"with": [str(new_id()) for _ in range(300)]}
        assert text(anna.get("/calendar/", many))


class TestAddresses:
    @pytest.mark.parametrize("view", [*VIEWS, "year", "\x00"])
    @pytest.mark.parametrize(
        "on", ["0000-00-00", "0001-01-01", "9999-12-31", "soon", "", "2026-11-24T10:00", "\x00"]
    )
    def test_absurd_ones_show_a_calendar(self, anna, view, on):
        assert "calendar" in text(look(anna, view, on))

    def test_lead_on_with_the_same_people(self, cast, anna):
        html = text(look(anna, "week", "2026-11-24", cast.boris))
        assert f"on=2026-11-17&amp;with={cast.boris.id}" in html
        assert f"on=2026-12-01&amp;with={cast.boris.id}" in html

    def test_a_week_begins_by_the_readers_language(self, cast, anna):
        for language, first in (("ko", "2026-11-22"), ("ru", "2026-11-23")):
            cast.anna.language = language
            cast.anna.save()
            assert re.search(r'data-day="([^"]+)"', text(look(anna)))[1] == first

    def test_for_live_gives_the_days_alone_and_names_the_topics(self, cast, anna):
        meeting_of(cast, person_of(cast), at=TEN)
        html = text(look(anna, "week", "2026-11-24", cast.anna, cast.boris))
        assert f'data-live="user:{cast.anna.id} user:{cast.boris.id}"' in html
        part = text(look(anna, headers=HTMX))
        assert "<html" not in part
        assert boxes(part)


class TestWhoseAtFirst:
    def test_a_leader_begins_with_the_team_and_may_look_at_their_own_days_alone(self, cast):
        vera = browser(cast.vera)
        meeting_of(cast, person_of(cast), at=TEN, topic="Lenses")
        own = {"view": "week", "on": "2026-11-24"}
        html = text(vera.get("/calendar/", own))
        assert "Hana Seo" in html
        assert "with=" not in re.search(r'data-go="ArrowLeft" href="([^"]*)"', html)[1]
        alone = text(vera.get("/calendar/", {**own, "with": ""}))
        assert "Hana Seo" not in alone
        assert f"with={cast.vera.id}" in re.search(r'data-go="ArrowLeft" href="([^"]*)"', alone)[1]

    def test_a_rep_and_who_has_more_than_ten_below_begin_with_their_own(self, cast, anna, monkeypatch):
        meeting_of(cast, person_of(cast, "boris"), "boris", at=TEN)
        assert "Hana Seo" not in text(anna.get("/calendar/", {"view": "week", "on": "2026-11-24"}))
        monkeypatch.setattr("requite.web.calendar.showing.MOST", 2)
        assert "Hana Seo" not in text(browser(cast.vera).get("/calendar/", {"view": "week", "on": "2026-11-24"}))

    def test_the_grid_has_a_way_to_the_working_hours_without_script(self, anna):
        html = text(look(anna))
        assert '<noscript><a class="text-link" href="#working-hours">' in html
        assert html.count('id="working-hours"') == 1
