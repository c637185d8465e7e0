"""Amounts: typed, kept, shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel import errors
from requite.kernel.money import Money, format_money, parse_money


@pytest.mark.parametrize(
    ("text", "currency", "locale", "minor"),
    [
        ("1,234,000원", "KRW", "ko", 1234000),
        ("₩ 1234000", "KRW", "ko", 1234000),
        ("１２００", "KRW", "ko", 1200),
        ("1 234,50 ₽", "RUB", "ru", 123450),
        ("1\u00a0234.5 руб.", "RUB", "ru", 123450),
        ("$1,234.50", "USD", "en", 123450),
        ("-5", "USD", "en", -500),
    ],
)
def test_reads_an_amount(text: str, currency: str, locale: str, minor: int) -> None:
    assert parse_money(text, currency=currency, locale=locale) == Money(minor, currency)


@pytest.mark.parametrize("text", ["", "abc", "1.5", "1,2", "9" * 30, "9" * 100_000, "1e5", "--1", "NaN"])
def test_refuses_what_is_no_amount_in_won(text: str) -> None:
    with pytest.raises(errors.Refused):
        parse_money(text, currency="KRW", locale="ko")


def test_adds_only_the_same_currency() -> None:
    assert Money(5, "KRW") + Money(7, "KRW") - Money(2, "KRW") == Money(10, "KRW")
    with pytest.raises(ValueError, match="KRW and RUB"):
        Money(5, "KRW") + Money(7, "RUB")


def test_shows_an_amount_as_its_readers_write_it() -> None:
    assert format_money(Money(1200000, "KRW"), locale="ko") == "₩1,200,000"
    assert format_money(Money(123450, "RUB"), locale="ru") == "1\u00a0234,50\u00a0₽"
    assert format_money(Money(123450, "USD"), locale="en-US") == "$1,234.50"


@given(minor=st.integers(-(10**15), 10**15), currency=st.sampled_from(["KRW", "RUB", "USD"]))
def test_reads_back_what_it_shows(minor: int, currency: str) -> None:
    assert (
        parse_money(format_money(Money(minor, currency), locale="ru"), currency=currency, locale="ru").minor
        == minor
    )
