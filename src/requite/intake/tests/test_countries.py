"""Where the numbers of a file were written."""

import pytest

from requite.intake.reading.countries import guess_country

US = [("Amy", "202-224-3244"), ("Bob", "(202) 224-3441"), ("Cy", "212 224 6441")]
KR = [("김", "010-2345-6789"), ("이", "02-551-5623"), ("박", "031-223-4567")]
RU = [("Иван", "8 (495) 739-24-18"), ("Пётр", "8 916 734-51-86"), ("Анна", "84957392419")]


@pytest.mark.parametrize(
    ("rows", "home", "country"),
    [
        (US, "KR", "US"),
        (RU, "KR", "RU"),
        (KR, "RU", "KR"),
        (KR, "KR", ""),
        (US, "US", ""),
        (US[:2], "KR", ""),  # too few to tell
        ([(name, f"+1 {number}") for name, number in US], "KR", ""),  # they say so themselves
        ([(name, "call me") for name, _ in US], "KR", ""),
        ([], "KR", ""),
    ],
)
def test_is_guessed_from_the_numbers(rows, home, country):
    assert guess_country(rows, ["name", "phone"], home=home) == country


def test_reads_no_other_column():
    assert guess_country(US, ["name", None], home="KR") == ""
