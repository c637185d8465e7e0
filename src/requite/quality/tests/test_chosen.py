"""Validators that an administrator chooses for a text."""

from datetime import date

import pytest

from requite.identity.tests.cast import NOW, make_cast
from requite.kernel.errors import Refused
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.launch_requirement import launch_requirement
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.checks import State, judge_value
from requite.quality.models import Requirement
from requite.quality.rules import list_rules

DAY = date(2026, 11, 24)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ("kr_business", "124-81-00998", "124-81-00999"),
        ("ru_inn", "7707083893", "7707083894"),
        ("ru_kpp", "773601001", "77360100"),
        ("ru_ogrn", "1027700132195", "1027700132196"),
        ("ru_ogrn", "304500116000157", "304500116000158"),
    ],
)
def test_tells_a_right_number_from_a_wrong_one(check, right, wrong):
    assert judge_value(right, check=check, country="US", today=DAY) is State.VALID
    assert judge_value(wrong, check=check, country="US", today=DAY) is State.INVALID
    assert judge_value("нет", check=check, country="US", today=DAY) is State.FILLER
    assert judge_value(" ", check=check, country="US", today=DAY) is State.BLANK


def a_try(cast, **values):
    given = {"kind": "person", "stage": "", "field": "note", "weight": 2, "grace_hours": 48, **values}
    return try_requirement(actor=cast.actors["oleg"], at=NOW, **given)


def test_stays_when_the_field_is_weighed_otherwise(cast):
    oleg, tried = cast.actors["oleg"], a_try(cast, check="ru_inn")
    made = launch_requirement(actor=oleg, at=NOW, trial_id=tried.id)
    correct_requirement(actor=oleg, at=NOW, requirement_id=made.id, to=Correction(weight=9, grace_hours=48))
    assert [rule.check for rule in list_rules("person", at=NOW) if rule.field == "note"] == ["ru_inn"]


@pytest.mark.parametrize("values", [{"check": "magic"}, {"field": "address"}, {"field": "phone"}])
def test_refuses_an_unknown_one_and_one_for_what_is_no_text(cast, values):
    Requirement.objects.filter(field="phone").delete()
    with pytest.raises(Refused) as refused:
        a_try(cast, **{"check": "ru_inn", **values})
    assert set(refused.value.errors) == {"check"}
