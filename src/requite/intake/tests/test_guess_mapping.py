"""What strangers' headings mean."""

import csv
from pathlib import Path

import pytest

from requite.intake.reading.headings.guess import guess_mapping
from requite.intake.reading.inspect import inspect_file

DATA = Path(__file__).parent / "headings.tsv"
SHARED = Path(__file__).parents[5] / "shared" / "data"


def cases() -> list[list[str]]:
    with DATA.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[1][:40])
def test_maps_the_headings(case: list[str]) -> None:
    kind, headings, targets, sample = (*case, "")[:4]
    names = headings.split("|")
    row = sample.split("|") if sample else [""] * len(names)
    guess = guess_mapping(names, [row])
    assert dict(zip(names, guess.columns, strict=True)) == dict(
        zip(names, [target or None for target in targets.split("|")], strict=True)
    )
    assert guess.kind == kind


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not on this machine")
@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        (
            "companies_sp500.csv",
            "companies",
            {"Security": "company", "Headquarters Location": "company_address"},
        ),
        (
            "legislators_us.csv",
            "persons",
            {"last_name": "family_name", "phone": "phone", "address": "address"},
        ),
        (
            "opticians_kr_cp949.csv",
            "companies",
            {"사업장명": "company", "영업상태명": "company_state", "전화번호": "company_phone"},
        ),
        ("pharmacies_kr_utf8bom.csv", "companies", {"요양기관명": "company", "주소": "company_address"}),
    ],
)
def test_maps_the_real_files(name: str, kind: str, expected: dict[str, str]) -> None:
    path = SHARED / name
    with path.open("rb") as stream:
        sheet = inspect_file(stream, size=path.stat().st_size)
    guess = guess_mapping(sheet.headings, sheet.samples)
    found = dict(zip(sheet.headings, guess.columns, strict=True))
    assert guess.kind == kind
    assert {heading: found[heading] for heading in expected} == expected


def test_believes_the_cells_where_the_heading_is_silent() -> None:
    guess = guess_mapping(
        ["A1", "B1", "C1"],
        [["김민수", "010-2345-6789", "min@hanil.kr"], ["박준", "02-345-6789", "jun@sejong.kr"]],
    )
    assert guess.columns == ("full_name", "phone", "email")


def test_disbelieves_a_heading_that_the_cells_contradict() -> None:
    guess = guess_mapping(["name", "phone"], [["Kim Minsu", "kim@hanil.kr"], ["Lee Hana", "lee@hanil.kr"]])
    assert guess.columns == ("full_name", "email")
