"""Days as people and programmes write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.fields.days import read_day

FIRST_OF_MARCH = date(2024, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01", "2024.03.01", "2024/3/1", "2024. 3. 1.", "2024년 3월 1일", "01.03.2024", "20240301",
        "Mar 1, 2024", "March 1st, 2024", "1 March 2024", "01-MAR-2024", "1 марта 2024 г.", "1 мар. 2024",
        "2024-03-01 00:00:00", "2024-03-01T00:00:00Z", "01.03.2024 0:00", "2024-03-01 00:00:00.000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("locale", ["en", "ko", "ru"])
def test_reads_a_day_however_it_is_written(text: str, locale: str) -> None:
    assert read_day(text, locale=locale) == FIRST_OF_MARCH


@pytest.mark.parametrize(("locale", "day"), [("en", date(2024, 3, 1)), ("ko", date(2024, 1, 3)), ("ru", date(2024, 1, 3))])
def test_reads_slashes_by_the_locale(locale: str, day: date) -> None:
    assert read_day("3/1/2024", locale=locale) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "0000-00-00", "9999-12-31", "31.02.2024", "31 Feb 2024", "Marketing 1 2024", "1 Mart 2024", "45352",
        "12345678", "2024-03-01 14:30", "1 марта", "20241301", "1" * 10_000,
    ],
)  # fmt: skip
def test_calls_nothing_a_day_that_is_none(text: str) -> None:
    assert read_day(text, locale="en") is None


@given(st.text(max_size=60))
def test_never_fails(text: str) -> None:
    read_day(text, locale="ru")
