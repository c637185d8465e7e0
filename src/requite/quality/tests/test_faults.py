"""Lines of a minimum set that can't do what they say are refused at first, and marked where things changed since."""

import pytest

from requite.identity.tests.cast import NOW, make_cast
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id
from requite.quality import queries
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Requirement


@pytest.fixture
def cast(db):
    return make_cast()


def faults(cast, kind="meeting"):
    sets = queries.list_minimum_sets(actor=cast.actors["oleg"], at=NOW)
    return {line.field: line.fault for one in sets if one.kind == kind for line in one.lines if line.fault}


def test_what_ships_has_none(cast):
    assert all(faults(cast, kind) == {} for kind in ("person", "company", "deal", "meeting", "call"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"field": "spaceship"}, "was removed"),
        ({"stage": "orbit"}, "moment is no longer there"),
        ({"teams": [new_id()]}, "nobody is asked"),
    ],
)
def test_what_is_gone_is_said(cast, change, sentence):
    Requirement.objects.filter(kind="meeting", field="result").update(**change)
    assert sentence in faults(cast)[change.get("field", "result")]


def test_two_lines_that_differ_are_said_in_both(cast):
    made = declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="meeting", stage="held", field="topic", weight=1, grace_hours=1
    )
    assert "weighs twice" in faults(cast)["topic"]
    Requirement.objects.filter(id=made.id).update(check_name="ru_inn")
    assert "can’t meet both" in faults(cast)["topic"]


def test_another_check_is_refused(cast):
    with pytest.raises(Refused) as refused:
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW, kind="meeting", stage="held", field="topic", weight=1, grace_hours=1,
            check="ru_inn",
        )  # fmt: skip
    assert set(refused.value.errors) == {"check"}
