"""Cells that a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.intake.reading.formula import guard, unguard


@pytest.mark.parametrize(
    "cell", ["=1+1", "+82 10 1234 5678", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "'=1"]
)
def test_makes_it_harmless_and_gives_it_back(cell: str) -> None:
    assert guard(cell).startswith("'")
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Kim", "'tis", "010-1234-5678", "O'Neil", "'"])
def test_leaves_others_alone(cell: str) -> None:
    assert guard(cell) == cell
    assert unguard(cell) == cell


@given(st.text())
def test_gives_back_any_text(cell: str) -> None:
    assert unguard(guard(cell)) == cell
