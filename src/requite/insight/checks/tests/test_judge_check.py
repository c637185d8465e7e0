"""Verdicts: by whom, once, with a why; a second reader of what is said to be made up, and the rep heard first."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from testing.committed import apart, at_once

from requite.identity.tests.cast import NOW, entries
from requite.insight.checks.actions.answer_check import answer_check
from requite.insight.checks.actions.judge_check import retract_verdict
from requite.insight.checks.models import Check
from requite.insight.checks.queries.anchors import anchors_now
from requite.insight.checks.tests.stage import DAY, again, check_of, judge
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(cast):
    return check_of(cast)


def anchor(cast, at=NOW):
    found = anchors_now(actor=cast.actors["vera"], user_ids=[cast.anna.id], now=at)[cast.anna.id]
    return found.ok, found.checks


@pytest.mark.parametrize(
    ("verdict", "counted"),
    [("confirmed", (1, 1)), ("changed", (1, 1)), ("wrong", (0, 1)), ("cant_tell", (0, 0)), ("made_up", (0, 0))],
)
def test_counts_each_verdict_as_the_anchor_says(cast, check, verdict, counted):
    judge(cast, check, verdict, "" if verdict == "confirmed" else "the customer says otherwise")
    assert anchor(cast) == counted
    noted = entries("insight.CheckJudged")
    assert [(one.subject_id, one.changes["verdict"]) for one in noted] == [(check.id, [None, verdict])]
    assert f"user:{cast.anna.id}" in noted[0].topics
    assert f"team:{cast.north.id}" in noted[0].topics


@pytest.mark.parametrize("verdict", ["changed", "wrong", "made_up", "cant_tell"])
def test_wants_a_word_of_why_where_it_is_not_confirmed(cast, check, verdict):
    with pytest.raises(Refused) as refused:
        judge(cast, check, verdict, " \u200b ")
    assert set(refused.value.errors) == {"why"}
    with pytest.raises(Refused):
        judge(cast, check, verdict, "x" * 501)
    with pytest.raises(Refused):
        judge(cast, check, "perhaps", "why")
    check.refresh_from_db()
    assert (check.verdict, entries("insight.CheckJudged")) == ("", [])


def test_nobody_judges_without_the_right_or_their_own(cast, check):
    for who, no in (("anna", NotAllowed), ("boris", NotVisible), ("gleb", NotVisible), ("dina", NotVisible)):
        with pytest.raises(no):
            judge(cast, check, who=who)
    Check.objects.update(user=cast.vera)
    with pytest.raises(NotAllowed):
        judge(cast, check)


def test_a_verdict_given_by_another_meanwhile_stays(cast, check):
    judge(cast, check)
    with pytest.raises(Stale) as stale:
        judge(cast, check, "wrong", "no such meeting", who="oleg")
    assert "Vera" in stale.value.by
    assert anchor(cast) == (1, 1)


def test_two_at_once_give_one_verdict(kept_cast):
    one = apart(lambda: check_of(kept_cast))

    def press(who):
        def pressed():
            try:
                judge(kept_cast, one, "wrong", who, who=who)
            except Stale:
                return 0
            return 1

        return pressed

    actors = kept_cast.actors  # read before the threads
    assert actors
    assert sum(at_once([press("vera"), press("oleg")])) == 1
    assert apart(lambda: len(entries("insight.CheckJudged"))) == 1


def test_ones_own_verdict_may_be_given_anew_and_taken_back(cast, check):
    judge(cast, check)
    judge(cast, check, "wrong", "the topic")
    assert anchor(cast) == (0, 1)
    retract_verdict(actor=cast.actors["vera"], at=NOW, check_id=check.id, to_earlier=True)
    check.refresh_from_db()
    assert (check.verdict, check.why, anchor(cast)) == ("confirmed", "", (1, 1))
    with pytest.raises(NotAllowed):
        retract_verdict(actor=cast.actors["oleg"], at=NOW, check_id=check.id)
    retract_verdict(actor=cast.actors["vera"], at=NOW, check_id=check.id)
    check.refresh_from_db()
    assert (check.verdict, check.judged_at, check.judged_by_id, anchor(cast)) == ("", None, None, (0, 0))
    assert len(entries("insight.VerdictRetracted")) == 2


def undo(cast, check, who):
    retract_verdict(actor=cast.actors[who], at=NOW, check_id=check.id, to_earlier=True)
    check.refresh_from_db()
    return check.verdict, check.why, check.second_verdict, check.second_why


def test_the_undo_of_another_why_brings_the_earlier_one_back(cast, check):
    judge(cast, check, "wrong", "the topic")
    judge(cast, check, "wrong", "the day")
    for _press in range(2):  # a second press finds nothing more to undo
        assert undo(cast, check, "vera") == ("wrong", "the topic", "", "")
    assert anchor(cast) == (0, 1)


def test_the_undo_of_a_seconds_other_verdict_brings_the_earlier_one_back(cast, check):
    judge(cast, check, "made_up", "nobody there")
    again(cast, check, "confirmed", "", who="oleg")
    again(cast, check, "wrong", "the day", who="oleg")
    assert anchor(cast) == (0, 1)
    assert undo(cast, check, "oleg") == ("made_up", "nobody there", "confirmed", "")
    assert (check.second_by_id, anchor(cast)) == (cast.oleg.id, (1, 1))


def test_what_was_answered_to_is_not_taken_back(cast, check):
    judge(cast, check, "wrong", "the topic")
    answer_check(actor=cast.actors["anna"], at=NOW, check_id=check.id, answer="It was prices.")
    with pytest.raises(Refused):
        retract_verdict(actor=cast.actors["vera"], at=NOW, check_id=check.id)
    judge(cast, check)
    assert anchor(cast) == (1, 1)


def test_made_up_counts_once_a_second_says_so_and_the_rep_has_answered(cast, check):
    judge(cast, check, "made_up", "nobody there")
    with pytest.raises(NotAllowed):
        again(cast, check, who="vera")
    again(cast, check)
    assert anchor(cast) == (0, 0)
    answer_check(actor=cast.actors["anna"], at=NOW + DAY, check_id=check.id, answer="I was there.")
    assert anchor(cast, NOW + DAY) == (0, 1)


def test_made_up_counts_after_three_working_days_without_an_answer(cast, check):
    judge(cast, check, "made_up", "nobody there")  # on a Tuesday
    again(cast, check)
    check.refresh_from_db()
    assert check.heard_at.astimezone(ZoneInfo("Asia/Seoul")) == datetime(2026, 11, 28, tzinfo=ZoneInfo("Asia/Seoul"))
    assert anchor(cast, check.heard_at - timedelta(seconds=1)) == (0, 0)
    assert anchor(cast, check.heard_at) == (0, 1)


def test_an_answer_to_another_verdict_is_none_to_made_up(cast, check):
    judge(cast, check, "wrong", "the topic")
    answer_check(actor=cast.actors["anna"], at=NOW, check_id=check.id, answer="It was prices.")
    judge(cast, check, "made_up", "nobody there", at=NOW + DAY)
    again(cast, check, at=NOW + DAY)
    assert anchor(cast, NOW + DAY) == (0, 0)


def test_an_answer_typed_to_a_verdict_before_is_none_to_made_up(cast, check):
    """It was sent when the rep hadn't read of it: they weren't heard."""
    read = judge(cast, check, "wrong", "the topic").said_at
    judge(cast, check, "made_up", "nobody there", at=NOW + DAY)
    again(cast, check, at=NOW + DAY)
    said = {"actor": cast.actors["anna"], "at": NOW + DAY, "check_id": check.id, "answer": "It was prices."}
    with pytest.raises(Stale) as stale:
        answer_check(**said, said_at=read)
    assert stale.value.by == cast.emma.name
    assert anchor(cast, NOW + DAY) == (0, 0)
    check.refresh_from_db()
    answer_check(**said, said_at=check.said_at)
    assert anchor(cast, NOW + DAY) == (0, 1)


def test_the_seconds_verdict_holds(cast, check):
    judge(cast, check, "made_up", "nobody there")
    again(cast, check, "confirmed", "", who="oleg")
    assert anchor(cast) == (1, 1)
    with pytest.raises(Stale):
        again(cast, check)
    with pytest.raises(Refused):
        judge(cast, check, "wrong", "still")
    retract_verdict(actor=cast.actors["oleg"], at=NOW, check_id=check.id)
    assert anchor(cast) == (0, 0)
    again(cast, check, "cant_tell", "no trace")
    assert anchor(cast) == (0, 0)


def test_only_made_up_is_read_twice(cast, check):
    with pytest.raises(Refused):
        again(cast, check)
    judge(cast, check)
    with pytest.raises(Refused):
        again(cast, check)


def test_the_rep_alone_answers_and_only_to_a_verdict(cast, check):
    ask = {"at": NOW, "check_id": check.id}
    with pytest.raises(Refused):
        answer_check(actor=cast.actors["anna"], answer="But", **ask)
    judge(cast, check, "wrong", "the topic")
    with pytest.raises(NotAllowed):
        answer_check(actor=cast.actors["vera"], answer="But", **ask)
    with pytest.raises(NotVisible):
        answer_check(actor=cast.actors["boris"], answer="But", **ask)
    for text in (" ", "x" * 2001):
        with pytest.raises(Refused):
            answer_check(actor=cast.actors["anna"], answer=text, **ask)
    answer_check(actor=cast.actors["anna"], answer="But", **ask)
    assert entries("insight.CheckAnswered")[0].changes["answer"] == [None, "But"]
