"""A deal from its first word to its closing: registered, corrected, moved, won, lost, reopened, archived."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import BACK, DAY, company_of, deal_of, person_of, stages
from testing.cast import NOW, entries

from requite.deals.access import see_deal
from requite.deals.actions.archive_deal import archive_deal, assign_deal
from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.actions.correct_deal import correct_deal, fields_of
from requite.deals.actions.keeping import Draft
from requite.deals.actions.move_deal import move_deal
from requite.deals.actions.register_deal import register_deal
from requite.deals.models import Closure, Deal, Rate, Reason
from requite.deals.reassessing import reassess_next
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


class TestRegister:
    def test_takes_a_title_alone_and_owes_the_rest(self, cast):
        deal = deal_of(cast)
        assert (deal.state, deal.stage.key, deal.owner) == ("open", "interest", cast.anna)
        assert (deal.amount, deal.currency) == (None, "KRW")
        assert deal.missing == ["contact"]
        assert entries()[-1].type == "deals.DealRegistered"

    def test_tells_all_that_was_given(self, cast):
        hana = person_of(cast, company_name="Sejong").id
        deal_of(cast, person_id=hana, amount="1200", currency="USD", expected_on="2026-12-24", note="Wants red")
        assert {name: new for name, (_old, new) in entries()[-1].changes.items()} == {
            "title": "Frames", "stage": "Interest", "amount": "1200.00 USD", "person": "Seo Hana", "company": "Sejong",
            "expected_on": "2026-12-24", "note": "Wants red", "owner": cast.anna.name,
        }  # fmt: skip

    def test_owes_amount_and_day_from_the_offer_on(self, cast):
        person = person_of(cast)
        deal = deal_of(cast, stage="negotiation", person_id=person.id)
        assert set(deal.missing) == {"amount", "expected_on"}

    def test_takes_the_company_of_its_person(self, cast):
        person = person_of(cast, company_name="Sejong")
        assert deal_of(cast, person_id=person.id).company_id == person.company_id

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"title": "  "}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"amount": "many"}, "amount"),
            ({"amount": "-5"}, "amount"),
            ({"amount": "1.5"}, "amount"),
            ({"amount": "9" * 30}, "amount"),
            ({"amount": "1000000000001"}, "amount"),
            ({"currency": "WON!"}, "currency"),
            ({"currency": "XXQ"}, "currency"),
            ({"expected_on": "soon"}, "expected_on"),
            ({"expected_on": "1800-01-01"}, "expected_on"),
            ({"note": "x" * 20_001}, "note"),
        ],
    )
    def test_refuses_beside_the_field(self, cast, values, field):
        draft = Draft(**{"title": "Frames", **values})
        with pytest.raises(Refused) as refused:
            register_deal(actor=cast.actors["anna"], at=NOW, draft=draft)
        assert list(refused.value.errors) == [field]
        assert not Deal.objects.exists()

    def test_makes_one_of_a_form_sent_twice(self, cast):
        once = new_id()
        made = {
            register_deal(actor=cast.actors["anna"], at=NOW, draft=Draft(title="Frames"), once=once).id
            for _ in "ab"
        }
        assert len(made) == 1

    def test_takes_no_person_whom_one_may_not_see(self, cast):
        stranger = person_of(cast, "gleb")
        with pytest.raises(NotVisible):
            deal_of(cast, person_id=stranger.id)

    def test_an_operator_makes_none(self, cast):
        with pytest.raises(NotAllowed):
            register_deal(actor=cast.actors["dina"], at=NOW, draft=Draft(title="Frames"))


class TestWorth:
    def test_is_the_amount_in_the_companys_currency(self, cast):
        assert deal_of(cast, amount="1,200,000").value == 120_000_000

    def test_goes_by_the_rate_of_the_day(self, cast):
        Rate.objects.create(currency="USD", starts_on=date(2020, 1, 1), rate=Decimal(1000))
        Rate.objects.create(currency="USD", starts_on=BACK.date() + DAY, rate=Decimal(2000))
        assert deal_of(cast, amount="10.50", currency="USD").value == 1_050_000
        assert deal_of(cast, amount="10.50", currency="USD", at=NOW).value == 2_100_000

    def test_is_unknown_without_a_rate(self, cast):
        deal = deal_of(cast, amount="10", currency="EUR")
        assert (deal.amount, deal.value) == (1000, None)


class TestMove:
    def test_counts_the_time_in_a_stage_from_the_move(self, cast):
        deal = deal_of(cast)
        moved = move_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, stage_id=stages()["needs"].id)
        assert (moved.stage.key, moved.entered_at) == ("needs", NOW)
        assert entries()[-1].changes == {"stage": ["Interest", "Needs known"]}

    def test_the_same_stage_is_no_move(self, cast):
        deal = deal_of(cast)
        before = len(entries())
        move_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, stage_id=deal.stage_id)
        assert len(entries()) == before

    def test_tells_the_second_of_two_who_move_it(self, cast):
        deal, known = deal_of(cast), stages()
        move_deal(actor=cast.actors["vera"], at=NOW, deal_id=deal.id, stage_id=known["offer"].id)
        with pytest.raises(Stale):
            move_deal(
                actor=cast.actors["anna"], at=NOW, deal_id=deal.id, stage_id=known["needs"].id,
                from_id=known["interest"].id,
            )  # fmt: skip
        assert see_deal(actor=cast.actors["anna"], deal_id=deal.id).stage.key == "offer"

    def test_refuses_a_closed_deal_and_a_stage_that_is_gone(self, cast):
        deal, known = deal_of(cast), stages()
        known["needs"].ended_at = NOW
        known["needs"].save()
        with pytest.raises(Refused):
            move_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, stage_id=known["needs"].id)
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="lost")
        with pytest.raises(Refused):
            move_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, stage_id=known["offer"].id)

    def test_is_for_the_owner_and_their_leader(self, cast):
        deal, stage = deal_of(cast), stages()["needs"]
        with pytest.raises(NotAllowed):
            move_deal(actor=cast.actors["boris"], at=NOW, deal_id=deal.id, stage_id=stage.id)
        with pytest.raises(NotVisible):
            move_deal(actor=cast.actors["gleb"], at=NOW, deal_id=deal.id, stage_id=stage.id)
        assert move_deal(actor=cast.actors["vera"], at=NOW, deal_id=deal.id, stage_id=stage.id)


class TestClose:
    def test_wins_with_a_reason_and_keeps_the_closure(self, cast):
        deal = deal_of(cast, amount="500000", person_id=person_of(cast).id, expected_on="2026-12-01")
        reason = Reason.objects.get(state="won", key="price")
        won = close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="won", reason_id=reason.id)
        kept = Closure.objects.get()
        assert (won.state, won.closed_at, won.missing) == ("won", NOW, [])
        assert (kept.sign, kept.value, kept.reason, kept.owner, kept.is_complete) == (
            1,
            50_000_000,
            reason,
            cast.anna,
            True,
        )

    def test_a_win_without_an_amount_waits(self, cast):
        deal = deal_of(cast, person_id=person_of(cast).id)
        won = close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="won")
        assert "amount" in won.missing
        assert Closure.objects.get().is_complete is False

    def test_closing_twice_is_once_and_otherwise_refused(self, cast):
        deal = deal_of(cast)
        for _ in range(2):
            close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="lost")
        assert Closure.objects.count() == 1
        with pytest.raises(Refused):
            close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="won")

    @pytest.mark.parametrize(
        "values",
        [{"state": "sold"}, {"state": "won", "reason_id": new_id()}, {"state": "won", "note": "x" * 20_001}],
    )
    def test_refuses_what_it_does_not_know(self, cast, values):
        deal = deal_of(cast)
        with pytest.raises(Refused):
            close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, **values)
        assert not Closure.objects.exists()

    @pytest.mark.parametrize(("later", "sign"), [(30, -1), (31, 0)])
    def test_reopening_within_thirty_days_takes_the_win_back(self, cast, later, sign):
        deal = deal_of(cast, amount="500000", person_id=person_of(cast).id)
        close_deal(actor=cast.actors["anna"], at=BACK, deal_id=deal.id, state="won")
        again = reopen_deal(actor=cast.actors["anna"], at=BACK + timedelta(days=later), deal_id=deal.id)
        kept = Closure.objects.get(state="reopened")
        assert (again.state, again.closed_at) == ("open", None)
        assert (kept.sign, kept.value) == (sign, sign * 50_000_000)

    def test_reopening_an_open_deal_is_nothing(self, cast):
        deal = deal_of(cast)
        reopen_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id)
        assert not Closure.objects.exists()

    def test_says_why_of_a_deal_that_is_closed_already(self, cast):
        deal, reason = deal_of(cast), Reason.objects.get(state="lost", key="price")
        lost = close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="lost")
        assert "reason" in lost.missing
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="lost", reason_id=reason.id)
        assert Closure.objects.get().reason == reason
        assert "reason" not in see_deal(actor=cast.actors["anna"], deal_id=deal.id).missing

    def test_leaves_an_archived_deal_alone(self, cast):
        deal, actor = deal_of(cast), cast.actors["anna"]
        archive_deal(actor=actor, at=NOW, deal_id=deal.id)
        with pytest.raises(Refused):
            close_deal(actor=actor, at=NOW, deal_id=deal.id, state="won")
        with pytest.raises(Refused):
            move_deal(actor=actor, at=NOW, deal_id=deal.id, stage_id=stages()["offer"].id)
        assert not Closure.objects.exists()

    def test_tells_those_whom_the_deal_leaves(self, cast):
        deal = deal_of(cast)
        assign_deal(actor=cast.actors["vera"], at=NOW, deal_id=deal.id, owner_id=cast.boris.id)
        assert {f"user:{cast.anna.id}", f"user:{cast.boris.id}"} <= set(entries()[-1].topics)


class TestCorrect:
    def test_changes_the_person_where_the_company_is_anothers(self, cast):
        mine, other = person_of(cast), person_of(cast, family="Choi")
        deal = deal_of(cast, person_id=mine.id)
        deal.company = company_of(cast, "gleb", name="Elsewhere")
        deal.save()
        given = {**fields_of(deal), "person": str(other.id)}
        found = correct_deal(
            actor=cast.actors["anna"], at=NOW, deal_id=deal.id, given=given, base=fields_of(deal)
        )
        assert (found.person, found.company.name) == (other, "Elsewhere")

    def test_tells_the_company_that_came_with_the_person(self, cast):
        hana, frames = str(person_of(cast, company_name="Sejong").id), deal_of(cast).id
        correct_deal(actor=cast.actors["anna"], at=NOW, deal_id=frames, given={"person": hana})
        assert entries()[-1].changes == {"person": ["", "Seo Hana"], "company": ["", "Sejong"]}

    def test_owes_no_amount_of_nothing(self, cast):
        assert "amount" not in deal_of(cast, stage="offer", amount="0").missing

    def test_merges_by_field_and_tells_of_a_clash(self, cast):
        deal = deal_of(cast, amount="500000")
        seen = fields_of(deal)
        correct_deal(
            actor=cast.actors["vera"], at=NOW, deal_id=deal.id, given={**seen, "amount": "700000"}, base=seen
        )
        merged = correct_deal(
            actor=cast.actors["anna"], at=NOW, deal_id=deal.id, given={**seen, "title": "Lenses"}, base=seen
        )
        assert (merged.title, merged.amount, merged.value) == ("Lenses", 700_000, 70_000_000)
        with pytest.raises(Stale):
            correct_deal(
                actor=cast.actors["anna"], at=NOW, deal_id=deal.id, given={**seen, "amount": "1"}, base=seen
            )

    def test_fills_what_a_win_waited_for(self, cast):
        deal = deal_of(cast, person_id=person_of(cast).id)
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="won")
        given = {**fields_of(deal), "amount": "900000", "expected_on": "2026-12-01"}
        correct_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, given=given, base=fields_of(deal))
        kept = Closure.objects.get()
        assert (kept.is_complete, kept.value) == (True, 90_000_000)


def test_archives_restores_and_assigns(cast):
    deal = deal_of(cast)
    assert archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id).archived_at == NOW
    assert (
        archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, archived=False).archived_at is None
    )
    given = assign_deal(actor=cast.actors["vera"], at=NOW, deal_id=deal.id, owner_id=cast.boris.id)
    assert given.owner == cast.boris
    with pytest.raises(Refused):
        assign_deal(actor=cast.actors["vera"], at=NOW, deal_id=deal.id, owner_id=cast.gleb.id)


def test_judges_many_deals_anew_in_as_many_statements_as_few(cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reassess_next(kind="deal", after=None, at=NOW)
        return len(queries)

    def make(number: int) -> None:
        for n in range(number):
            deal_of(cast, stage="negotiation")
            state = ("won", "lost")[n % 2]
            close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast).id, state=state)

    make(2)
    few = asked()
    make(6)
    assert asked() == few
    assert set(Deal.objects.filter(state="lost").first().missing) == {"contact", "reason"}
    assert set(Deal.objects.filter(state="open").first().missing) == {"contact", "amount", "expected_on"}
