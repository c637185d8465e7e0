"""A rep's card: what it consists of, what can't be measured, whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from testing.builders import call_of, person_of
from testing.cast import NOW, Cast

from requite.identity.access import find_actor
from requite.identity.models import User
from requite.insight.checks.actions.judge_check import judge_check
from requite.insight.checks.tests.stage import drawn
from requite.insight.figures import COMPANY, Holder
from requite.insight.scorecards.queries import get_card, list_team_cards
from requite.insight.scorecards.shapes import plain, revive
from requite.insight.scorecards.tests.stage import (
    DAY,
    NOVEMBER,
    card_of,
    complete,
    fill,
    line,
    publish,
    target_of,
)
from requite.kernel.errors import NotVisible
from requite.kernel.period import parse_period

pytestmark = pytest.mark.django_db


def test_adds_up_what_is_measured(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    card = card_of(cast)
    assert card.score is not None
    assert line(card, "next_step").reading.numerator == 1
    assert line(card, "next_step").reading.denominator == 3
    assert line(card, "next_step").scored.share == Fraction(1, 3)
    assert line(card, "attainment").scored.share == Fraction(1, 2)
    assert card.score.shown == sum(one.scored.shown for one in card.lines)
    quality = line(card, "quality")
    assert quality.reading.denominator > 0
    assert quality.scored.share == quality.reading.numerator / quality.reading.denominator


def test_spot_checks_hold_the_quality(cast: Cast) -> None:
    publish(cast)
    checks = drawn(cast, 4, 3)
    for check, verdict in zip(checks, ("confirmed", "wrong", "confirmed"), strict=True):
        judge_check(actor=cast.actors["vera"], at=NOW, check_id=check.id, verdict=verdict, why="looked at")
    held = line(card_of(cast), "quality")
    assert held.reading.checks == (2, 3)
    mean = Fraction(held.reading.numerator) / Fraction(held.reading.denominator)
    assert held.scored.share == mean * Fraction(11, 13)
    assert revive(plain(held.reading)) == replace(held.reading, is_kept=True)
    assert line(card_of(cast, reader="emma"), "quality").scored == held.scored


def test_a_rep_without_any_target_leaves_the_attainment_out(cast: Cast) -> None:
    publish(cast)
    person_of(cast)
    card = card_of(cast)
    assert [one.slug for one in card.left_out] == ["attainment", "next_step"]
    assert line(card, "quality").scored.weight == 100


def test_without_an_open_deal_the_next_step_is_left_out(cast: Cast) -> None:
    publish(cast)
    complete(call_of(cast, person_of(cast)))
    target_of(cast, "contacts", 2)
    card = card_of(cast)
    assert [one.slug for one in card.left_out] == ["next_step"]
    assert line(card, "attainment").scored.weight + line(card, "quality").scored.weight == 100


def test_a_rep_with_nothing_has_no_score(cast: Cast) -> None:
    publish(cast)
    card = card_of(cast, "boris")
    assert card.score is None
    assert len(card.left_out) == 3


def test_a_target_set_in_the_middle_holds_for_all_of_the_period_and_says_when(cast: Cast) -> None:
    publish(cast)
    complete(call_of(cast, person_of(cast)))
    target_of(cast, "contacts", 4, ends_on=date(2026, 11, 1))
    target_of(cast, "contacts", 5, made_at=NOW - 5 * DAY)
    term = next(one for one in line(card_of(cast), "attainment").reading.terms if one.slug == "contacts")
    assert (term.done, term.target, term.set_on) == (Decimal(1), Decimal(5), date(2026, 11, 19))


def test_a_rep_who_moved_keeps_what_was_done_before(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    User.objects.filter(id=cast.anna.id).update(team=cast.south)
    found = get_card(actor=cast.actors["oleg"], user_id=cast.anna.id, period=NOVEMBER, at=NOW)
    assert found.card is not None
    assert line(found.card, "attainment").scored.share == Fraction(1, 2)
    assert found.other_teams == ["North"]


def test_a_deactivated_rep_keeps_the_card_of_the_period(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    User.objects.filter(id=cast.anna.id).update(is_active=False, deactivated_at=NOW)
    vera = cast.actors["vera"]
    rows = list_team_cards(actor=vera, holder=Holder("team", cast.north.id), period=NOVEMBER, at=NOW).rows
    assert [user.given_name for user, _card in rows] == ["Anna", "Boris"]
    later = list_team_cards(actor=vera, holder=COMPANY, period=parse_period("2026-12"), at=NOW + 20 * DAY)
    assert [user.given_name for user, _card in later.rows] == ["Boris"]


def test_there_is_no_card_before_the_first_version(cast: Cast) -> None:
    publish(cast)
    found = get_card(actor=cast.actors["anna"], user_id=cast.anna.id, period=parse_period("2026-10"), at=NOW)
    assert found.card is None


def test_a_rep_sees_only_their_own_and_a_leader_the_team(cast: Cast) -> None:
    publish(cast)
    for reader, who, sees in [
        ("anna", "anna", True), ("anna", "boris", False), ("vera", "anna", True), ("vera", "gleb", False),
        ("gleb", "anna", False), ("emma", "anna", True), ("oleg", "gleb", True), ("dina", "anna", False),
        ("oleg", "dina", False),
    ]:  # fmt: skip
        if sees:
            assert card_of(cast, who, reader=reader)
        else:
            with pytest.raises(NotVisible):
                card_of(cast, who, reader=reader)


def test_a_team_page_asks_as_often_for_many_reps(cast: Cast, django_assert_num_queries) -> None:
    publish(cast)
    fill(cast)
    north = Holder("team", cast.north.id)
    for n in range(9):
        User.objects.create(email=f"r{n}@hanil.kr", role="rep", team=cast.north, made_at=NOW)
    vera = find_actor(user_id=cast.vera.id)
    assert vera is not None
    with django_assert_num_queries(10):
        assert len(list_team_cards(actor=vera, holder=north, period=NOVEMBER, at=NOW).rows) == 11
