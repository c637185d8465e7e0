"""Amounts: typed, kept, shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel import errors
from requite.kernel.money import Money, format_money, parse_money

WRONG_SIZES = ["만", "2만 3억", "1만 20000", "1만-5", "1.2.3만", "10²", "①"]


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
        ("₩1,000만", "KRW", "ko", 10_000_000),
        ("1억 2천만원", "KRW", "ko", 120_000_000),
        ("1.5만", "KRW", "en", 15_000),
        ("3만 2,500", "KRW", "ko", 32_500),
        ("12,4 млн ₽", "RUB", "ru", 1_240_000_000),
        ("70 тыс. руб.", "RUB", "ru", 7_000_000),
        ("1,5 млрд р.", "RUB", "ru", 150_000_000_000),
        ("₩12.4m", "KRW", "en", 12_400_000),
        ("1.234,56", "EUR", "en", 123456),
        ("1 234,56", "EUR", "en", 123456),
        ("1.234.567,5", "EUR", "ko", 123456750),
    ],
)
def test_reads_an_amount(text: str, currency: str, locale: str, minor: int) -> None:
    assert parse_money(text, currency=currency, locale=locale) == Money(minor, currency)


@pytest.mark.parametrize("text", ["", "abc", "1.5", "1,2", "9" * 30, "9" * 100_000, "1e5", "--1", "NaN", *WRONG_SIZES])
def test_refuses_what_is_no_amount_in_won(text: str) -> None:
    with pytest.raises(errors.Refused):
        parse_money(text, currency="KRW", locale="ko")


@pytest.mark.parametrize(
    ("text", "currency"),
    [("$1,200", "KRW"), ("1200 руб.", "KRW"), ("₩1200", "USD"), ("1200원", "RUB"), ("12 EUR", "RUB"), ("￥5", "KRW")],
)
def test_refuses_the_sign_of_another_currency(text: str, currency: str) -> None:
    with pytest.raises(errors.Refused, match=currency):
        parse_money(text, currency=currency, locale="en")


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
