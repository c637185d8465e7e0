"""What the tests' own assertions see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from testing.asserts import untouched
from testing.builders import person_of
from testing.cast import Cast, cast

from requite.identity.models import User
from requite.people.models import Person, Point

__all__ = ["cast"]


def insert(cast: Cast) -> None:
    person_of(cast, family="Baek")


def update(_: Cast) -> None:
    Person.objects.update(note="Likes tea")


def delete(_: Cast) -> None:
    Point.objects.all().delete()


def give_back(_: Cast) -> None:
    Person.objects.update(note="Likes tea")
    Person.objects.update(note="")


def come_in(_: Cast) -> None:
    User.objects.update(last_seen_at="2026-11-24T01:00:00Z")


def be_refused(cast: Cast) -> None:
    with transaction.atomic():
        insert(cast)
        delete(cast)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("what", "tables"),
    [(insert, ["journal_entry", "people_person"]), (update, ["people_person"]), (delete, ["people_point"])],
)
def test_a_row_that_is_written_is_told(cast: Cast, what: Callable[[Cast], None], tables: list[str]) -> None:
    person_of(cast)
    with pytest.raises(AssertionError) as told, untouched():
        what(cast)
    assert all(table in str(told.value) for table in tables)


@pytest.mark.parametrize("what", [give_back, come_in, be_refused])
def test_what_is_taken_back_and_who_was_here_are_not(cast: Cast, what: Callable[[Cast], None]) -> None:
    person_of(cast)
    with untouched():
        what(cast)


def test_what_was_written_before_is_no_matter(cast: Cast) -> None:
    person_of(cast)
    with untouched(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
