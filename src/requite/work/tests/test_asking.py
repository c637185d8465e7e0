"""Since when a field is asked for."""

from datetime import timedelta

import pytest
from testing.cast import NOW

from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.asking import Asking, list_askings

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_ships_was_always_asked_for(cast):
    assert list_askings(at=NOW)["meeting", "result"] == [Asking("held", None)]


def test_what_is_weighed_otherwise_is_asked_for_as_long_as_before(cast):
    values = {"kind": "meeting", "stage": "held", "field": "place", "grace_hours": 24}
    made = declare_requirement(actor=cast.actors["oleg"], at=NOW - 9 * DAY, weight=2, **values)
    made = correct_requirement(
        actor=cast.actors["oleg"], at=NOW - DAY, requirement_id=made.id, to=Correction(weight=5, grace_hours=24)
    )
    assert list_askings(at=NOW)["meeting", "place"] == [Asking("held", NOW - 9 * DAY)]
    close_requirement(actor=cast.actors["oleg"], at=NOW, requirement_id=made.id)
    assert ("meeting", "place") not in list_askings(at=NOW)
    declare_requirement(actor=cast.actors["oleg"], at=NOW + DAY, weight=2, **values)
    assert list_askings(at=NOW + DAY)["meeting", "place"] == [Asking("held", NOW + DAY)]
