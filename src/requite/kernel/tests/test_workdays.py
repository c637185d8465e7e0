"""Working days by a country's calendar."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from requite.kernel.workdays import Calendar

KOREA = Calendar("KR")
OCTOBER = date(2026, 10, 1), date(2026, 11, 1)


def test_counts_korea_in_october_2026() -> None:
    assert KOREA.working_days(*OCTOBER) == 20
    assert KOREA.working_days(date(2026, 10, 1), date(2026, 10, 15)) == 8
    assert not KOREA.is_working(date(2026, 10, 5))
    assert not KOREA.is_working(date(2026, 10, 9))


def test_takes_leave_off_once_and_only_from_working_days() -> None:
    leave = [
        date(2026, 10, 19),
        date(2026, 10, 20),
        date(2026, 10, 20),
        date(2026, 10, 18),
        date(2026, 12, 1),
    ]
    assert KOREA.working_days(*OCTOBER, leave=leave) == 18


def test_knows_a_moved_russian_working_saturday() -> None:
    russia = Calendar("RU")
    assert russia.is_working(date(2027, 2, 20))
    assert not russia.is_working(date(2027, 2, 22))


def test_a_company_closes_and_opens_days_of_its_own() -> None:
    own = Calendar(
        "KR", closed=frozenset({date(2026, 10, 2)}), opened=frozenset({date(2026, 10, 9), date(2026, 10, 1)})
    )
    assert own.working_days(*OCTOBER) == 20
    assert own.is_working(date(2026, 10, 9))
    assert not own.is_working(date(2026, 10, 2))


def test_an_unknown_country_has_weekends_only() -> None:
    assert Calendar("XX").working_days(*OCTOBER) == 22


def test_an_empty_or_reversed_span_has_no_days() -> None:
    assert KOREA.working_days(date(2026, 10, 8), date(2026, 10, 8)) == 0
    assert KOREA.working_days(date(2026, 10, 8), date(2026, 10, 1)) == 0


def test_counts_on_from_a_day() -> None:
    assert KOREA.after(date(2026, 10, 2), days=1) == date(2026, 10, 6)
    assert KOREA.after(date(2026, 10, 3), days=0) == date(2026, 10, 6)


def test_says_what_it_was_computed_with() -> None:
    assert KOREA.version.startswith("holidays ")
    assert KOREA.holiday_name(date(2026, 10, 9))
    assert KOREA.holiday_name(date(2026, 10, 8)) == ""


@settings(max_examples=50)
@given(start=st.dates(date(2024, 1, 1), date(2028, 1, 1)), size=st.integers(0, 500), cut=st.integers(0, 500))
def test_counts_what_it_lists_and_adds_up(start: date, size: int, cut: int) -> None:
    end, middle = start + timedelta(days=size), start + timedelta(days=min(cut, size))
    whole = KOREA.working_days(start, end)
    assert whole == len(KOREA.list_working_days(start, end))
    assert whole == KOREA.working_days(start, middle) + KOREA.working_days(middle, end)
