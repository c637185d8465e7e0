"""Versions of the card: weights that add up, announced 14 days ahead, old periods under their own."""

from __future__ import annotations

from datetime import date

import pytest
from testing.asserts import last_entry
from testing.cast import NOW, Cast

from requite.insight.scorecards.actions.publish_card import publish_card, restore_card, retract_card
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.queries import first_announced
from requite.insight.scorecards.tests.stage import DAY, PARTS, draft_of, publish
from requite.insight.scorecards.versions import Version, card_of, list_cards, list_versions
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.kernel.period import parse_period

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def refusal(cast: Cast, **values: object) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        publish(cast, **values)
    return {name: str(text) for name, text in caught.value.errors.items()}


def test_the_first_card_holds_at_once_for_the_period_under_way(cast: Cast) -> None:
    card = publish(cast)
    assert (card.number, card.starts_on) == (1, TODAY)
    cards = list_cards()
    for key, holds in (("2026-11", True), ("2026-Q4", True), ("2026-12", True), ("2026-10", False)):
        assert (card_of(cards, parse_period(key)) == card) is holds, key
    entry = last_entry()
    assert entry.type == "insight.CardPublished"
    assert entry.changes["card_parts"] == [None, "attainment 60, quality 25, next_step 15"]


def test_a_change_is_announced_14_days_ahead(cast: Cast) -> None:
    first = publish(cast)
    parts = {"attainment": "50", "quality": "25", "next_step": "25"}
    assert "first day" in refusal(cast, parts=parts, starts_on="2026-12-07")["starts_on"]
    second = publish(cast, parts=parts, starts_on="2026-12-08")
    cards = list_cards()
    assert card_of(cards, parse_period("2026-12")) == first, "a period stays under the version of its first day"
    assert card_of(cards, parse_period("2027-01")) == second
    found = announced(cast, TODAY)
    assert found is not None
    assert found.parts_moved == (("attainment", 60, 50), ("next_step", 15, 25))
    assert found.first.key == "2027-01"
    assert [(one.number, one.is_in_force) for one in list_versions(today=TODAY)] == [(2, False), (1, True)]


def announced(cast: Cast, day: date) -> Version | None:
    """What a rep is told on that day."""
    return first_announced(actor=cast.actors["anna"], at=NOW + (day - TODAY))


def test_a_change_is_told_until_the_first_month_under_it_begins(cast: Cast) -> None:
    """From its day on nothing of the card has changed yet: the month under way stays under the one before."""
    publish(cast)
    publish(cast, formula="score * 1000", starts_on="2026-12-08")
    for day, told in (((2026, 12, 8), True), ((2026, 12, 31), True), ((2027, 1, 1), False)):
        assert (announced(cast, date(*day)) is not None) is told, day


def test_of_two_changes_in_one_month_the_one_that_will_hold_is_told(cast: Cast) -> None:
    publish(cast)
    publish(cast, formula="score * 1000", starts_on="2026-12-08")
    third = publish(cast, formula="score * 2000", starts_on="2026-12-21")
    found = announced(cast, TODAY)
    assert found is not None
    assert (found.id, found.formula, found.first.key) == (third.id, "score * 2000", "2027-01")
    assert card_of(list_cards(), parse_period("2027-01")) == third


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({**PARTS, "next_step": "10"}, "add up to 95, not to 100: 5 are missing"),
        ({**PARTS, "next_step": "20"}, "add up to 105, not to 100: 5 too many"), ({}, "at least one"),
    ],
)  # fmt: skip
def test_refuses_weights_that_do_not_add_up(cast: Cast, parts: dict[str, str], says: str) -> None:
    assert says in refusal(cast, parts=parts)["parts"]
    assert not Card.objects.exists()


def test_refuses_figures_that_do_not_add_up(cast: Cast) -> None:
    assert "add up to 90" in refusal(cast, figures={"contacts": "40", "revenue": "50"})["figures"]
    assert publish(cast, parts={"quality": "100"}, figures={"contacts": "40"}).figures == {}


@pytest.mark.parametrize("text", ["-1", "1e2", "101", "abc", "٣", "9" * 400, "12.5"])
def test_refuses_what_is_no_weight(cast: Cast, text: str) -> None:
    assert "whole number from 0 to 100" in refusal(cast, parts={**PARTS, "quality": text})["part-quality"]


def test_refuses_a_formula_that_fails_for_any_score(cast: Cast) -> None:
    assert "divides by zero where score = 42" in refusal(cast, formula="5000 + 1000 / (score - 42)")["formula"]
    assert "less than nothing" in refusal(cast, formula="quality * 100 - 4000")["formula"]
    assert "“give_back”" in refusal(cast, formula="give_back * 2")["formula"]
    assert "“quality”" in refusal(cast, parts={"attainment": "100"}, formula="quality * 2")["formula"]


def test_refuses_a_part_that_has_no_figure(cast: Cast) -> None:
    assert "add up to 85" in refusal(cast, parts={"attainment": "60", "quality": "25", "give_back": "15"})["parts"]


@pytest.mark.parametrize("day", ["2026-11-23", "yesterday", "2150-01-01", "2026-02-30"])
def test_refuses_days_that_are_none(cast: Cast, day: str) -> None:
    assert refusal(cast, starts_on=day)["starts_on"]


def test_refuses_a_change_of_nothing_and_two_on_one_day(cast: Cast) -> None:
    publish(cast)
    assert "nothing would change" in refusal(cast)[""]
    publish(cast, formula="score * 1000")
    assert "already" in refusal(cast, formula="score * 2000")["starts_on"]


def test_an_announced_card_can_be_taken_back_and_announced_again(cast: Cast) -> None:
    oleg = cast.actors["oleg"]
    first, second = publish(cast), publish(cast, formula="score * 1000")
    retract_card(actor=oleg, at=NOW, card_id=second.id)
    assert [one.id for one in list_cards()] == [first.id]
    assert last_entry().type == "insight.CardRetracted"
    restore_card(actor=oleg, at=NOW, card_id=second.id)
    assert len(list_cards()) == 2
    with pytest.raises(Refused, match="in force already"):
        retract_card(actor=oleg, at=NOW, card_id=first.id)
    with pytest.raises(NotVisible):
        retract_card(actor=oleg, at=NOW, card_id=new_id())
    retract_card(actor=oleg, at=NOW, card_id=second.id)
    with pytest.raises(Refused, match="14 days"):
        restore_card(actor=oleg, at=NOW + 5 * DAY, card_id=second.id)


def test_the_same_form_sent_twice_makes_one_card(cast: Cast) -> None:
    once = new_id()
    cards = [publish_card(actor=cast.actors["oleg"], at=NOW, draft=draft_of(), once=once) for _n in range(2)]
    assert cards[0].id == cards[1].id


def test_only_who_sets_cards_up_may(cast: Cast) -> None:
    for who in ("anna", "vera", "emma", "dina"):
        with pytest.raises(NotAllowed):
            publish_card(actor=cast.actors[who], at=NOW, draft=draft_of())
