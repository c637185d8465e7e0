"""Lines that contradict one another, and gates that nobody could pass, are refused with a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from requite.deals.models import Reason, Stage
from requite.deals.moments import moment_of
from requite.identity.roles import ROLES
from requite.identity.tests.cast import NOW, make_cast
from requite.kernel.errors import Refused
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.models import Requirement
from requite.quality.passing import can_be_filled
from requite.quality.queries import list_minimum_sets
from requite.quality.registry import KINDS, Requirable
from requite.quality.terms import Terms

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    found = make_cast()
    Requirement.objects.filter(kind="deal").update(ends_at=NOW - DAY)
    return found


def ask(cast, field, stage="", act=declare_requirement, **terms):
    values = {"kind": "deal", "stage": stage, "field": field, "weight": 2, "grace_hours": 24}
    return act(actor=cast.actors["oleg"], at=NOW, terms=Terms(**terms), **values)


def stage(key):
    return moment_of(Stage.objects.get(key=key, pipeline__key="sales").id)


def refused(cast, **values):
    said = []
    for act in (declare_requirement, try_requirement):
        with pytest.raises(Refused) as caught:
            ask(cast, act=act, **values)
        said.append({name: str(text) for name, text in caught.value.errors.items()})
    assert said[0] == said[1]
    return said[0]


class TestLines:
    def test_that_contradict_one_another(self, cast):
        ask(cast, "amount", limits={"lowest": ["1000"]})
        found = refused(cast, field="amount", stage="offer", limits={"highest": ["500"]})
        assert "no value would do for both" in found["highest"]
        ask(cast, "amount", "offer", limits={"highest": ["5000"]})

    def test_that_never_meet_may_ask_for_different_things(self, cast):
        won, lost = (str(Reason.objects.filter(state=state).first().id) for state in ("won", "lost"))
        ask(cast, "reason", "won", is_gate=True, limits={"options": [won]})
        ask(cast, "reason", "lost", is_gate=True, limits={"options": [lost]})
        ask(cast, "amount", f"{stage('interest')}-{stage('offer')}", limits={"highest": ["500"]})
        ask(cast, "amount", stage("offer"), limits={"lowest": ["1000"]})
        found = refused(cast, field="amount", stage=f"{stage('needs')}-{stage('decision')}", limits={"lowest": ["600"]})
        assert set(found) == {"lowest"}

    def test_of_different_teams_alike(self, cast):
        ask(cast, "amount", teams=[str(cast.north.id)], limits={"lowest": ["1000"]})
        ask(cast, "amount", "won", teams=[str(cast.south.id)], limits={"highest": ["500"]})

    def test_that_are_corrected_into_a_contradiction(self, cast):
        ask(cast, "amount", limits={"lowest": ["1000"]})
        made = ask(cast, "amount", "offer", limits={"highest": ["5000"]})

        def correct(highest):
            to = Correction(weight=2, grace_hours=24, terms=Terms(limits={"highest": [highest]}))
            return correct_requirement(actor=cast.actors["oleg"], at=NOW, requirement_id=made.id, to=to)

        with pytest.raises(Refused) as caught:
            correct("999")
        assert set(caught.value.errors) == {"highest"}
        assert correct("1000").limits["highest"] == "1000"

    def test_that_came_to_contradict_are_marked(self, cast):
        ask(cast, "amount", limits={"lowest": ["1000"]})
        made = ask(cast, "amount", "offer", limits={"highest": ["5000"]})
        Requirement.objects.filter(id=made.id).update(limits={"highest": "10", "digits": 2})
        shown = next(one for one in list_minimum_sets(actor=cast.actors["oleg"], at=NOW) if one.kind == "deal")
        assert ["no value would do" in line.fault for line in shown.lines] == [True, True]


class TestGates:
    def test_at_which_the_field_isnt_given_yet(self, cast):
        for moment in ("offer", stage("needs")):
            assert "given later" in refused(cast, field="reason", stage=moment, is_gate=True)["is_gate"]
        ask(cast, "reason", "offer")

    def test_at_which_none_of_the_choices_is_offered(self, cast):
        lost = str(Reason.objects.filter(state="lost").first().id)
        found = refused(cast, field="reason", stage="won", is_gate=True, limits={"options": [lost]})
        assert "None of these choices" in found["is_gate"]

    def test_whose_field_no_role_may_fill_that_may_come_there(self):
        rep, leader = ROLES["rep"], ROLES["leader"]
        reader = replace(rep, fields={"contact": "read"})
        known = Requirable("phone", "Phone", audience="contact")
        assert can_be_filled(KINDS["deal"], known, [reader, leader])
        assert not can_be_filled(KINDS["deal"], known, [reader])
        assert not can_be_filled(KINDS["deal"], known, [reader, ROLES["operator"]])  # who may fill it moves no deals
        assert can_be_filled(KINDS["deal"], replace(known, audience=""), [reader])


def test_a_line_whose_field_changed_its_type_or_lost_its_choices_is_marked(cast):
    def fault():
        shown = next(one for one in list_minimum_sets(actor=cast.actors["oleg"], at=NOW) if one.kind == "deal")
        return shown.lines[0].fault

    made = ask(cast, "reason", "won", limits={"options": [str(Reason.objects.filter(state="won").first().id)]})
    assert fault() == ""
    Reason.objects.filter(state="won").update(ended_at=NOW)
    assert "None of its choices" in fault()
    Requirement.objects.filter(id=made.id).update(limits={"words": 3})
    assert "Save the line anew" in fault()
