"""From when the grace of a debt runs: never from a day on which nobody asked for what is missing yet."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.identity.tests.cast import NOW, make_cast
from requite.quality import engine
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.engine import Subject
from requite.quality.limits import load
from requite.quality.models import Requirement
from requite.quality.rules import Rule, list_rules
from requite.quality.terms import Terms

MAY, NOON = datetime(2026, 5, 4, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA, BORIS = UUID(int=1), UUID(int=2)


def line(since, hours=48, *, before=None, **values):
    return Rule("topic", values.pop("stage", ""), 2, "text", hours, starts_at=since, before=before, **values)


def owed(*rules, made=MAY, topic="", at=NOON, owner=ANNA, **values):
    subject = Subject(kind="meeting", values={"topic": topic}, made_at=made, owner_id=owner, **values)
    return engine.assess(subject, at=at, rules=rules).owed_at


class TestANewLine:
    def test_is_owed_of_old_records_from_its_first_day_on(self):
        assert owed(line(NOON)) == NOON + 48 * HOUR

    def test_is_owed_of_later_ones_from_their_making_on(self):
        assert owed(line(MAY - DAY)) == MAY + 48 * HOUR

    def test_runs_from_the_lapse_of_what_was_asked_where_that_is_later(self):
        asked = {"topic": (NOON - 35 * DAY).date().isoformat()}
        lapsed = datetime(2026, 11, 19, tzinfo=UTC)
        assert owed(line(MAY), asked=asked) == lapsed + 48 * HOUR
        assert owed(line(NOON), asked=asked) == NOON + 48 * HOUR


class TestAChange:
    def test_of_the_weight_leaves_the_time_as_it_is(self):
        old = line(MAY - DAY)
        assert owed(line(NOON, before=old)) == MAY + 48 * HOUR

    def test_that_gives_more_time_gives_it_from_the_first_day_on(self):
        old = line(MAY - DAY, 24)
        assert owed(line(NOON, 72, before=old)) == MAY + 72 * HOUR

    def test_that_gives_less_makes_nothing_overdue_at_once(self):
        old = line(NOON - DAY, 72)
        assert owed(line(NOON, 8, before=old)) == NOON + 8 * HOUR

    def test_that_gives_less_puts_nothing_off(self):
        old = line(MAY - DAY, 72)
        assert owed(line(NOON, 8, before=old)) == MAY + 72 * HOUR

    def test_of_what_a_value_must_meet_counts_for_values_that_met_it_until_then(self):
        new = line(NOON, before=line(MAY - DAY), limits=load('{"words": 5}'))
        assert owed(new, topic="Prices of steel") == NOON + 48 * HOUR
        assert owed(new, topic="") == MAY + 48 * HOUR
        assert owed(new, topic="Prices of steel in the south") is None

    def test_of_the_teams_counts_for_those_who_come_to_it(self):
        new = line(NOON, before=line(MAY - DAY, owners=frozenset({BORIS})))
        assert owed(new, owner=BORIS) == MAY + 48 * HOUR
        assert owed(new, owner=ANNA) == NOON + 48 * HOUR

    def test_is_followed_back_as_far_as_it_was_owed(self):
        first = line(MAY - DAY)
        loose = line(MAY + 30 * DAY, before=first, owners=frozenset({BORIS}))
        again = line(MAY + 60 * DAY, before=loose)
        assert owed(line(NOON, before=again)) == MAY + 60 * DAY + 48 * HOUR

    @given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 200)), min_size=1, max_size=5), st.integers(0, 4_000))
    def test_never_owes_before_anybody_asked_nor_later_than_the_last_form_asks(self, forms, made):
        rule = None
        for start, hours in sorted(forms, key=lambda form: form[0]):
            rule = line(MAY + start * HOUR, hours, before=rule)
        due = owed(rule, made=MAY + made * HOUR)
        asked = max(MAY + made * HOUR, MAY + min(forms)[0] * HOUR)
        assert asked <= due <= max(MAY + made * HOUR, rule.starts_at) + rule.grace_hours * HOUR


class TestAMoment:
    def test_is_owed_from_the_day_on_which_the_record_came_to_it(self):
        rule = line(MAY - DAY, stage="offer")
        assert owed(rule, stages=frozenset({"offer"}), reached={"offer": NOON}) == NOON + 48 * HOUR
        assert owed(rule, stages=frozenset({"offer"})) == MAY + 48 * HOUR

    def test_runs_on_until_another_as_well(self):
        rule = line(MAY - DAY, stage="offer-won")
        assert owed(rule, stages=frozenset({"offer"}), reached={"offer": NOON}) == NOON + 48 * HOUR

    def test_of_another_line_doesnt_matter(self):
        assert owed(line(MAY - DAY), stages=frozenset({"offer"}), reached={"offer": NOON}) == MAY + 48 * HOUR


@pytest.mark.django_db
class TestRows:
    """The forms of a line as they are kept."""

    @pytest.fixture
    def oleg(self):
        return make_cast().actors["oleg"]

    def title(self, oleg, at, **values):
        terms = Terms(**values)
        return declare_requirement(
            actor=oleg, at=at, kind="person", stage="", field="title", weight=2, grace_hours=48, terms=terms
        )

    def change(self, oleg, row, at, **values):
        to = Correction(weight=values.pop("weight", 2), grace_hours=values.pop("hours", 48), **values)
        return correct_requirement(actor=oleg, at=at, requirement_id=row.id, to=to)

    def owed(self, made=NOW - 90 * DAY, at=NOW):
        rules = tuple(rule for rule in list_rules("person", at=at) if rule.field == "title")
        subject = Subject(kind="person", values={"title": "Buyer"}, made_at=made)
        return engine.assess(subject, at=at, rules=rules).owed_at

    def since(self, at=NOW):
        (rule,) = (rule for rule in list_rules("person", at=at) if rule.field == "title")
        forms = [rule]
        while forms[-1].before:
            forms.append(forms[-1].before)
        return [form.starts_at for form in forms]

    def test_are_chained_without_a_break(self, oleg):
        row = self.title(oleg, NOW - 9 * DAY)
        row = self.change(oleg, row, NOW - 6 * DAY, weight=3)
        self.change(oleg, row, NOW - 2 * DAY, hours=8)
        assert self.since() == [NOW - 2 * DAY, NOW - 6 * DAY, NOW - 9 * DAY]
        assert self.since(at=NOW - 5 * DAY) == [NOW - 6 * DAY, NOW - 9 * DAY]

    def test_that_ended_before_begin_anew(self, oleg):
        row = self.title(oleg, NOW - 9 * DAY)
        close_requirement(actor=oleg, at=NOW - 6 * DAY, requirement_id=row.id)
        self.title(oleg, NOW - 2 * DAY)
        assert self.since() == [NOW - 2 * DAY]

    def test_that_were_taken_back_before_they_began_never_were(self, oleg):
        row = self.title(oleg, NOW - 9 * DAY)
        ahead = self.change(oleg, row, NOW - 6 * DAY, weight=3, starts_on=oleg.day_of(NOW + 3 * DAY).isoformat())
        close_requirement(actor=oleg, at=NOW - 5 * DAY, requirement_id=ahead.id)
        assert self.since() == [NOW - 9 * DAY]

    def test_judge_old_records_from_when_a_value_was_asked_to_meet_more(self, oleg):
        row = self.title(oleg, NOW - 30 * DAY)
        assert self.owed() is None
        self.change(oleg, row, NOW - DAY, terms=Terms(limits={"words": ["3"]}))
        assert self.owed() >= NOW - DAY + 48 * HOUR

    def test_ship_from_the_first_day_of_all(self, oleg):
        shipped = Requirement.objects.get(kind="person", field="phone", ends_at=None)
        self.change(oleg, shipped, NOW - DAY, weight=9, hours=72)
        rules = tuple(rule for rule in list_rules("person", at=NOW) if rule.field == "phone")
        made = NOW - 60 * DAY
        found = engine.assess(Subject(kind="person", values={}, made_at=made), at=NOW, rules=rules)
        assert found.owed_at == rules[0].due_at(made)
