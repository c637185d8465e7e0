"""What the engine finds missing from a record, until when, by the rows in force."""

from datetime import UTC, datetime, timedelta

import pytest

from requite.quality import engine
from requite.quality.checks import State
from requite.quality.engine import Subject
from requite.quality.measure import Scale
from requite.quality.models import Requirement
from requite.quality.registry import KINDS, label_of, seconds_of
from requite.quality.rules import Rule, list_rules

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = (
    Rule("contact", "", 3, "contact", 72),
    Rule("result", "held", 3, "text", 24),
    Rule("topic", "planned", 2, "text", 48),
)
WHOLE = {"contact": "kim@hanbit.kr", "topic": "Prices", "result": "Wants an offer"}


def assess(values=None, stages=("planned",), at=NOON, rules=RULES, **more):
    more = {"made_at": NOON, **more}
    subject = Subject(kind="meeting", values=values or {}, stages=frozenset(stages), **more)
    return engine.assess(subject, at=at, rules=rules)


class TestStages:
    def test_a_record_owes_only_what_its_stage_asks_for(self):
        assert assess().missing == ("contact", "topic")
        assert assess(stages=()).missing == ("contact",)
        assert assess(stages=("planned", "held")).missing == ("contact", "result", "topic")

    def test_a_stage_that_is_left_asks_no_more(self):
        assert assess(stages=("held",)).missing == ("contact", "result")

    def test_a_field_required_in_two_stages_is_missing_once(self):
        rules = (Rule("result", "held", 3, "text", 24), Rule("result", "", 1, "text", 72))
        assert assess(stages=("held",), rules=rules).missing == ("result",)


class TestFindings:
    def test_a_complete_record_owes_nothing_and_is_worth_all(self):
        found = assess(WHOLE, stages=("planned", "held"))
        assert (found.score, found.missing, found.owed_at) == (100, (), None)

    def test_a_set_that_asks_for_nothing_is_always_complete(self):
        assert assess(rules=()).score == 100

    def test_filler_blank_and_unreadable_are_all_missing_heaviest_first(self):
        found = assess({"contact": "12", "topic": "없음", "result": "   "}, stages=("planned", "held"))
        assert found.missing == ("contact", "result", "topic")

    def test_a_value_is_judged_by_the_rows_validator(self):
        values = {"contact": "kim at hanbit", "topic": "x"}
        loose = (Rule("contact", "", 3, "present", 72), RULES[2])
        assert assess(values).missing == ("contact",)
        assert assess(values, rules=loose).missing == ()

    def test_what_its_room_has_judged_already_stands(self):
        assert assess({"contact": State.INVALID, "topic": "x"}).missing == ("contact",)
        assert assess({"contact": State.VALID, "topic": "x"}).missing == ()

    def test_numbers_are_read_by_the_subjects_country(self):
        rules = (Rule("contact", "", 3, "phone", 72),)
        assert assess({"contact": "010-2345-9876"}, country="KR", rules=rules).missing == ()
        assert assess({"contact": "010-2345-9876"}, country="RU", rules=rules).missing == ("contact",)

    def test_a_better_value_never_scores_less(self):
        scores = [assess({"contact": value, "topic": "x"}).score for value in ("없음", "", "kim@hanbit.kr")]
        assert scores == sorted(scores)

    def test_the_score_fades_without_evidence(self):
        fresh = assess(WHOLE, at=NOON + 400 * DAY, evidence_at=NOON + 399 * DAY).score
        assert fresh > assess(WHOLE, at=NOON + 400 * DAY).score > 0

    def test_a_likely_duplicate_counts_after_three_days(self):
        assert assess(WHOLE, duplicate=0.9, duplicate_days=2).score == 100
        assert assess(WHOLE, duplicate=0.9, duplicate_days=3).score < 70


