"""What is typed of an address is found in it."""

import pytest
from django.db import connection

from requite.kernel.words import ask_words

HELD = "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s)"
ADDRESSES = [
    "서울 강남구 테헤란로 152-3, 8층", "부산 해운대구 우동 12-3번지", "ул. Ленина, д.12/3, кв.5", "ул.Ленина,д.12а корп.2",
    "Jung-gu 1.5, 6/F", "A-12 O'Connell st.",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("테헤란로 152-3", 0), ("152-3", 0), ("152", 0), ("테헤 152-", 0), ("우동 12-3", 1), ("12-3번지", 1),
        ("Ленина 12/3", 2), ("д.12/3", 2), ("ул.Ленина,д.12/3,кв.5", 2), ("ленина, д. 12а", 3), ("корп.2", 3),
        ("jung-gu", 4), ("1.5", 4), ("6/f", 4), ("a-12", 5), ("o'conn", 5),
    ],
)  # fmt: skip
def test_an_address_is_found_by_what_stands_in_it(text, held):
    with connection.cursor() as cursor:
        for address in (ADDRESSES[held], ADDRESSES[held].upper()):
            cursor.execute(HELD, [address, ask_words(text)])
            assert cursor.fetchone() == (True,)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_whole_address_finds_itself_alone(address):
    with connection.cursor() as cursor:
        for other in ADDRESSES:
            cursor.execute(HELD, [other, ask_words(address)])
            assert cursor.fetchone() == (other == address,)


@pytest.mark.parametrize("text", ["", " -/. ", "'", "&|!:*()"])
def test_what_has_no_word_asks_for_none(text):
    assert ask_words(text) == ""
