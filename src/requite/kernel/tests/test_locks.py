"""Advisory locks: each has a number of its own, and they are taken by the registry alone."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from testing.committed import at_once

import requite
from requite.kernel.locks import Lock, hold
from requite.kernel.reading import fetch_all

SOURCE = Path(requite.__file__).parent
NUMBERED = re.compile(r"advisory\w*lock\w*\((?:hashtextextended\([^()]*(?:\([^()]*\)[^()]*)*, (?P<seed>\d+)|(?P<key>\d+))")


def test_each_has_a_number_of_its_own():
    assert len({int(lock) for lock in Lock.__members__.values()}) == len(Lock.__members__)


def test_nobody_takes_a_lock_but_by_the_registry():
    by_hand = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and "tests" not in path.parts and "pg_advisory" in path.read_text()
    }
    assert by_hand == {"kernel/locks.py"}


def test_the_numbers_of_migrations_are_known():
    named = {
        int(found["seed"] or found["key"])
        for path in SOURCE.rglob("migrations/*.py")
        for found in NUMBERED.finditer(path.read_text())
    }
    assert named == {Lock.TALLIES, Lock.USE_OF_DAYS}


@pytest.mark.django_db
def test_drawing_checks_and_tidying_up_dont_wait_for_each_other():
    held = "SELECT pg_try_advisory_xact_lock(%s)"

    def meanwhile() -> list[bool]:
        with transaction.atomic():
            return [fetch_all(held, [int(lock)])[0][0] for lock in (Lock.DRAWS, Lock.USE_OF_DAYS)]

    with transaction.atomic():
        hold(Lock.DRAWS)
        assert at_once([meanwhile]) == [[False, True]]
