"""A file's name as it may be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.files.naming import HIDDEN, JOINER, clean_name, extension_of

NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\anna\\offer.pdf": "offer.pdf",
    "photo\u202egnp.exe": "photognp.exe",
    " . ": "file",
    "": "file",
    "/": "file",
    "a\x00b\r\nc.txt": "ab c.txt",
    "가격표.xlsx": "가격표.xlsx",
    "가격.txt": "가격.txt",
    "  two   blanks .pdf": "two blanks .pdf",
}


@pytest.mark.parametrize("raw", NAMES)
def test_shows_what_can_be_seen(raw: str) -> None:
    assert clean_name(raw) == NAMES[raw]


def test_cuts_ten_thousand_letters_and_keeps_the_extension() -> None:
    name = clean_name("계약서" * 10_000 + ".pdf")
    assert name.endswith("계약.pdf")
    assert 250 < len(name.encode()) <= 255


@given(st.text(max_size=400))
def test_any_text_becomes_a_name_that_stays_as_it_is(raw: str) -> None:
    name = clean_name(raw)
    assert name
    assert len(name.encode()) <= 255
    assert not set("/\\\0\n\r") & set(name)
    assert not [sign for sign in name if unicodedata.category(sign) in HIDDEN and sign != JOINER]
    assert clean_name(name) == name


@given(st.text(alphabet="가a🏳️‍🌈é ", min_size=1, max_size=300), st.sampled_from(["pdf", "docx", "7z"]))
def test_a_cut_name_keeps_its_extension(stem: str, extension: str) -> None:
    assert extension_of(clean_name(f"x{stem}.{extension}")) == extension
