"""Several choices as a text lists them, and as a file says them that left."""

import pytest

from requite.fields.catalogue import Choice, Definition
from requite.fields.codec import Wrong, read, say
from requite.identity.tests.cast import Cast, make_cast
from requite.kernel.ids import new_id

LABELS = ("Web", "Shop, street", "대리점", "Phone; fax, mail")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def channels() -> Definition:
    options = tuple(Choice(new_id(), label, is_ended=False) for label in LABELS)
    return Definition(new_id(), "company", "choices", "Channels", "", "", "", "", is_ended=False, options=options)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Web, 대리점", "Web, 대리점"),
        ("대리점;web", "Web, 대리점"),
        ("Web, Shop, street, 대리점", "Web, Shop, street, 대리점"),
        ("shop, STREET | Phone; fax, mail", "Shop, street, Phone; fax, mail"),
        ("Web,, ;대리점,", "Web, 대리점"),
        ("", ""),
    ],
)
def test_a_choice_with_a_comma_of_its_own_stays_whole(cast: Cast, channels: Definition, text: str, said: str) -> None:
    anna = cast.actors["anna"]
    cells = read(channels, text, actor=anna)
    assert say(channels, cells, actor=anna, names={}) == said
    assert read(channels, say(channels, cells, actor=anna, names={}), actor=anna) == cells


@pytest.mark.parametrize("text", ["Web, street", "Shop, Web", "Phone; fax", "a;" * 20_000])
def test_what_is_none_of_them_is_refused(cast: Cast, channels: Definition, text: str) -> None:
    with pytest.raises(Wrong):
        read(channels, text, actor=cast.actors["anna"])
