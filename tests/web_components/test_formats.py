"""Numbers, money, instants and telephone numbers as each language writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from requite.web import cells, formats
from requite.web.meters import plan_meter, thin_meter

NOW = datetime(2026, 11, 24, 1, 2, tzinfo=UTC)  # 10:02 in Seoul


@pytest.fixture(autouse=True)
def _seoul():
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Seoul")):
        yield


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("en", 31_200_000, "₩31m"),
        ("en", 4_200_000, "₩4.2m"),
        ("en", 80_000_000, "₩80m"),
        ("en", 4_200_000_000, "₩4bn"),
        ("ko", 31_200_000, "3,120만원"),
        ("ru", 31_200_000, "31\xa0млн\xa0₩"),
        ("en", 0, "₩0"),
    ],
)
def test_writes_money_to_be_read_across_a_room(language: str, amount: int, text: str) -> None:
    with translation.override(language):
        assert formats.money_short(amount, "KRW") == text


def test_writes_an_instant_in_the_readers_zone() -> None:
    assert formats.clock(NOW) == "10:02"
    assert formats.when(NOW, NOW) == "10:02"
    assert formats.when(NOW - timedelta(days=1), NOW) == "yesterday 10:02"
    assert formats.when(NOW - timedelta(days=4), NOW) == "Fri 20 Nov"
    assert formats.when(NOW - timedelta(days=400), NOW) == "20 Oct 2025"
    with translation.override("ko"):
        assert formats.day(date(2025, 11, 24)) == "2025년 11월 24일"
    with translation.override("ru"):
        assert formats.day(NOW, "long") == "вторник, 24 ноября"


def test_says_what_is_overdue() -> None:
    assert formats.due(NOW + timedelta(days=2), NOW) == "Thu 26 Nov"
    assert formats.due(NOW + timedelta(hours=1), NOW) == "today"
    assert formats.due(NOW - timedelta(hours=1), NOW).startswith("overdue")


def test_a_due_day_of_another_year_has_its_year() -> None:
    assert formats.due(datetime(2026, 12, 31, 3, tzinfo=UTC), NOW) == "31 Dec"
    assert formats.due(datetime(2099, 12, 31, 3, tzinfo=UTC), NOW) == "31 Dec 2099"


@given(
    st.sampled_from(
        ["+8210########", "+822########", "+8231#######", "+7495#######", "+1202224####", "+4930######"]
    ),
    st.integers(0, 10**9),
)
def test_writes_numbers_as_the_library_does(pattern: str, seed: int) -> None:
    digits = iter(f"{seed:010d}"[::-1])
    e164 = "".join(next(digits) if sign == "#" else sign for sign in pattern)
    parsed = phonenumbers.parse(e164)
    if phonenumbers.is_valid_number(parsed):
        assert formats.phone(e164) == phonenumbers.format_number(
            parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )


def test_leaves_what_is_no_number_alone() -> None:
    assert formats.phone("+82 10-****-1190") == "+82 10-****-1190"
    assert formats.phone("") == ""


def test_escapes_what_people_typed() -> None:
    bad = '"><img src=x onerror=alert(1)>'
    for made in (
        cells.point("email", bad),
        cells.point("messenger", bad, bad),
        cells.name(bad, bad, bad),
        cells.missing([bad], bad),
        cells.point("phone", "1", "wrong", say=bad),
    ):
        assert "<img" not in made
        assert '">' + "<img" not in made


def test_gives_no_link_to_a_bad_number_and_says_why() -> None:
    made = cells.point("phone", "+821088421190", "wrong")
    assert "tel:" not in made
    assert "wrong number" in made
    assert "tel:+821088421190" in cells.point("phone", "+821088421190", "valid")


def test_draws_a_bar_of_shares() -> None:
    bar = plan_meter(id="x", done=5, target=10, pending=2, expected=6.2)
    assert 'width="50%" height="10"' in bar
    assert 'x="50%" y="4" width="20%"' in bar
    assert 'x="62%"' in bar
    assert 'width="100%"' in plan_meter(id="x", done=15, target=10, pending=2, expected=30)
    assert plan_meter(id="x", done=0, target=0)
    assert 'width="94%"' in thin_meter(0.94, "ahead")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("김민수", "김"), ("Maria Cantwell", "MC"), ("Иванов Пётр", "ИП"), ("", "·"), (None, "·"),
        ("(주)정우가구", "정"), ("한빛 ㈜", "한"), ("ООО «Родник»", "ОР"), ("«»", "·"),
    ],
)
def test_shortens_names(name: str | None, text: str) -> None:
    assert formats.initials(name) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(40, "40 s"), (250, "4 min 10 s"), (3900, "1 h 5 min"), (1800, "30 min")]
)
def test_writes_spans(seconds: int, text: str) -> None:
    assert formats.duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0원"),
        (9_999, "9,999원"),
        (12_345_678, "1,234만원"),
        (153_000_000, "1억 5,300만원"),
        (100_000_000, "1억원"),
        (12_340_000_000, "123억원"),
        (-31_200_000, "-3,120만원"),
    ],
)
def test_writes_won_as_koreans_say_them(value: int, said: str) -> None:
    with translation.override("ko"):
        assert formats.money_short(value, "KRW") == said
