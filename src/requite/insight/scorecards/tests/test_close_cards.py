"""Periods close and stay closed; what comes later shows beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from testing.builders import call_of, deal_of, person_of
from testing.cast import NOW, Cast, entries

from requite.identity.models import User
from requite.insight.figures import Holder
from requite.insight.plans.models import Plan
from requite.insight.scorecards.actions.close_cards import close_cards
from requite.insight.scorecards.jobs import READS, close_ended_cards
from requite.insight.scorecards.models import Close
from requite.insight.scorecards.queries import get_card, list_team_cards
from requite.insight.scorecards.tests.stage import (
    DAY,
    DECEMBER,
    NOVEMBER,
    card_of,
    complete,
    fill,
    line,
    publish,
)
from requite.journal.models import Entry
from requite.kernel.actor import Actor

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 11, 30, 15, tzinfo=UTC)  # of December 1st in Seoul
DUE = MIDNIGHT + timedelta(days=5)


def run(cast: Cast, at: datetime, currency: str = "KRW") -> int:
    system = Actor(id=None, name="Requite", rights=READS, currency=currency, company_zone=cast.actors["oleg"].company_zone)
    return close_cards(actor=replace(system, via="job"), at=at)


def test_keeps_what_cannot_be_read_later_when_the_period_ends(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    assert run(cast, MIDNIGHT - timedelta(seconds=1)) == 0
    assert not Close.objects.exists()
    assert run(cast, MIDNIGHT) == 0
    [noted] = entries("insight.CardsKept")
    assert noted.changes == {"period": [None, "2026-11"], "scorecards": [None, 4]}
    kept = Close.objects.get(user=cast.anna)
    assert set(kept.readings) == {"quality", "next_step"}
    assert (kept.score, kept.closed_at, kept.team_id) == (None, None, cast.north.id)
    before = card_of(cast, at=MIDNIGHT)
    deal_of(cast, title="One more")
    again = card_of(cast, at=MIDNIGHT + DAY)
    assert line(again, "next_step").reading == line(before, "next_step").reading
    assert line(again, "next_step").reading.is_kept


def test_closes_five_days_later_and_stays_closed(cast: Cast) -> None:
    publish(cast, formula="score * 5000")
    fill(cast)
    run(cast, MIDNIGHT)
    complete(call_of(cast, person_of(cast, family="Nam"), at=NOW))
    assert run(cast, DUE - timedelta(seconds=1)) == 0
    assert card_of(cast, at=DUE).closed_at is None
    assert run(cast, DUE) == 4, "Anna, Boris, Gleb, and Vera, who is a leader"
    assert run(cast, DUE + DAY) == 0
    closed = card_of(cast, at=DUE + DAY)
    assert closed.closed_at == DUE
    assert closed.score is not None
    assert closed.bonus == closed.score.shown * 5000
    assert line(closed, "attainment").reading.terms[1].done == 2


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("KRW", "420000"), ("JPY", "420000"), ("USD", "420000.13"), ("KWD", "420000.126"), ("CLF", "420000.1256")],
)
def test_a_closed_bonus_keeps_the_decimals_of_its_currency(cast: Cast, currency: str, amount: str) -> None:
    publish(cast, formula="420000.1256")
    fill(cast)
    run(cast, MIDNIGHT, currency)
    assert run(cast, DUE, currency) == 4
    anna = replace(cast.actors["anna"], currency=currency)
    closed = get_card(actor=anna, user_id=cast.anna.id, period=NOVEMBER, at=DUE + DAY).card
    assert closed is not None
    assert closed.closed_at == DUE
    assert closed.bonus == Decimal(amount)


def test_what_changes_after_the_close_shows_as_a_late_adjustment(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    run(cast, MIDNIGHT)
    run(cast, DUE)
    before = card_of(cast, at=DUE + DAY)
    complete(call_of(cast, person_of(cast, family="Nam"), at=NOW))
    Plan.objects.filter(metric="contacts").update(ends_on=date(2026, 11, 1))
    after = card_of(cast, at=DUE + DAY)
    assert (after.score, after.bonus, [one.reading for one in after.lines]) == (
        before.score, before.bonus, [one.reading for one in before.lines],
    )  # fmt: skip
    late = [(one.slug, one.kept, one.now, one.by) for one in after.late]
    assert late == [("contacts", Decimal(1), Decimal(2), Decimal(1))]
    assert before.score is not None
    assert after.now_score is not None
    assert after.now_score > before.score.shown


def test_a_kept_card_comes_back_exactly_as_it_was_counted(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    run(cast, MIDNIGHT)
    open_ = card_of(cast, at=DUE)
    run(cast, DUE)
    assert card_of(cast, at=DUE).score == open_.score


def test_quarters_close_too_and_the_journal_says_so(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    end = datetime(2026, 12, 31, 15, tzinfo=UTC)
    run(cast, end)
    run(cast, end + timedelta(days=5))
    closed = {(one.starts_on, one.ends_on) for one in Close.objects.exclude(closed_at=None)}
    assert (date(2026, 10, 1), date(2027, 1, 1)) in closed
    assert {entry.changes["period"][1] for entry in Entry.objects.filter(type="insight.CardsClosed")} == {
        "2026-11", "2026-12", "2026-Q4",
    }  # fmt: skip


def test_the_job_runs_in_the_companys_zone(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    close_ended_cards(timestamp=int(MIDNIGHT.timestamp()))
    assert Close.objects.filter(starts_on=NOVEMBER.start, user=cast.anna).exists()


def test_nothing_is_kept_without_a_card(cast: Cast) -> None:
    fill(cast)
    run(cast, DUE)
    assert not Close.objects.exists()


def test_what_is_long_after_the_end_does_not_stand_for_it(cast: Cast) -> None:
    publish(cast)
    fill(cast)
    run(cast, DUE)
    closed = card_of(cast, at=DUE)
    assert closed.closed_at == DUE
    assert [one.slug for one in closed.left_out] == ["quality", "next_step"]
    assert line(closed, "attainment").scored.weight == 100


def test_a_kept_card_stays_in_its_team_when_the_role_lost_its_cards(cast: Cast) -> None:
    publish(cast)
    run(cast, DUE)
    User.objects.filter(id=cast.anna.id).update(role="operator")
    vera, north = cast.actors["vera"], Holder("team", cast.north.id)
    for period, is_there in ((NOVEMBER, True), (DECEMBER, False)):
        rows = list_team_cards(actor=vera, holder=north, period=period, at=DUE).rows
        assert (cast.anna.id in [user.id for user, _card in rows]) == is_there


def test_another_currency_of_the_company_leaves_a_closed_card_in_its_own(cast: Cast) -> None:
    publish(cast, formula="score * 5000")
    fill(cast)
    run(cast, MIDNIGHT)
    run(cast, DUE)
    anna = replace(cast.actors["anna"], currency="EUR")
    closed, under_way = (
        get_card(actor=anna, user_id=cast.anna.id, period=period, at=DUE + DAY).card for period in (NOVEMBER, DECEMBER)
    )
    assert closed is not None
    assert under_way is not None
    assert (closed.currency, under_way.currency) == ("KRW", "EUR")
