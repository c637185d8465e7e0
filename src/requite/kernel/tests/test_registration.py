"""Check digits of registration numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.registration import (
    format_registration,
    is_kr_business_number,
    is_ru_inn,
    normalise_registration,
)


@pytest.mark.parametrize(
    ("raw", "country", "number"),
    [
        ("124-81-00998", "KR", "1248100998"),
        ("124-81-00999", "KR", None),
        ("사업자등록번호: 124 81 00998", "KR", "1248100998"),
        ("１２４-81-00998", "KR", "1248100998"),
        ("000-00-00000", "KR", None),
        ("7707083893", "RU", "7707083893"),
        ("7707083894", "RU", None),
        ("ИНН 7707083893", "RU", "7707083893"),
        ("7707083893/770701001", "RU", "7707083893"),
        ("ИНН/КПП: 7707083893 / 770701001", "RU", "7707083893"),
        ("7707083893/77", "RU", None),
        ("500100732259", "RU", "500100732259"),
        ("500100732258", "RU", None),
        ("0000000000", "RU", None),
        ("12-3456789", "US", "123456789"),
        ("none", "US", None),
        ("", "KR", None),
        ("1" * 1000, "KR", None),
    ],
)
def test_keeps_a_number_only_when_its_check_digits_hold(raw: str, country: str, number: str | None) -> None:
    assert normalise_registration(raw, country=country) == number


def test_shows_a_korean_number_in_its_groups() -> None:
    assert format_registration("1248100998", country="KR") == "124-81-00998"
    assert format_registration("7707083893", country="RU") == "7707083893"


@given(number=st.sampled_from(["1248100998", "7707083893"]), at=st.integers(0, 9), step=st.integers(1, 9))
def test_finds_one_wrong_digit_in_a_russian_and_nearly_always_in_a_korean_number(
    number: str, at: int, step: int
) -> None:
    wrong = f"{number[:at]}{(int(number[at]) + step) % 10}{number[at + 1 :]}"
    if number == "7707083893":
        assert not is_ru_inn(wrong)
    elif at != 8:
        assert not is_kr_business_number(wrong)
