"""Due times: the hours run on working days, and end while people work."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.workdays import Calendar
from requite.kernel.worktime import due_after

SEOUL, MOSCOW, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Seoul", "Europe/Moscow", "America/New_York"))


def due(text, hours, country="KR", zone=SEOUL):
    start = datetime.fromisoformat(text).replace(tzinfo=zone)
    return due_after(start, hours=hours, calendar=Calendar(country), zone=zone).strftime("%a %d %b %H:%M")


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-24 15:00", 24, "Wed 25 Nov 15:00"),
        ("2026-11-27 15:00", 24, "Mon 30 Nov 15:00"),  # over a weekend
        ("2026-11-27 15:00", 72, "Wed 02 Dec 15:00"),
        ("2026-11-28 11:00", 24, "Tue 01 Dec 09:00"),  # a Saturday's begins on Monday at midnight
        ("2026-10-02 10:00", 24, "Tue 06 Oct 10:00"),  # Monday 5 October is a substitute holiday
        ("2026-10-08 17:00", 2, "Mon 12 Oct 09:00"),  # 19:00 is after work, and Friday the 9th is a holiday
        ("2026-11-24 03:00", 4, "Tue 24 Nov 09:00"),
        ("2026-11-24 10:00", 8, "Tue 24 Nov 18:00"),
        ("2026-11-28 11:00", 0, "Sat 28 Nov 11:00"),  # no grace is at once
    ],
)
def test_in_korea(start, hours, expected):
    assert due(start, hours) == expected


def test_by_the_calendar_and_the_clock_of_the_place():
    assert due("2026-06-11 16:00", 24, "RU", MOSCOW) == "Mon 15 Jun 16:00"  # 12 June is Russia Day
    assert due("2026-06-11 16:00", 24) == "Fri 12 Jun 16:00"
    assert due("2026-10-30 12:00", 24, "US", NEW_YORK) == "Mon 02 Nov 12:00"  # the clocks go back on Sunday
    assert due("2026-11-27 12:00", 24, "XX", SEOUL) == "Mon 30 Nov 12:00"  # an unknown country has weekends


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001 - the strategy wants them bare
    st.integers(1, 400),
    st.integers(0, 100),
    st.sampled_from([("KR", SEOUL), ("RU", MOSCOW), ("US", NEW_YORK)]),
)
def test_lies_in_working_hours_and_is_never_sooner_than_by_the_clock(moment, hours, more, place):
    country, zone = place
    calendar, start = Calendar(country), moment.replace(tzinfo=ZoneInfo("UTC"))
    found = due_after(start, hours=hours, calendar=calendar, zone=zone)
    here = found.astimezone(zone)
    assert calendar.is_working(here.date())
    assert 9 <= here.hour <= 18
    assert found > start
    later = due_after(start, hours=hours + more, calendar=calendar, zone=zone)
    assert later >= found
    assert found - start >= timedelta(hours=hours)
