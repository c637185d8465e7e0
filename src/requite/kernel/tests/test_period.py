# ruff: noqa: DTZ001 - naive local times are what is tested
"""Spans of days and their instants, also where clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel import errors
from requite.kernel.period import (
    Kind,
    Period,
    TimeGap,
    parse_period,
    period_of,
    span,
    start_of_day,
    to_instant,
)

SEOUL, NEW_YORK, CAIRO = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York"), ZoneInfo("Africa/Cairo")
DAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("kind", "start", "end", "key", "before"),
    [
        ("day", date(2026, 10, 14), date(2026, 10, 15), "2026-10-14", "2026-10-13"),
        ("week", date(2026, 10, 12), date(2026, 10, 19), "2026-W42", "2026-W41"),
        ("month", date(2026, 10, 1), date(2026, 11, 1), "2026-10", "2026-09"),
        ("quarter", date(2026, 10, 1), date(2027, 1, 1), "2026-Q4", "2026-Q3"),
        ("year", date(2026, 1, 1), date(2027, 1, 1), "2026", "2025"),
    ],
)
def test_finds_the_period_of_a_day(kind: str, start: date, end: date, key: str, before: str) -> None:
    period = period_of(kind, DAY)
    assert (period.start, period.end, period.key) == (start, end, key)
    assert period.previous.key == before
    assert period.previous.next == period
    assert period.contains(DAY)
    assert not period.contains(end)


def test_a_span_holds_its_last_day() -> None:
    period = span(date(2026, 10, 1), date(2026, 10, 15))
    assert (period.key, period.last, period.days) == ("2026-10-01..2026-10-15", date(2026, 10, 15), 15)
    assert period.previous == Period(date(2026, 9, 16), date(2026, 10, 1))
    assert period.next.start == period.end


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "2026-13",
        "2026-00",
        "2026-10-00",
        "2026-W54",
        "2026-Q5",
        "2026-10-15..2026-10-01",
        "0000",
        "9999",
    ],
)
def test_refuses_what_is_no_period(key: str) -> None:
    with pytest.raises(errors.Refused):
        parse_period(key)


@given(
    kind=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    day=st.dates(date(2, 1, 1), date(9990, 1, 1)),
)
def test_a_key_leads_back_to_its_period(kind: str, day: date) -> None:
    period = period_of(kind, day)
    assert period.contains(day)
    assert parse_period(period.key) == period
    assert parse_period(span(period.start, period.last).key) == span(period.start, period.last)


def test_gives_instants_in_the_zone() -> None:
    start, end = period_of(Kind.DAY, DAY).instants(SEOUL)
    assert start == datetime(2026, 10, 13, 15, tzinfo=UTC)
    assert end - start == timedelta(days=1)
    assert start.tzinfo is UTC


def test_a_day_is_as_long_as_its_clocks_make_it() -> None:
    short = period_of(Kind.DAY, date(2026, 3, 8)).instants(NEW_YORK)
    long = period_of(Kind.DAY, date(2026, 11, 1)).instants(NEW_YORK)
    assert short[1] - short[0] == timedelta(hours=23)
    assert long[1] - long[0] == timedelta(hours=25)


def test_refuses_a_time_in_a_gap_and_names_what_is_around_it() -> None:
    with pytest.raises(TimeGap) as caught:
        to_instant(datetime(2026, 3, 8, 2, 30), zone=NEW_YORK)
    assert caught.value.after == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert caught.value.before < caught.value.after
    assert "03:00" in str(caught.value)


def test_takes_the_first_of_two_unless_told() -> None:
    twice = datetime(2026, 11, 1, 1, 30)
    assert to_instant(twice, zone=NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert to_instant(twice, zone=NEW_YORK, later=True) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_day_without_midnight_begins_after_the_gap() -> None:
    assert start_of_day(date(2026, 4, 24), zone=CAIRO) == datetime(2026, 4, 23, 22, tzinfo=UTC)


def test_refuses_an_empty_period() -> None:
    with pytest.raises(errors.Refused):
        Period(DAY, DAY)


@given(
    local=st.datetimes(datetime(1980, 1, 1), datetime(2037, 1, 1)),
    zone=st.sampled_from([SEOUL, NEW_YORK, CAIRO]),
)
def test_an_instant_leads_back_to_its_local_time(local: datetime, zone: ZoneInfo) -> None:
    try:
        instant = to_instant(local, zone=zone)
    except TimeGap as caught:
        gap = caught
    else:
        assert instant.astimezone(zone).replace(tzinfo=None) == local
        return
    assert gap.after.astimezone(zone).utcoffset() != gap.before.astimezone(zone).utcoffset()
