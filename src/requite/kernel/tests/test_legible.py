"""Text that can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel.legible import legible


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Kim Min-su ", "Kim Min-su"),
        ("\u200b\u200b\u200d", ""),
        ("\u3164\ufeff", ""),
        ("\u200bДаль\u200b", "Даль"),
        ("عقد \u202eabc\u202c", "عقد abc"),
        ("a\x00b\x07c", "abc"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u3000대성\u00a0", "대성"),
    ],
)
def test_keeps_what_can_be_seen(text: str, kept: str) -> None:
    assert legible(text) == kept


@given(st.text())
def test_doing_it_twice_changes_nothing(text: str) -> None:
    assert legible(legible(text)) == legible(text)
