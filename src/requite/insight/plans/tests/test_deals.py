"""Deals won and revenue: wins with an amount, less what was reopened in time; tally, rows and counters agree."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.actions.correct_deal import correct_deal, fields_of
from requite.deals.actions.keeping import Draft
from requite.deals.actions.register_deal import register_deal
from requite.deals.models import Deal
from requite.deals.reassessing import reassess_next
from requite.insight.figures import COMPANY, Holder, Scope, find_figure
from requite.insight.plans.counting import get_counter
from requite.insight.plans.drilldown import count_records, list_records
from requite.insight.plans.models import Tally
from requite.insight.plans.tests.stage import AT, Cast, make_person
from requite.insight.plans.verify import recount, verify
from requite.kernel.period import period_of
from requite.quality.models import Requirement

pytestmark = pytest.mark.django_db
OCTOBER = period_of("month", AT.date())


def won(cast: Cast, who: str = "anna", amount: str = "3000000", at=AT) -> Deal:
    """A complete deal, won at `at`."""
    person = make_person(cast.user(who))
    draft = Draft(title="Frames", amount=amount, expected_on="2026-10-30", person_id=person.id)
    deal = register_deal(actor=cast.actor(who), at=at - timedelta(hours=1), draft=draft)
    return close_deal(actor=cast.actor(who), at=at, deal_id=deal.id, state="won")


def numbers(cast: Cast, holder: Holder, at=AT) -> dict[str, tuple[Decimal, Decimal]]:
    found = {}
    for slug in ("deals_won", "revenue"):
        one = get_counter(actor=cast.actor("oleg"), holder=holder, slug=slug, span="month", at=at)
        found[slug] = (one.done, one.pending)
    return found


def test_counts_wins_and_what_they_are_worth(cast: Cast) -> None:
    won(cast)
    won(cast, amount="1500000")
    won(cast, "boris", amount="500000")
    anna, south = Holder("user", cast.user("anna").id), Holder("team", cast.south.id)
    assert numbers(cast, anna) == {"deals_won": (2, 0), "revenue": (4_500_000, 0)}
    assert numbers(cast, south) == numbers(cast, COMPANY) == {"deals_won": (3, 0), "revenue": (5_000_000, 0)}
    assert verify() == []


def test_a_win_waits_for_what_it_lacks(cast: Cast) -> None:
    deal = register_deal(actor=cast.actor("anna"), at=AT, draft=Draft(title="Frames", amount="700"))
    close_deal(actor=cast.actor("anna"), at=AT, deal_id=deal.id, state="won")
    anna = Holder("user", cast.user("anna").id)
    assert numbers(cast, anna) == {"deals_won": (0, 1), "revenue": (0, 700)}
    person = make_person(cast.user("anna"))
    given = {**fields_of(deal), "person": str(person.id), "expected_on": "2026-10-20"}
    correct_deal(actor=cast.actor("anna"), at=AT, deal_id=deal.id, given=given)
    assert numbers(cast, anna) == {"deals_won": (1, 0), "revenue": (700, 0)}
    assert verify() == []


def test_a_win_without_an_amount_is_none_yet(cast: Cast) -> None:
    deal = register_deal(actor=cast.actor("anna"), at=AT, draft=Draft(title="Frames"))
    close_deal(actor=cast.actor("anna"), at=AT, deal_id=deal.id, state="won")
    assert not Tally.objects.filter(figure__in=("deals_won", "revenue")).exists()
    assert verify() == []


def test_reopening_takes_from_the_current_period_and_leaves_the_past(cast: Cast) -> None:
    deal = won(cast)
    later = AT + timedelta(days=25)
    reopen_deal(actor=cast.actor("anna"), at=later, deal_id=deal.id)
    anna = Holder("user", cast.user("anna").id)
    assert numbers(cast, anna)["deals_won"] == (1, 0)
    assert numbers(cast, anna, at=later) == {"deals_won": (-1, 0), "revenue": (-3_000_000, 0)}
    assert verify() == []


def test_reopening_after_thirty_days_changes_no_number(cast: Cast) -> None:
    deal = won(cast)
    reopen_deal(actor=cast.actor("anna"), at=AT + timedelta(days=31), deal_id=deal.id)
    assert Tally.objects.filter(figure="deals_won").aggregate(n=Sum("counted"))["n"] == 1
    assert verify() == []


def test_what_was_taken_back_stays_whatever_becomes_of_the_deal(cast: Cast) -> None:
    deal, anna, actor = won(cast), Holder("user", cast.user("anna").id), cast.actor("anna")
    reopen_deal(actor=actor, at=AT, deal_id=deal.id)
    close_deal(actor=actor, at=AT, deal_id=deal.id, state="lost")
    assert numbers(cast, anna) == {"deals_won": (0, 0), "revenue": (0, 0)}
    waiting = register_deal(actor=actor, at=AT, draft=Draft(title="Frames", amount="700"))
    close_deal(actor=actor, at=AT, deal_id=waiting.id, state="won")
    reopen_deal(actor=actor, at=AT, deal_id=waiting.id)
    assert numbers(cast, anna) == {"deals_won": (0, 0), "revenue": (0, 0)}
    later = AT + timedelta(days=31)
    past = won(cast)
    reopen_deal(actor=actor, at=later, deal_id=past.id)
    close_deal(actor=actor, at=later, deal_id=past.id, state="lost")
    assert numbers(cast, anna)["deals_won"] == (1, 0)
    assert verify() == []


def test_a_new_minimum_set_reaches_what_counts(cast: Cast) -> None:
    deal = register_deal(actor=cast.actor("anna"), at=AT, draft=Draft(title="Frames", amount="700"))
    close_deal(actor=cast.actor("anna"), at=AT, deal_id=deal.id, state="won")
    Requirement.objects.filter(kind="deal").update(ends_at=AT)
    assert reassess_next(kind="deal", after=None, at=AT).last == deal.id
    assert numbers(cast, Holder("user", cast.user("anna").id))["deals_won"] == (1, 0)
    assert verify() == []


def test_opens_to_its_rows_page_by_page(cast: Cast) -> None:
    for n in range(5):
        won(cast, amount=str(1000 + n), at=AT - timedelta(days=n))
    figure = find_figure("deals_won")
    assert figure is not None
    scope = Scope(Holder("user", cast.user("anna").id), OCTOBER)
    actor = cast.actor("anna")
    first = list_records(actor=actor, figure=figure, scope=scope, limit=3)
    rest = list_records(actor=actor, figure=figure, scope=scope, limit=3, after=first.after)
    rows = [*first.rows, *rest.rows]
    assert len({row.key for row in rows}) == count_records(scope=scope, figure=figure).counted == 5
    assert {row.kind for row in rows} == {"deal"}
    assert all(row.deal_id and row.topic == "Frames" for row in rows)


def test_is_counted_anew_as_it_was_kept(cast: Cast) -> None:
    won(cast)
    reopen_deal(actor=cast.actor("boris"), at=AT + timedelta(days=3), deal_id=won(cast, "boris").id)
    kept = sorted(Tally.objects.values_list("figure", "owner", "team", "day", "counted", "pending"), key=str)
    recount()
    again = sorted(Tally.objects.values_list("figure", "owner", "team", "day", "counted", "pending"), key=str)
    assert [row for row in kept if row[4] or row[5]] == again
