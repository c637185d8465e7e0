"""Identifiers as addresses and forms have them."""

import pytest

from requite.kernel.ids import new_id, parse_id

ID = "01a22ead-6476-7bc1-90c4-7a66bfd4f331"
HEX = ID.replace("-", "")


@pytest.mark.parametrize("text", [ID, ID.upper(), HEX])
def test_is_read_with_its_hyphens_or_without(text):
    assert str(parse_id(text)) == ID


def test_is_read_as_it_is_written():
    made = new_id()
    assert parse_id(str(made)) == made


@pytest.mark.parametrize(
    "text",
    [
        "", "x", None, 7, f"urn:uuid:{ID}", f"{{{ID}}}", f" {ID}", f"{ID}\n", f"1_2{HEX[3:]}", f"{HEX[:3]}-{HEX[3:]}",
        f"{HEX[:8]}-{HEX[8:]}", HEX.replace("1", "\u0661"),
    ],
)  # fmt: skip
def test_what_the_base_would_not_read_is_none(text):
    assert parse_id(text) is None
