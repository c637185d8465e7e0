"""A rep disputes a line, the leader answers, and both can be taken back."""

from __future__ import annotations

import dataclasses

import pytest
from testing.asserts import last_entry
from testing.cast import NOW, Cast

from requite.identity.models import User
from requite.insight.figures import COMPANY, Holder
from requite.insight.scorecards.actions.disputes import (
    answer_dispute,
    open_dispute,
    reopen_dispute,
    retract_dispute,
)
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.queries import get_card, list_team_cards
from requite.insight.scorecards.tests.stage import DAY, DECEMBER, NOVEMBER, publish
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.kernel.period import parse_period

pytestmark = pytest.mark.django_db


def dispute(cast: Cast, who: str = "anna", **values: object) -> Dispute:
    values = {"part": "next_step", "text": "Frames has a step", "period": NOVEMBER, "user_id": cast.anna.id, **values}
    return open_dispute(actor=cast.actors[who], at=NOW, **values)  # type: ignore[arg-type]


def answer(cast: Cast, one: Dispute, who: str = "vera", **values: object) -> Dispute:
    values = {"is_accepted": True, "answer": "Put right", **values}
    return answer_dispute(actor=cast.actors[who], at=NOW + DAY, dispute_id=one.id, **values)  # type: ignore[arg-type]


def test_both_see_what_was_said(cast: Cast) -> None:
    publish(cast)
    one = dispute(cast)
    assert last_entry().type == "insight.DisputeOpened"
    assert f"user:{cast.anna.id}" in last_entry().topics
    assert f"team:{cast.north.id}" in last_entry().topics
    vera, north = cast.actors["vera"], Holder("team", cast.north.id)
    waits = list_team_cards(actor=vera, holder=north, period=DECEMBER, at=NOW).disputes
    assert [(row.text, row.may_answer) for row in waits] == [("Frames has a step", True)]
    answer(cast, one)
    entry = last_entry("insight.DisputeAnswered")
    assert entry.changes == {"dispute_state": ["open", "accepted"], "answer": [None, "Put right"]}
    for reader in ("anna", "vera"):
        found = get_card(actor=cast.actors[reader], user_id=cast.anna.id, period=NOVEMBER, at=NOW).disputes["next_step"]
        assert [(row.state, row.answer, row.answered_by) for row in found] == [("accepted", "Put right", cast.vera.name)]


def test_only_the_rep_disputes_and_only_the_leader_answers(cast: Cast) -> None:
    publish(cast)
    for who, refusal in (("boris", NotVisible), ("vera", NotAllowed), ("emma", NotAllowed), ("gleb", NotVisible)):
        with pytest.raises(refusal):
            dispute(cast, who)
    one = dispute(cast)
    for who, refusal in (("anna", NotAllowed), ("boris", NotVisible), ("emma", NotAllowed), ("gleb", NotVisible)):
        with pytest.raises(refusal):
            answer(cast, one, who)
    own = open_dispute(
        actor=cast.actors["vera"], at=NOW, user_id=cast.vera.id, period=NOVEMBER, part="quality", text="No"
    )
    with pytest.raises(NotAllowed):
        answer(cast, own)
    assert answer(cast, own, "oleg").state == "accepted"


@pytest.mark.parametrize(("text", "says"), [("  ", "what is wrong"), ("x" * 1001, "up to 1000")])
def test_asks_for_words(cast: Cast, text: str, says: str) -> None:
    publish(cast)
    with pytest.raises(Refused, match=says):
        dispute(cast, text=text)
    one = dispute(cast)
    with pytest.raises(Refused) as caught:
        answer(cast, one, answer=text)
    assert "answer" in caught.value.errors


def test_a_line_is_disputed_once_at_a_time(cast: Cast) -> None:
    publish(cast)
    one = dispute(cast)
    with pytest.raises(Refused, match="already"):
        dispute(cast)
    assert dispute(cast, part="quality").id != one.id
    answer(cast, one, is_accepted=False)
    again = dispute(cast)
    with pytest.raises(Refused, match="already"):
        reopen_dispute(actor=cast.actors["vera"], at=NOW, dispute_id=one.id)
    assert again.state == "open"


def test_a_line_that_there_is_not_and_a_period_to_come_are_not_found(cast: Cast) -> None:
    publish(cast)
    for values in ({"part": "give_back"}, {"period": DECEMBER}):
        with pytest.raises(NotVisible):
            dispute(cast, **values)


def test_an_answer_can_be_taken_back_and_a_second_leader_learns_of_the_first(cast: Cast) -> None:
    publish(cast)
    one = dispute(cast)
    answer(cast, one, version=1)
    with pytest.raises(Stale) as caught:
        answer(cast, one, "oleg", version=1)
    assert caught.value.by == cast.vera.name
    with pytest.raises(NotAllowed):
        reopen_dispute(actor=cast.actors["anna"], at=NOW, dispute_id=one.id)
    found = reopen_dispute(actor=cast.actors["vera"], at=NOW, dispute_id=one.id)
    assert (found.state, found.answer, found.answered_by) == ("open", "", None)


