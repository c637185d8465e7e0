"""The spans of the board by time: without a hole, by the reader's days, through changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.work.queries.spans import find_span, list_spans

ZONES = (
    "Asia/Seoul",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
HOUR = timedelta(hours=1)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def spans(text: str, zone: str = "Europe/Berlin", first: int = 0):
    now = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return {one.slug: one for one in list_spans(now=now, zone=ZoneInfo(zone), first_weekday=first)}


@given(instants, st.sampled_from(ZONES), st.integers(0, 6))
def test_every_instant_lies_in_one_span(now, zone, first):
    found = list_spans(now=now, zone=ZoneInfo(zone), first_weekday=first)
    assert [one.slug for one in found] == ["overdue", "today", "this-week", "next-week", "later", "none"]
    planned = found[:-1]
    assert planned[0].starts_at is None
    assert planned[-1].ends_at is None
    for one, after in pairwise(planned):
        assert one.ends_at == after.starts_at
    assert found[0].ends_at == now
    for one in planned[1:4]:
        assert one.starts_at <= one.ends_at
        assert one.first <= one.end
        assert one.ends_at.astimezone(ZoneInfo(zone)).date() == one.end
        last = (one.ends_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
        assert last == max(one.end - timedelta(days=1), found[1].first)
    assert found[3].first.weekday() == found[4].first.weekday() == first
    assert found[4].first - found[3].first == timedelta(days=7)
    assert timedelta(0) < found[3].first - found[1].first <= timedelta(days=7)


def test_a_week_begins_where_the_reader_begins_it():
    assert spans("2026-11-28T12:00", first=6)["next-week"].first == date(2026, 11, 29)
    assert spans("2026-11-28T12:00", first=0)["next-week"].first == date(2026, 11, 30)


def test_on_its_last_day_nothing_is_left_of_the_week():
    sunday = spans("2026-11-29T12:00")["this-week"]
    assert sunday.first == sunday.end
    assert sunday.starts_at == sunday.ends_at


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-24", 24)])
def test_a_day_on_which_the_clocks_change_is_whole(day, hours):
    today = spans(f"{day}T00:00")["today"]
    assert today.ends_at - today.starts_at == hours * HOUR


def test_a_day_without_a_midnight_begins_after_the_jump():
    before = spans("2026-09-05T12:00", zone="America/Santiago")  # 6 September begins at one
    assert before["today"].ends_at == datetime(2026, 9, 6, 4, tzinfo=UTC)


def test_finds_one_by_its_name():
    found = list(spans("2026-11-25T12:00").values())
    assert find_span(found, "today") == found[1]
    assert find_span(found, "someday") is None
