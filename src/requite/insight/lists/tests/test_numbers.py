"""Numbers of conditions."""

from decimal import Decimal

import pytest

from requite.insight.lists.conditions import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", "1200"), ("1 200", "1200"), ("1,200", "1200"), ("1,5", "1.5"), ("1.234,56", "1234.56"), ("-3", "-3"),
        ("₩1,000만", "10000000"), ("12,4 млн", "12400000"), ("1E+2", "100"), ("0.00", "0"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "x", "NaN", "1e400", "9" * 30, "1,2,3만"])
def test_what_is_none_is_none(text):
    assert read_number(text) is None
