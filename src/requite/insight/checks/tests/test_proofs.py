"""A record that was found to be so is proved by that; what is said of it otherwise takes the proof back."""

from datetime import UTC, datetime

import pytest
from testing.builders import person_of

from requite.identity.tests.cast import NOW
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.actions.judge_check import judge_again, judge_check, retract_verdict
from requite.insight.checks.models import Check
from requite.insight.checks.tests.stage import DAY, check_of, plan, system
from requite.kernel.reading import fetch_all
from requite.people.models import Person
from requite.people.reassessing import reassess_these

pytestmark = pytest.mark.django_db
OLD, FRESH = 88, 100  # in percent: entered 400 days ago, and proved today
TODAY = datetime.now(UTC)  # the database knows no other


@pytest.fixture
def check(cast):
    """A check of a person, who since has grown old."""
    person = person_of(cast)
    Person.objects.filter(id=person.id).update(made_at=NOW - 5 * DAY)
    plan(cast, person=1)
    draw_week(actor=system(cast), at=NOW)
    Person.objects.filter(id=person.id).update(made_at=TODAY - 400 * DAY)
    reassess_these(kind="person", ids=[person.id], at=TODAY)
    return Check.objects.get(record_id=person.id)


def timely(check):
    return Person.objects.get(id=check.record_id).timeliness


def proofs(check):
    return fetch_all("SELECT kind, source, at FROM quality_proof WHERE record_id = %s", [check.record_id])


def judge(cast, check, verdict="confirmed", at=TODAY, **more):
    return judge_check(actor=cast.actors["vera"], at=at, check_id=check.id, verdict=verdict, why="asked them", **more)


def test_a_confirmed_check_proves_and_taken_back_no_longer_does(cast, check):
    assert (timely(check), proofs(check)) == (OLD, [])
    judge(cast, check)
    assert (timely(check), proofs(check)) == (FRESH, [("person", "check", TODAY)])
    retract_verdict(actor=cast.actors["vera"], at=TODAY, check_id=check.id)
    assert (timely(check), proofs(check)) == (OLD, [])


@pytest.mark.parametrize("verdict", ["changed", "wrong", "made_up", "cant_tell"])
def test_another_verdict_proves_nothing(cast, check, verdict):
    judge(cast, check)
    judge(cast, check, verdict)
    assert (timely(check), proofs(check)) == (OLD, [])


def test_the_second_readers_word_holds(cast, check):
    judge(cast, check, "made_up")
    emma = cast.actors["emma"]
    judge_again(actor=emma, at=TODAY + DAY, check_id=check.id, verdict="confirmed", why="called them")
    assert proofs(check) == [("person", "check", TODAY + DAY)]
    retract_verdict(actor=emma, at=TODAY + DAY, check_id=check.id)
    assert proofs(check) == []


def test_what_happened_needs_no_proof(cast):
    check = check_of(cast)
    judge(cast, check)
    assert proofs(check) == []
