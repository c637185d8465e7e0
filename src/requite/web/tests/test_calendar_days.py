"""Days of 23, 24 and 25 hours, weeks by locale, and where a meeting over midnight stands."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.period import start_of_day
from requite.web.calendar.agenda import by_day
from requite.web.calendar.days import axis, first_weekday, hours_of, place, shown, step

LONDON, SEOUL, HOWE = ZoneInfo("Europe/London"), ZoneInfo("Asia/Seoul"), ZoneInfo("Australia/Lord_Howe")
SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 2)
HOUR = timedelta(hours=1)


class Item(NamedTuple):
    """What of a calendar's item says when it is."""

    at: datetime
    until: datetime
    on: date | None = None


class TestHours:
    @pytest.mark.parametrize(("day", "count"), [(SPRING, 23), (AUTUMN, 25), (PLAIN, 24)])
    def test_has_as_many_as_the_day(self, day, count):
        assert len(hours_of(day, LONDON)) == count

    def test_an_hour_that_comes_twice_stands_twice(self):
        assert axis([AUTUMN], LONDON)[:4] == [(0, 0), (1, 0), (1, 1), (2, 0)]

    def test_a_week_has_the_hours_of_all_its_days(self):
        week = [AUTUMN + timedelta(days=n) for n in range(-6, 1)]
        assert len(axis(week, LONDON)) == 25
        assert set(axis(week, LONDON)) - hours_of(week[0], LONDON) == {(1, 1)}
        assert (1, 0) not in hours_of(SPRING, LONDON)

    def test_half_an_hour_of_change_keeps_every_instant(self):
        for day in (date(2026, 4, 5), date(2026, 10, 4)):
            assert set(axis([day], HOWE)) == hours_of(day, HOWE)


class TestPlace:
    @given(st.sampled_from([SPRING, AUTUMN, PLAIN]), st.integers(0, 24 * 12), st.integers(1, 40))
    def test_is_as_long_as_the_part_on_that_day(self, day, begins, steps):
        hours, start = axis([day], LONDON), start_of_day(day, zone=LONDON)
        end = start_of_day(day + timedelta(days=1), zone=LONDON)
        at = start + timedelta(minutes=5 * begins)
        until = at + timedelta(minutes=5 * steps)
        if at >= end:
            return
        top, last = place(at, until, day, hours, LONDON)
        assert last - top == (min(until, end) - at).total_seconds() / 60
        assert 0 <= top < last <= len(hours) * 60

    def test_over_midnight_stands_on_both_days(self):
        at = datetime(2026, 6, 2, 22, tzinfo=UTC)
        hours = axis([PLAIN], ZoneInfo("UTC"))
        assert place(at, at + 4 * HOUR, PLAIN, hours, ZoneInfo("UTC")) == (22 * 60, 24 * 60)
        assert place(at, at + 4 * HOUR, date(2026, 6, 3), hours, ZoneInfo("UTC")) == (0, 2 * 60)

    def test_the_second_of_two_equal_times_stands_below_the_first(self):
        hours = axis([AUTUMN], LONDON)
        first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
        assert place(first, first, AUTUMN, hours, LONDON)[0] == 90
        assert place(second, second, AUTUMN, hours, LONDON)[0] == 150


class TestViews:
    @pytest.mark.parametrize(
        ("language", "country", "first"),
        [("ko", "KR", 6), ("ru", "KR", 0), ("en", "GB", 0), ("en", "US", 6), ("en", "??", 0)],
    )
    def test_a_week_begins_by_locale(self, language, country, first):
        assert first_weekday(language, country) == first

    @pytest.mark.parametrize("first", [0, 6])
    def test_a_month_has_whole_weeks_around_it(self, first):
        for month in range(1, 13):
            found = shown("month", date(2026, month, 15), first=first)
            assert found.first.weekday() == first
            assert len(found.days) % 7 == 0
            assert found.first <= date(2026, month, 1)
            assert date(2026, month, 28) < found.end

    @pytest.mark.parametrize("view", ["day", "week", "month", "agenda"])
    @pytest.mark.parametrize("on", [date.min, date.max, date(2000, 1, 1), date(2099, 12, 31)])
    def test_absurd_days_are_brought_back(self, view, on):
        found = shown(view, on, first=0)
        assert 1999 <= found.first.year <= 2099
        found.instants(SEOUL)
        assert step(view, found.on, 1) > found.on > step(view, found.on, -1)


class TestByDay:
    @given(
        st.sampled_from([SPRING, AUTUMN, PLAIN]),
        st.lists(st.tuples(st.integers(-40, 180), st.sampled_from([0, 1, 5, 24, 60])), max_size=12),
    )
    def test_each_lies_on_the_days_that_it_touches(self, around, drawn):
        days = [around + timedelta(days=step) for step in range(-2, 4)]
        first = start_of_day(days[0], zone=LONDON)
        items = [Item(first + HOUR * at, first + HOUR * (at + length)) for at, length in drawn]
        found = by_day(items, days, LONDON)
        assert list(found) == days
        for day in days:
            begins, ends = (start_of_day(day + timedelta(days=step), zone=LONDON) for step in (0, 1))
            assert found[day] == [
                one for one in items if one.at < ends and (one.until > begins or one.at >= begins)
            ]

    def test_a_task_of_a_whole_day_lies_on_its_date_alone(self):
        at = datetime(2026, 6, 1, 22, tzinfo=UTC)
        task = Item(at, at + HOUR, on=PLAIN)
        assert by_day([task], [PLAIN - timedelta(days=1), PLAIN], LONDON) == {
            PLAIN - timedelta(days=1): [],
            PLAIN: [task],
        }
