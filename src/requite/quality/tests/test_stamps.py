"""Rules are read once for each change of what they hang on, and never as they were before one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.identity.access import find_reader
from requite.identity.models import Organisation, Team, User
from requite.identity.tests.cast import NOW, make_cast
from requite.kernel.ids import new_id
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Overused, Requirement
from requite.quality.rules import PRESENT, list_rules
from requite.quality.terms import Terms

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def oleg(cast):
    return cast.actors["oleg"]


def within(cast, at=NOW):
    """The rules as a request that begins now sees them, and how many statements that took."""
    token = PRESENT.set(find_reader(user_id=cast.anna.id).stamps)
    try:
        with CaptureQueriesContext(connection) as queries:
            found = list_rules("person", at=at)
        return found, len(queries)
    finally:
        PRESENT.reset(token)


def ask(oleg, at=NOW, **values):
    values = {"kind": "person", "stage": "", "field": "title", "weight": 2, "grace_hours": 48, **values}
    return declare_requirement(actor=oleg, at=at, **values)


def shipped():
    return Requirement.objects.get(kind="person", field="phone", ends_at=None)


def correct(oleg, **values):
    to = Correction(weight=9, grace_hours=72, **values)
    return correct_requirement(actor=oleg, at=NOW, requirement_id=shipped().id, to=to)


def test_are_read_once(cast):
    assert (within(cast)[1], within(cast)[1], within(cast, NOW + DAY)[1]) == (1, 0, 0)
    assert within(cast)[0] == list_rules("person", at=NOW)


CHANGES = {
    "a field is asked for": lambda cast, oleg: ask(oleg),
    "of a team alone": lambda cast, oleg: ask(oleg, terms=Terms(teams=[str(cast.north.id)])),
    "a line changes": lambda cast, oleg: correct(oleg),
    "a line ends": lambda cast, oleg: close_requirement(actor=oleg, at=NOW, requirement_id=shipped().id),
    "a user takes a zone": lambda cast, oleg: User.objects.filter(id=cast.anna.id).update(time_zone="Europe/Moscow"),
    "a user changes the role": lambda cast, oleg: User.objects.filter(id=cast.anna.id).update(role="operator"),
    "the company moves": lambda cast, oleg: Organisation.objects.update(time_zone="Europe/Moscow", country="RU"),
    "a user changes the team": lambda cast, oleg: User.objects.filter(id=cast.anna.id).update(team=cast.south),
    "a team comes below another": lambda cast, oleg: Team.objects.filter(id=cast.south.id).update(parent=cast.north),
    "an own field changes": lambda cast, oleg: Organisation.objects.update(fields_stamp=new_id()),
    "words are overused": lambda cast, oleg: Overused.objects.create(
        kind="person", field="note", owner_id=cast.anna.id, key="k", digest="d", found_at=NOW
    ),
    "somebody comes": lambda cast, oleg: User.objects.create(email="new@hanil.kr", team=cast.north, made_at=NOW),
}


@pytest.mark.parametrize("what", CHANGES)
def test_are_read_anew_when(cast, oleg, what):
    ask(oleg, field="note", terms=Terms(teams=[str(cast.north.id)]))
    within(cast)
    CHANGES[what](cast, oleg)
    found, statements = within(cast)
    assert statements == 2  # the lines, and what is overused in the note
    assert found == list_rules("person", at=NOW)


def test_a_line_of_a_day_ahead_begins_on_that_day_and_the_one_before_ends(cast, oleg):
    new = correct(oleg, starts_on=oleg.day_of(NOW + 3 * DAY).isoformat())
    for at in (NOW, new.starts_at - timedelta(microseconds=1), new.starts_at, NOW + 9 * DAY, NOW + DAY):
        assert within(cast, at)[0] == list_rules("person", at=at)
    assert within(cast, new.starts_at)[1] == 1
    assert within(cast, new.starts_at + DAY)[1] == 0


def test_who_brings_no_stamp_reads_them(cast):
    for _turn in "12":
        with CaptureQueriesContext(connection) as queries:
            list_rules("person", at=NOW)
        assert len(queries) == 1