class TestAskedNotTold:
    ASKED = {"contact": "2026-11-01"}

    def test_is_no_debt_and_worth_half(self):
        found = assess({"topic": "x"}, asked=self.ASKED)
        assert (found.missing, found.owed_at) == ((), None)
        assert found.parts.asked == ("contact",)
        assert assess({"topic": "x"}).score < found.score < 100

    def test_lapses_after_thirty_days(self):
        last = datetime(2026, 11, 1, 23, 59, tzinfo=UTC) + Scale().asked_days * DAY - DAY
        assert assess({"topic": "x"}, asked=self.ASKED, at=last).missing == ()
        assert assess({"topic": "x"}, asked=self.ASKED, at=last + HOUR).missing == ("contact",)

    def test_excuses_a_blank_only(self):
        assert assess({"contact": "12", "topic": "x"}, asked=self.ASKED).missing == ("contact",)
        assert assess({"contact": "없음", "topic": "x"}, asked=self.ASKED).missing == ("contact",)


class TestOwedAt:
    def test_is_the_shortest_grace_among_what_is_missing(self):
        assert assess().owed_at == NOON + 48 * HOUR
        assert assess({"topic": "x"}).owed_at == NOON + 72 * HOUR
        assert assess(stages=("planned", "held")).owed_at == NOON + 24 * HOUR

    def test_counts_from_the_event(self):
        assert assess(event_at=NOON + 3 * DAY).owed_at == NOON + 3 * DAY + 48 * HOUR

    def test_never_lies_before_the_making(self):
        assert assess(event_at=NOON - 30 * DAY).owed_at == NOON + 48 * HOUR

    def test_doesnt_move_when_it_is_judged_again(self):
        assert assess(at=NOON + 10 * DAY).owed_at == assess(at=NOON).owed_at

    def test_a_grace_of_nothing_is_due_at_once(self):
        assert assess(rules=(Rule("topic", "", 1, "text", 0),)).owed_at == NOON


@pytest.mark.django_db
class TestRows:
    @pytest.fixture(autouse=True)
    def _empty(self):
        Requirement.objects.filter(kind="meeting").delete()

    def row(self, field, weight=2, ends_at=None, **values):
        values = {"kind": "meeting", "stage": "", "check_name": "text", "grace_hours": 72, **values}
        return Requirement.objects.create(
            field=field, weight=weight, starts_at=NOON - DAY, ends_at=ends_at, **values
        )

    def judge(self, **values):
        return engine.assess(Subject(kind="meeting", values=values, made_at=NOON), at=NOON)

    def test_are_read_heaviest_first_and_of_their_kind(self):
        self.row("topic", 2)
        self.row("place", 5)
        self.row("note", 9, kind="person")
        assert [rule.field for rule in list_rules("meeting", at=NOON)] == ["place", "topic"]
        assert self.judge().missing == ("place", "topic")

    def test_of_an_unknown_kind_are_none(self):
        assert list_rules("spaceship", at=NOON) == ()

    def test_only_the_version_in_force_judges(self):
        old = self.row("topic", 2, ends_at=NOON, grace_hours=1)
        self.row("topic", 5, grace_hours=48)
        (rule,) = list_rules("meeting", at=NOON)
        assert rule[:5] == ("topic", "", 5, "text", 48)
        assert self.judge().owed_at == NOON + 48 * HOUR
        assert Requirement.objects.filter(id=old.id, weight=2).exists()

    def test_a_row_that_ended_asks_no_more(self):
        self.row("topic", ends_at=NOON)
        assert self.judge().missing == ()

    def test_are_read_in_one_statement_or_none(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            self.judge()
        with django_assert_num_queries(0):
            assess()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["person", "company", "meeting", "call"])
def test_the_set_that_ships_is_in_force(kind):
    declared = {(one.field, one.stage, one.weight, one.grace_hours) for one in KINDS[kind].defaults}
    rules = list_rules(kind, at=NOON)
    assert {(rule.field, rule.stage, rule.weight, rule.grace_hours) for rule in rules} == declared
    assert all(rule.check == KINDS[kind].find_field(rule.field).check for rule in rules)


def test_a_field_has_a_name_and_a_time_even_when_nobody_declares_it():
    assert (label_of("meeting", "topic"), seconds_of("meeting", "topic")) == ("Topic", 8)
    assert (label_of("meeting", "shoes"), seconds_of("ship", "shoes")) == ("shoes", 8)
