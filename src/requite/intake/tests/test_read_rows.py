"""Rows out of damaged files: each fault stands on its own row, and the rows after it are read."""

import io
import resource

import pytest

from requite.intake.reading import faults, limits
from requite.intake.reading.rows import Row, read_rows
from requite.intake.reading.sheet import Dialect, Sheet

SHEET = Sheet("utf-8", 0, Dialect(","), 1, ("name", "company", "note"))
HEAD = "name,company,note\n"


def read(text: str | bytes, *, after: int = 0) -> list[Row]:
    content = text.encode() if isinstance(text, str) else text
    return list(read_rows(io.BytesIO(content), SHEET, after=after))


def test_a_short_row_is_filled_up_and_says_so() -> None:
    (row,) = read(HEAD + "Kim\n")
    assert (row.cells, row.faults) == (["Kim", "", ""], (faults.SHORT,))


def test_blank_cells_behind_the_last_heading_are_nothing() -> None:
    (row,) = read(HEAD + "Kim,Hanil,x,,,\n")
    assert (row.cells, row.faults) == (["Kim", "Hanil", "x"], ())


def test_a_row_with_more_cells_is_a_fault_of_that_row_alone() -> None:
    rows = read(HEAD + "Kim,Hanil,x,y\nLee,Sejong,z\n")
    assert [row.faults for row in rows] == [(faults.MANY_CELLS,), ()]


def test_headings_once_more_in_a_file_put_together_stay_out() -> None:
    rows = read(HEAD + "Kim,a,b\n" + HEAD + "Lee,a,b\nname,a,b\n")
    assert [row.faults for row in rows] == [(), (faults.HEADINGS,), (), ()]


@pytest.mark.parametrize(
    "row", ["합계,,1 234", "Итого:,12 шт.,1 234.50", "total,,₩420000", ",Grand Total,98.5%", " 소계 ,3명,"]
)
def test_a_line_of_totals_is_nobody(row: str) -> None:
    rows = read(HEAD + f"Kim,a,b\n{row}\n")
    assert [faults.TOTALS in one.faults for one in rows] == [False, True]


@pytest.mark.parametrize(
    "row",
    ["Total,,", "Total,Paris,12", "Total,,010-1234-5678", "Total,,01012345678", "Total,,+33 1 47 44", "Sum Lee,1,2", ",,12"],
)
def test_who_is_called_so_comes_in(row: str) -> None:
    assert all(faults.TOTALS not in one.faults for one in read(HEAD + f"{row}\n"))


def test_blank_rows_are_left_out_but_numbered() -> None:
    assert [row.number for row in read(HEAD + "\nKim,a,b\n,,\nLee,a,b\n")] == [2, 4]


def test_a_quotation_mark_that_never_closes_costs_one_row() -> None:
    lines = "".join(f"P{n},C{n},n\n" for n in range(5_000))
    rows = read(HEAD + 'Kim,"Hanil,x\n' + lines)
    assert rows[0].faults == (faults.BROKEN_QUOTE,)
    assert len(rows) == 5_001
    assert rows[-1].cells == ["P4999", "C4999", "n"]


def test_a_quotation_mark_that_closes_in_another_row_costs_one_row() -> None:
    rows = read(HEAD + 'Kim,"Hanil,x\nLee,"Sejong",y\nPark,Daesung,z\n')
    assert [row.cells[0] for row in rows] == ["Kim", "Lee", "Park"]
    assert [bool(row.faults) for row in rows] == [True, False, False]


def test_a_cell_may_hold_lines() -> None:
    (row,) = read(HEAD + 'Kim,Hanil,"one\ntwo"\n')
    assert row.cells[2] == "one\ntwo"


def test_a_line_of_a_hundred_megabytes_is_one_fault_in_bounded_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    head, line, tail = HEAD.encode(), b"x" * 100_000_000, b"\nLee,Sejong,y\n"
    rows = read(head + line + tail)
    assert [row.faults for row in rows] == [(faults.LONG_LINE,), ()] or rows[0].faults[0] == faults.LONG_LINE
    assert rows[-1].cells[0] == "Lee"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 350_000
    assert limits.LINE_CHARS <= 1_048_576


def test_nul_is_left_out_and_told() -> None:
    (row,) = read(HEAD.encode() + b"K\x00im,Hanil,x\n")
    assert (row.cells[0], row.faults) == ("Kim", (faults.NUL,))


def test_emoji_and_right_to_left_text_stand() -> None:
    (row,) = read(HEAD + "\u202eשלום 👩\u200d👩\u200d👧,مرحبا,🎉\n")
    assert row.cells == ["\u202eשלום 👩\u200d👩\u200d👧", "مرحبا", "🎉"]


def test_goes_on_behind_a_row() -> None:
    text = HEAD + "".join(f"P{n},c,n\n" for n in range(1, 11))
    assert [row.number for row in read(text, after=7)] == [8, 9, 10]
