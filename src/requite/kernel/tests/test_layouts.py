"""The same keys in another layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.layouts import compose, retype


def meant(text, language="en", country="US"):
    return list(retype(text, language=language, country=country))


@pytest.mark.parametrize(
    ("typed", "language", "found"),
    [
        ("rlaalstn", "ko", "김민수"), ("RLAALSTN", "ko", "김민수"), ("ehRoql", "ko", "도깨비"), ("rkqtdl", "ko", "값이"),
        ("ekfr 3", "ko", "닭 3"), ("dmldhkf", "ko", "의왈"), ("bdfyjd", "ru", "иванов"), (",jhbc", "ru", "борис"),
        ("Bdfyjd", "ru", "иванов"), ("ыьшер", "en", "smith"), ("느ㅑ소", "en", "smith"), ("дуутф", "ru", "leena"),
    ],
)  # fmt: skip
def test_is_what_was_meant(typed, language, found):
    assert meant(typed, language) == [found]


@pytest.mark.parametrize("typed", ["", "1234", "a", "김 smith", "иван smith", "홍 иван", "ß", "山田太郎"])
def test_nothing_is_made_of_few_letters_and_of_mixed_ones(typed):
    assert meant(typed, "ko") == []


def test_nobody_is_asked_in_scripts_that_they_do_not_read():
    assert meant("rlaalstn") == []
    assert meant("rlaalstn", country="KR") == ["김민수"]
    assert meant("rlaalstn", "ru", "KR") == ["김민수", "кдффдыет"]


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=8))
def test_hangul_by_way_of_its_keys_is_itself(text):
    (keys,) = meant(text)
    assert keys.isascii()
    assert meant(keys, "ko") == [text]


@given(st.text(st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюя "), min_size=2, max_size=12))
def test_cyrillic_by_way_of_its_keys_is_itself(text):
    for keys in meant(text):
        assert meant(keys, "ru") in ([text], [])


@given(st.text(max_size=40), st.sampled_from(["ko", "ru", "en"]), st.sampled_from(["KR", "RU", "US"]))
def test_takes_whatever_is_typed(text, language, country):
    assert text not in meant(text, language, country)
    compose(text)
