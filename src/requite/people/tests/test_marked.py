"""What is found out of a number: looked at for doubles only where it says something of them."""

from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import BACK

from requite.journal.recording import recording
from requite.people.actions import points
from requite.people.likeness import LEAST
from requite.people.models import Candidate, Point
from requite.people.queries.resembling import list_pairs

pytestmark = pytest.mark.django_db
STATES = list(Point.State)


def mark(cast, point, state):
    with CaptureQueriesContext(connection) as told, recording(actor=cast.actors["anna"], at=BACK) as record:
        points.mark_point(record=record, point=point, state=state)
    return sum("people_candidate" in each["sql"] for each in told)


@pytest.mark.parametrize(("before", "after"), permutations(STATES, 2))
def test_looks_for_doubles_where_they_may_differ(cast, twins, before, after):
    point = twins[1].points.get(kind="phone")
    Point.objects.filter(id=point.id).update(state=before)
    point.refresh_from_db()
    found = list_pairs("person", [twins[1].id], least=LEAST)
    has_looked = mark(cast, point, after) > 0
    assert point.state == Point.objects.get(id=point.id).state == after
    if list_pairs("person", [twins[1].id], least=LEAST) != found:
        assert has_looked
    assert has_looked == (points._speaks(before) != points._speaks(after))


def test_a_number_by_which_somebody_was_reached_asks_for_none(cast, twins):
    point = twins[1].points.get(kind="phone")
    assert mark(cast, point, Point.State.CONFIRMED) == 0
    assert Candidate.objects.count() == 1
    assert mark(cast, point, Point.State.WRONG) > 0
    assert Candidate.objects.count() == 0
