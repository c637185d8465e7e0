"""Where the numbers of a file were written."""

from pathlib import Path

import pytest

from requite.intake.reading.countries import guess_country
from requite.intake.reading.headings.guess import guess_mapping
from requite.intake.reading.inspect import inspect_file

SHARED = next((up / "shared/data" for up in Path(__file__).parents if (up / "shared/data").is_dir()), Path("/none"))

US = [("Amy", "202-224-3244"), ("Bob", "(202) 224-3441"), ("Cy", "212 224 6441")]
KR = [("김", "010-2345-6789"), ("이", "02-551-5623"), ("박", "031-223-4567")]
LOCAL = [("맑은눈안경원", "551-5623"), ("밝은안경", "511-1390"), ("안경나라", "02-572-2588"), ("으뜸", "514-5533")]
RU = [("Иван", "8 (495) 739-24-18"), ("Пётр", "8 916 734-51-86"), ("Анна", "84957392419")]


@pytest.mark.parametrize(
    ("rows", "home", "country"),
    [
        (US, "KR", "US"),
        (RU, "KR", "RU"),
        (KR, "RU", "KR"),
        (KR, "KR", ""),
        (LOCAL, "KR", ""),  # every one of them would do in Germany
        (LOCAL, "RU", "KR"),
        ([("Shop", number) for _, number in LOCAL], "KR", ""),
        (US, "US", ""),
        (US[:2], "KR", ""),  # too few to tell
        ([(name, f"+1 {number}") for name, number in US], "KR", ""),  # they say so themselves
        ([(name, "call me") for name, _ in US], "KR", ""),
        ([], "KR", ""),
    ],
)
def test_is_guessed_from_the_numbers(rows, home, country):
    assert guess_country(rows, ["name", "phone"], home=home) == country


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not on this machine")
@pytest.mark.parametrize(
    ("name", "country"),
    [("opticians_kr_cp949.csv", ""), ("pharmacies_kr_utf8bom.csv", ""), ("legislators_us.csv", "US")],
)
def test_is_guessed_for_the_real_files(name, country):
    path = SHARED / name
    with path.open("rb") as stream:
        sheet = inspect_file(stream, size=path.stat().st_size)
    guess = guess_mapping(sheet.headings, sheet.samples)
    assert guess_country(sheet.samples, guess.columns, home="KR") == country


def test_reads_no_other_column():
    assert guess_country(US, ["name", None], home="KR") == ""
