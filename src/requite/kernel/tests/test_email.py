"""E-mail addresses: one spelling, and the quick way says what the library says."""

import email_validator
import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel import email


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("Kim@Hanbit.KR", "kim@hanbit.kr"),
        (" <mailto:anna.ivanova+crm@mail.ru> ", "anna.ivanova+crm@mail.ru"),
        ("<anna@mail.ru>", "anna@mail.ru"),
        ("mailto:anna@mail.ru", "anna@mail.ru"),
        ("ｋｉｍ@hanbit.kr", "kim@hanbit.kr"),
        ("иван@почта.рф", "иван@почта.рф"),
        ("Anna Ivanova <Anna@mail.ru>", "anna@mail.ru"),
        ('"Ivanova, Anna" <anna@mail.ru>', "anna@mail.ru"),
        ("김민수 <mailto:kim@hanbit.kr>", "kim@hanbit.kr"),
        ("kim@hanbit.kr (회사)", "kim@hanbit.kr"),
        ("kim@hanbit.kr(work).", "kim@hanbit.kr"),
        ("kim@hanbit.kr;", "kim@hanbit.kr"),
        ("<a@mail.ru> <b@mail.ru> and", "b@mail.ru"),
        ("a@mail.ru (b@mail.ru)", None),
        ("Anna <anna>", None),
        ("a..b@mail.ru", None),
        (".a@mail.ru", None),
        ("anna@mail", None),
        ("anna@mail.local", None),
        ("anna mail.ru", None),
        ("a@b@c.ru", None),
        ("", None),
        ("x" * 65 + "@mail.ru", None),
        ("a@" + "b." * 100_000 + "ru", None),
        ("o'brien@mail.ie", "o'brien@mail.ie"),
    ],
)
def test_gives_one_spelling_or_none(raw: str, address: str | None) -> None:
    assert email.normalise_email(raw) == address


@given(
    st.from_regex(
        r"[a-z0-9_+.\-]{1,12}@[a-z0-9.\-]{1,16}\.(ru|kr|com|test|local|x|c1|arpa|onion)", fullmatch=True
    )
)
def test_the_quick_way_says_what_the_library_says(text: str) -> None:
    try:
        expected = email_validator.validate_email(
            text, check_deliverability=False, strict=True
        ).normalized.lower()
    except email_validator.EmailNotValidError:
        expected = None
    assert email.normalise_email(text) == expected


@given(st.text(max_size=300))
def test_never_fails_and_is_stable(raw: str) -> None:
    address = email.normalise_email(raw)
    assert address is None or email.normalise_email(address) == address