def test_a_rep_takes_a_dispute_back_and_brings_it_back(cast: Cast) -> None:
    publish(cast)
    one = dispute(cast)
    with pytest.raises(NotAllowed):
        retract_dispute(actor=cast.actors["vera"], at=NOW, dispute_id=one.id)
    retract_dispute(actor=cast.actors["anna"], at=NOW, dispute_id=one.id)
    assert not get_card(actor=cast.actors["vera"], user_id=cast.anna.id, period=NOVEMBER, at=NOW).disputes
    with pytest.raises(NotAllowed):
        reopen_dispute(actor=cast.actors["vera"], at=NOW, dispute_id=one.id)
    assert reopen_dispute(actor=cast.actors["anna"], at=NOW, dispute_id=one.id).state == "open"
    answer(cast, one)
    with pytest.raises(Refused, match="answered"):
        retract_dispute(actor=cast.actors["anna"], at=NOW, dispute_id=one.id)


def test_the_same_form_sent_twice_is_one_dispute(cast: Cast) -> None:
    publish(cast)
    once = new_id()
    assert dispute(cast, once=once).id == dispute(cast, once=once).id


def test_taking_back_an_answer_leaves_a_newer_one_alone(cast: Cast) -> None:
    publish(cast)
    one = dispute(cast)
    seen = answer(cast, one).version
    vera, oleg = cast.actors["vera"], cast.actors["oleg"]
    reopen_dispute(actor=oleg, at=NOW, dispute_id=one.id, version=seen)
    answer(cast, one, "oleg", answer="It has none", is_accepted=False)
    with pytest.raises(Stale) as caught:
        reopen_dispute(actor=vera, at=NOW, dispute_id=one.id, version=seen)
    assert caught.value.by == cast.oleg.name
    assert Dispute.objects.get().answer == "It has none"


def test_what_a_rep_who_left_disputed_still_waits_for_an_answer(cast: Cast) -> None:
    publish(cast)
    publish(cast, at=NOW + DAY, parts={"attainment": "50", "quality": "50"}, starts_on="2026-12-14")
    one = dispute(cast)
    User.objects.filter(id=cast.anna.id).update(is_active=False, deactivated_at=NOW + DAY)
    later = NOW + 100 * DAY
    for who, holder in (("vera", Holder("team", cast.north.id)), ("oleg", COMPANY)):
        page = list_team_cards(actor=cast.actors[who], holder=holder, period=parse_period("2027-02"), at=later)
        assert cast.anna.id not in [user.id for user, _card in page.rows]
        assert [row.id for row in page.disputes] == [one.id]
    south = Holder("team", cast.south.id)
    assert not list_team_cards(actor=cast.actors["oleg"], holder=south, period=NOVEMBER, at=NOW).disputes
    answer(cast, one)
    assert not list_team_cards(actor=cast.actors["oleg"], holder=COMPANY, period=NOVEMBER, at=NOW).disputes


@pytest.mark.parametrize("role", ["operator", "executive"])
def test_what_a_rep_disputed_whose_role_lost_its_cards_still_waits_for_an_answer(cast: Cast, role: str) -> None:
    publish(cast)
    one = dispute(cast)
    User.objects.filter(id=cast.anna.id).update(role=role)
    vera, north = cast.actors["vera"], Holder("team", cast.north.id)
    waits = list_team_cards(actor=vera, holder=north, period=NOVEMBER, at=NOW)
    assert [row.id for row in waits.disputes] == [one.id]
    page = get_card(actor=vera, user_id=cast.anna.id, period=NOVEMBER, at=NOW)
    assert page.card is not None
    assert [row.may_answer for row in page.disputes["next_step"]] == [True]
    with pytest.raises(NotVisible):
        get_card(actor=cast.actors["boris"], user_id=cast.anna.id, period=NOVEMBER, at=NOW)
    assert get_card(actor=vera, user_id=cast.anna.id, period=DECEMBER, at=NOW + 10 * DAY).card is None  # nothing of it since
    with pytest.raises(NotVisible):
        get_card(actor=cast.actors["oleg"], user_id=cast.dina.id, period=NOVEMBER, at=NOW)
    answer(cast, one)
    assert not list_team_cards(actor=vera, holder=north, period=NOVEMBER, at=NOW).disputes


def test_who_looks_at_all_cards_finds_what_they_disputed_as_a_rep(cast: Cast) -> None:
    publish(cast)
    one = dispute(cast)
    User.objects.filter(id=cast.anna.id).update(role="executive")
    anna = dataclasses.replace(cast.actors["emma"], id=cast.anna.id)
    [found] = list_team_cards(actor=anna, holder=COMPANY, period=NOVEMBER, at=NOW).disputes
    assert (found.id, found.is_own, found.may_answer, found.may_retract) == (one.id, True, False, False)
    assert get_card(actor=anna, user_id=anna.me, period=NOVEMBER, at=NOW).disputes["next_step"]
