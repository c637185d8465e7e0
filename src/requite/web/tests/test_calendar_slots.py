"""Free time of several people: the function against a count minute by minute, and the page."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testing.asserts import text
from testing.builders import meeting_of, person_of
from testing.cast import HTMX

from requite.identity.models import User
from requite.identity.tests.cast import NOW
from requite.insight.plans.models import Leave
from requite.web.calendar.slots import free_spans, list_starts
from requite.web.tests.cast import browser
from requite.work.actions.tasks import plan_task

START = datetime(2026, 11, 25, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TEN = datetime(2030, 2, 27, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
span = st.tuples(st.integers(0, 300), st.integers(0, 80)).map(
    lambda at: (START + at[0] * MINUTE, START + sum(at) * MINUTE)
)
spans = st.lists(span, max_size=8)


def minutes(found):
    return {n for n in range(400) if any(a <= START + n * MINUTE < b for a, b in found)}


@given(spans, spans)
def test_leaves_exactly_the_minutes_of_the_windows_that_nobody_is_busy_in(windows, busy):
    free = free_spans(windows, busy)
    assert minutes(free) == minutes(windows) - minutes(busy)
    assert all(a < b for a, b in free)


@given(spans, spans, st.integers(1, 90))
def test_finds_every_quarter_that_begins_a_free_span_and_none_in_which_somebody_is_busy(
    windows, busy, length
):
    free = minutes(windows) - minutes(busy)
    fits = {n for n in range(0, 400, 15) if set(range(n, n + length)) <= free}
    found = {
        int((at - START) / MINUTE)
        for at in list_starts(windows, busy, length=length * MINUTE, step=15 * MINUTE)
    }
    assert found == fits


@pytest.mark.django_db
class TestPage:
    def ask(self, client, *who, **more):
        sent = {
            "first": "2030-02-27",
            "last": "2030-02-27",
            "opens": "09:00",
            "shuts": "13:00",
            "minutes": "60",
        }
        return client.get("/calendar/slots/", {**sent, **more, "with": [one.id for one in who]})

    def test_what_is_wrong_is_said_beside_its_field_and_goes_once_it_is_right(self, cast, clients):
        anna, wrong = clients("anna"), {"first": "2030-03-05", "last": "2030-03-04"}
        said = 'id="f-last-error" role="alert"'
        for how in ({}, {"headers": HTMX}):
            answer = anna.get("/calendar/slots/", wrong, **how)
            assert answer.status_code == 422
            assert text(answer).count(said) == 1
            assert 'name="was_wrong"' in text(answer)
        mended = text(anna.get("/calendar/slots/", {**wrong, "last": "2030-03-06", "was_wrong": "1"}, headers=HTMX))
        assert 'id="sought" hx-swap-oob="true"' in mended
        assert said not in mended
        assert "was_wrong" not in mended
        assert 'id="sought"' not in text(anna.get("/calendar/slots/", {**wrong, "last": "2030-03-06"}, headers=HTMX))

    def times(self, response):
        return re.findall(r'class="chip"[^>]*>(\d\d:\d\d)<', response.content.decode())

    def test_leaves_out_meetings_of_each_of_them(self, cast):
        meeting_of(cast, person_of(cast), at=TEN, until=TEN + HOUR)
        meeting_of(
            cast, person_of(cast, "boris", family="Nam"), "boris", at=TEN + 2 * HOUR, until=TEN + 3 * HOUR
        )
        anna = browser(cast.anna)
        assert self.times(self.ask(anna)) == ["09:00", "11:00", "11:30", "12:00"]
        assert self.times(self.ask(anna, cast.boris)) == ["09:00", "11:00"]

    def test_leaves_out_tasks_that_have_a_length(self, cast):
        anna, sent = browser(cast.anna), {"actor": cast.actors["anna"], "at": NOW, "topic": "Write it"}
        plan_task(**sent, event_at=TEN)
        assert "10:00" in self.ask(anna).content.decode()
        plan_task(**sent, event_at=TEN, until=TEN + HOUR)
        html = self.ask(anna).content.decode()
        assert "clock=10%3A00" not in html
        assert "clock=11%3A00" in html

    def test_tells_of_another_team_only_that_they_are_busy(self, cast):
        meeting_of(cast, person_of(cast, "gleb", family="Secret"), "gleb", at=TEN, topic="Hidden")
        response = self.ask(browser(cast.anna), cast.gleb)
        assert "10:00" not in self.times(response)
        assert "Secret" not in response.content.decode()
        assert "Hidden" not in response.content.decode()

    def test_leaves_out_leave_weekends_and_holidays(self, cast):
        Leave.objects.create(
            user=cast.boris, starts_on=date(2030, 2, 27), ends_on=date(2030, 2, 28), made_at=NOW
        )
        anna = browser(cast.anna)
        assert self.times(self.ask(anna))
        assert self.times(self.ask(anna, cast.boris)) == []
        assert "Nobody is free at the same time" in self.ask(anna, cast.boris).content.decode()
        assert self.times(self.ask(anna, first="2030-03-02", last="2030-03-03")) == []
        assert self.times(self.ask(anna, first="2030-03-01", last="2030-03-01")) == []

    def test_takes_a_day_of_leave_where_the_one_who_takes_it_is(self, cast):
        Leave.objects.create(
            user=cast.boris, starts_on=date(2030, 2, 27), ends_on=date(2030, 2, 28), made_at=NOW
        )
        User.objects.filter(id=cast.anna.id).update(time_zone="America/New_York")
        anna = browser(cast.anna)  # 20:00 there is 10:00 of the next day where Boris is
        evening = {"opens": "20:00", "shuts": "21:00"}
        for day, free in (("2030-02-26", []), ("2030-02-27", ["20:00"])):
            assert self.times(self.ask(anna, cast.boris, first=day, last=day, **evening)) == free
            sent = {"day": day, "clock": "20:00", "minutes": "60", "with": cast.boris.id}
            html = anna.post("/calendar/overlaps/", sent).content.decode()
            assert ("away on 26 Feb" in html) == (not free)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"first": "0000-13-01"}, "Give the date as year-month-day"),
            ({"first": "9999-12-31", "last": "9999-12-31"}, "outside the years"),
            ({"last": "2030-02-20"}, "The last day comes before the first."),
            ({"last": "2031-11-20"}, "Look through a month at most."),
            ({"first": "2026-01-01", "last": "2026-01-02"}, "These days are over."),
            ({"opens": "18:00", "shuts": "09:00"}, "The day ends before it begins."),
            ({"minutes": "0"}, "Give the length in whole minutes"),
            ({"minutes": "\u0661\u0662"}, ""),
            ({"minutes": "999999"}, "Give the length in whole minutes"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cast, given, said):
        response = self.ask(browser(cast.anna), **given)
        assert response.status_code in (200, 422)
        assert said in response.content.decode()
        assert response.status_code == 422 or not said
