"""How long fields take: counted without names, and told as soon as there is enough of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.ids import new_id
from requite.quality.durations import (
    ENOUGH,
    LONGEST,
    _load,
    list_medians,
    note_duration,
    renew_medians,
    sum_seconds,
)
from requite.quality.models import Duration

DAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 3, tzinfo=ZoneInfo("Asia/Seoul"))


def note(*seconds, field="phone", on=DAY):
    for one in seconds:
        note_duration(kind="person", field=field, seconds=str(one), on=on)


def told(field="phone"):
    return list_medians(new_id()).get(("person", field))


@pytest.mark.django_db
class TestMedians:
    def test_are_told_from_enough_times_on(self):
        note(*[4] * (ENOUGH - 1))
        assert told() is None
        note(4)
        assert told() == 4
        assert told("email") is None

    @pytest.mark.parametrize(
        ("seconds", "median"),
        [([3] * 11 + [200] * 9, 3), ([3] * 9 + [200] * 11, 200), ([3] * 10 + [200] * 10, 3), (range(1, 22), 11)],
    )
    def test_are_what_half_of_the_times_kept_to(self, seconds, median):
        note(*seconds)
        assert told() == median

    @pytest.mark.parametrize("seconds", ["", "0", "-3", "4.5", "1e3", "٣", "x", LONGEST + 1, "9" * 5000, "4; DROP"])
    def test_what_is_no_time_is_left(self, seconds):
        note(seconds)
        assert not Duration.objects.exists()

    def test_what_is_no_field_is_left(self):
        note(4, field="shoes")
        note_duration(kind="spaceship", field="phone", seconds="4", on=DAY)
        assert not Duration.objects.exists()

    def test_nothing_is_kept_of_who_or_when(self):
        note(4, 4, on=DAY)
        note(4, on=date(2026, 11, 3))
        [row] = Duration.objects.values()
        assert row == {"kind": "person", "field": "phone", "month": date(2026, 11, 1), "seconds": 4, "times": 3}

    def test_the_oldest_month_is_forgotten_by_night(self):
        for month in (8, 9, 11):
            note(month, on=date(2026, month, 30))
        renew_medians(at=NOW)
        assert [row.month.month for row in Duration.objects.order_by("month")] == [9, 11]

    def test_no_statement_without_a_stamp_and_one_for_each(self, django_assert_num_queries):
        stamp = new_id()
        with django_assert_num_queries(0):
            assert list_medians(None) == {}
        with django_assert_num_queries(1):
            assert list_medians(stamp) is list_medians(stamp)
        _load.cache_clear()


@given(st.dictionaries(st.sampled_from(["phone", "email"]), st.integers(1, LONGEST)))
def test_a_record_takes_what_was_measured_and_else_what_ships(medians):
    found = sum_seconds({("person", field): seconds for field, seconds in medians.items()}, "person", ["phone", "email"])
    assert found == medians.get("phone", 8) + medians.get("email", 10)
