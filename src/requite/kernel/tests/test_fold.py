"""Folding: what is typed on the way to a name finds it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.fold import fold, fold_digits, fold_initials, fold_query


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Maria  CANTWELL ", "maria cantwell"),
        ("김민수", "ㄱㅣㅁㅁㅣㄴㅅㅜ"),
        ("과 값", "ㄱㅗㅏ ㄱㅏㅂㅅ"),
        ("Пётр Алёшин", "петр алешин"),
        ("Андрей", "андрей"),
        ("Émile Zoë Müller", "emile zoe muller"),
        ("Łukasz Sørensen Straße", "lukasz sorensen strasse"),
        ("ＡＢＣ　㈜", "abc (ㅈㅜ)"),
        ("a\u200bb\x00c", "abc"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "typed", ["ㄱ", "기", "김", "김ㅁ", "김미", "김미ㄴ", "김민", "김민ㅅ", "김밌", "김민수", "ㄱㅣㅁㅁ"]
)
def test_a_half_typed_word_finds_the_name(typed: str) -> None:
    if typed == "김밌":
        assert fold_query(typed) not in fold("김민수")
    else:
        assert fold("김민수").startswith(fold_query(typed))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("고", "과장"), ("김", "기민수"), ("갑", "값"), ("민수", "김민수"), ("ㄳ", "각시"), ("петр", "Пётр")],
)
def test_finds_inside_and_across_syllables(typed: str, stored: str) -> None:
    assert fold_query(typed) in fold(stored)


def test_gives_first_consonants() -> None:
    assert fold_initials("김민수 Kim") == "ㄱㅁㅅ"


def test_keeps_digits_of_any_script() -> None:
    assert fold_digits("+82 (0)10-１２３４ ٥") == "8201012345"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from("abc йёéㄱㅏ")
    )
)
def test_the_form_of_unicode_makes_no_difference(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text())
def test_cuts_a_long_query(text: str) -> None:
    assert fold_query(text * 50) == fold((text * 50)[:100])
