"""What the administrator sets up: pipelines, reasons, rates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from testing.builders import BACK, deal_of, stages
from testing.cast import NOW, entries

from requite.deals.actions.close_deal import close_deal
from requite.deals.actions.lists import pipelines as acts
from requite.deals.actions.lists import reasons
from requite.deals.actions.lists.rates import register_rate
from requite.deals.models import Deal, Pipeline, Rate, Reason, Stage
from requite.deals.queries.choices import list_pipelines
from requite.deals.reactions import price_deals, revalue_deals
from requite.deals.worth import count_unpriced
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def oleg(cast):
    return cast.actors["oleg"]


@pytest.fixture
def sales(cast):
    return Pipeline.objects.get(key="sales")


def types():
    return [entry.type.split(".")[1] for entry in entries()]


def export_of(oleg, sales, **values):
    return acts.register_pipeline(actor=oleg, at=NOW, name="Export", like_id=sales.id, **values)


class TestPipelines:
    def test_a_new_one_begins_with_anothers_stages(self, oleg, sales):
        once = new_id()
        assert len({export_of(oleg, sales, once=once).id for _ in "12"}) == 1
        first, second = list_pipelines()
        assert (first.label, second.label) == ("Sales", "Export")
        look = [(one.label, one.colour, one.probability, one.rot_days) for one in first.stages]
        assert look == [(one.label, one.colour, one.probability, one.rot_days) for one in second.stages]
        assert types() == ["PipelineRegistered"]

    def test_refuses_twins_blanks_and_nothing_to_go_by(self, oleg, sales):
        for name, like, field in (
            (" sales ", sales.id, "name"),
            ("", sales.id, "name"),
            ("Export", None, "like"),
        ):
            with pytest.raises(Refused) as refused:
                acts.register_pipeline(actor=oleg, at=NOW, name=name, like_id=like)
            assert list(refused.value.errors) == [field]
        assert not entries()

    def test_gets_a_name_and_its_own_word_back(self, oleg, sales):
        rename = {"actor": oleg, "at": NOW, "pipeline_id": sales.id}
        acts.correct_pipeline(**rename, name="Domestic", version=1)
        with pytest.raises(Stale) as stale:
            acts.correct_pipeline(**rename, name="Home", version=1)
        assert stale.value.changes == {"name": ("Domestic", "Home")}
        acts.correct_pipeline(**rename, name="", version=2)
        assert list_pipelines()[0].label == "Sales"
        assert types() == ["PipelineCorrected"] * 2

    def test_the_first_is_the_one_that_a_board_opens_with(self, oleg, sales):
        export = export_of(oleg, sales)
        for _ in "12":
            acts.move_pipeline(actor=oleg, at=NOW, pipeline_id=export.id, to="up")
        assert [one.label for one in list_pipelines()] == ["Export", "Sales"]
        assert entries()[-1].changes == {"place": [2, 1]}
        assert types() == ["PipelineRegistered", "PipelineCorrected"]

    def test_the_last_one_stays(self, oleg, sales):
        with pytest.raises(Refused, match="last pipeline"):
            acts.archive_pipeline(actor=oleg, at=NOW, pipeline_id=sales.id)

    def test_stays_while_open_deals_stand_in_it(self, cast, oleg, sales):
        export_of(oleg, sales)
        deal = deal_of(cast)
        with pytest.raises(Refused, match="1 open deal stands in this pipeline"):
            acts.archive_pipeline(actor=oleg, at=NOW, pipeline_id=sales.id)
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="lost")
        acts.archive_pipeline(actor=oleg, at=NOW, pipeline_id=sales.id)
        assert [one.label for one in list_pipelines()] == ["Export"]

    def test_comes_back_with_the_stages_that_ended_with_it(self, oleg, sales):
        export_of(oleg, sales)
        Stage.objects.filter(id=stages()["needs"].id).update(ended_at=BACK)
        kept = set(Stage.objects.filter(pipeline=sales, ended_at=None).values_list("id", flat=True))
        for act in (
            acts.archive_pipeline,
            acts.archive_pipeline,
            acts.restore_pipeline,
            acts.restore_pipeline,
        ):
            act(actor=oleg, at=NOW, pipeline_id=sales.id)
        assert set(Stage.objects.filter(pipeline=sales, ended_at=None).values_list("id", flat=True)) == kept
        assert types() == ["PipelineRegistered", "PipelineArchived", "PipelineRestored"]


class TestReasons:
    def test_adds_names_orders_ends_and_restores(self, oleg):
        once = new_id()
        made = [
            reasons.register_reason(actor=oleg, at=NOW, state="lost", name="Too  late", once=once)
            for _ in "12"
        ]
        assert made[0].id == made[1].id
        one = {"actor": oleg, "at": NOW, "reason_id": made[0].id}
        reasons.correct_reason(**one, name="We were late", version=1)
        with pytest.raises(Stale):
            reasons.correct_reason(**one, name="Late", version=1)
        reasons.move_reason(**one, to="down")
        reasons.move_reason(**one, to="up")
        reasons.archive_reason(**one)
        reasons.restore_reason(**one)
        lost = list(Reason.objects.filter(state="lost").order_by("position"))
        assert [reason.label for reason in lost[-2:]] == ["We were late", "Not now"]
        assert types() == [
            "ReasonRegistered", "ReasonCorrected", "ReasonCorrected", "ReasonArchived", "ReasonRestored",
        ]  # fmt: skip

    def test_refuses_twins_of_one_list_and_unknown_lists(self, oleg):
        for state, name, field in (("won", "price", "name"), ("lost", "", "name"), ("open", "Luck", "state")):
            with pytest.raises(Refused) as refused:
                reasons.register_reason(actor=oleg, at=NOW, state=state, name=name)
            assert list(refused.value.errors) == [field]
        reasons.register_reason(actor=oleg, at=NOW, state="won", name="Not now")

    def test_the_last_of_a_list_stays(self, oleg):
        first, *others = Reason.objects.filter(state="won")
        for other in others:
            reasons.archive_reason(actor=oleg, at=NOW, reason_id=other.id)
        with pytest.raises(Refused, match="last reason"):
            reasons.archive_reason(actor=oleg, at=NOW, reason_id=first.id)


class TestRates:
    def test_says_what_a_currency_is_worth_from_a_day_on(self, cast, oleg):
        rate = {"actor": oleg, "at": NOW, "currency": "usd", "starts_on": BACK.date().isoformat()}
        for text in ("1,350.5", "1350.50"):
            register_rate(**rate, rate=text)
        assert deal_of(cast, amount="10", currency="USD").value == 1_350_500
        assert types()[0] == "RateRegistered"
        register_rate(**rate, rate="1400")
        assert Rate.objects.get().rate == 1400
        assert types()[1:] == ["DealRegistered", "RateCorrected"]

    def test_prices_open_deals_that_had_no_rate(self, cast, oleg):
        late, huge, shut, other = (
            deal_of(cast, amount=amount, currency=code)
            for amount, code in (("10.05", "USD"), ("900000000000", "USD"), ("10", "USD"), ("10", "EUR"))
        )
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=shut.id, state="lost")
        rate = {"actor": oleg, "at": NOW, "currency": "USD"}
        register_rate(**rate, starts_on="2099-01-01", rate="1")
        late.refresh_from_db()
        assert late.value is None
        made = register_rate(**rate, starts_on="2026-01-01", rate="1350.5")
        late.refresh_from_db()
        assert late.value is None
        assert count_unpriced(day=NOW.date()) == {"USD": 1}
        entry = entries("deals.RateRegistered")[-1]
        for _ in "12":
            price_deals(entry_id=entry.id, subject_id=made.id, at=NOW)
        for deal in (late, huge, shut, other):
            deal.refresh_from_db()
        assert (late.value, huge.value, shut.value, other.value) == (1_357_253, None, None, None)
        assert count_unpriced(day=NOW.date()) == {}
        said = entries("deals.DealCorrected")
        assert [(one.subject_id, one.changes) for one in said] == [(late.id, {"value": [None, "13572.53 KRW"]})]
        assert {f"pipeline:{late.stage.pipeline_id}", f"deal:{late.id}", "rates"} <= set(said[0].topics)
        assert (said[0].via, said[0].actor_id) == ("job", cast.oleg.id)
        register_rate(**rate, starts_on="2026-01-01", rate="1")
        late.refresh_from_db()
        assert late.value == 1_357_253

    def test_reads_a_comma_as_the_reader_writes_it(self, oleg):
        reader = replace(oleg, language="ru")
        register_rate(actor=reader, at=NOW, currency="EUR", starts_on="2026-01-01", rate="1 500,25")
        assert Rate.objects.get().rate == Decimal("1500.25")
        assert Rate.objects.get().starts_on == date(2026, 1, 1)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"currency": "WON"}, "currency"),
            ({"currency": ""}, "currency"),
            ({"currency": "KRW"}, "currency"),
            ({"starts_on": "today"}, "starts_on"),
            ({"starts_on": "1066-10-14"}, "starts_on"),
            ({"rate": ""}, "rate"),
            ({"rate": "0"}, "rate"),
            ({"rate": "-3"}, "rate"),
            ({"rate": "1e5"}, "rate"),
            ({"rate": "0.00000000001"}, "rate"),
            ({"rate": "9" * 11}, "rate"),
            ({"rate": "9999999999.99999999999"}, "rate"),
        ],
    )
    def test_refuses_beside_the_field(self, oleg, values, field):
        with pytest.raises(Refused) as refused:
            register_rate(
                actor=oleg, at=NOW, **{"currency": "USD", "starts_on": "2026-01-01", "rate": "1350", **values}
            )
        assert list(refused.value.errors) == [field]
        assert not Rate.objects.exists()


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, sales, who):
    actor, reason = cast.actors[who], Reason.objects.first()
    of_pipeline = {"actor": actor, "at": NOW, "pipeline_id": sales.id}
    of_reason = {"actor": actor, "at": NOW, "reason_id": reason.id}
    attempts = [
        lambda: acts.register_pipeline(actor=actor, at=NOW, name="Mine", like_id=sales.id),
        lambda: acts.correct_pipeline(**of_pipeline, name="Mine"),
        lambda: acts.move_pipeline(**of_pipeline, to="up"),
        lambda: acts.archive_pipeline(**of_pipeline),
        lambda: acts.restore_pipeline(**of_pipeline),
        lambda: reasons.register_reason(actor=actor, at=NOW, state="won", name="Mine"),
        lambda: reasons.correct_reason(**of_reason, name="Mine"),
        lambda: reasons.move_reason(**of_reason, to="up"),
        lambda: reasons.archive_reason(**of_reason),
        lambda: reasons.restore_reason(**of_reason),
        lambda: register_rate(actor=actor, at=NOW, currency="USD", starts_on="2026-01-01", rate="2"),
    ]
    for act in attempts:
        with pytest.raises(NotAllowed):
            act()
    assert not entries()


def test_unknown_ones_arent_visible(oleg):
    for act in (acts.archive_pipeline, acts.restore_pipeline):
        with pytest.raises(NotVisible):
            act(actor=oleg, at=NOW, pipeline_id=new_id())
    with pytest.raises(NotVisible):
        reasons.archive_reason(actor=oleg, at=NOW, reason_id=new_id())


class TestCorrectedRates:
    def test_values_open_deals_anew_that_were_priced_by_it(self, cast, oleg):
        register_rate(actor=oleg, at=NOW, currency="USD", starts_on="2026-01-01", rate="1300")
        priced = deal_of(cast, amount="10.50", currency="USD")
        closed = deal_of(cast, amount="10", currency="USD")
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=closed.id, state="won")
        other = deal_of(cast, amount="10", currency="USD")
        Deal.objects.filter(id=other.id).update(value=77)
        register_rate(actor=oleg, at=NOW, currency="USD", starts_on="2026-01-01", rate="1400")
        entry = entries("deals.RateCorrected")[0]
        for _ in "12":
            revalue_deals(entry_id=entry.id, subject_id=entry.subject_id, at=NOW)
        worths = [Deal.objects.get(id=one.id).value for one in (priced, closed, other)]
        assert worths == [1_470_000, 1_300_000, 77]
        said = entries("deals.DealCorrected")
        assert [one.changes for one in said] == [{"value": ["13650.00 KRW", "14700.00 KRW"]}]
        assert said[0].via == "job"

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_two_corrections_end_by_the_last_in_whichever_order_they_are_followed(self, cast, oleg, order):
        rate = {"actor": oleg, "at": NOW, "currency": "USD", "starts_on": "2026-01-01"}
        register_rate(**rate, rate="1300")
        deal = deal_of(cast, amount="10", currency="USD")
        for worth in ("1400", "1500"):
            register_rate(**rate, rate=worth)
        found = entries("deals.RateCorrected")
        for place in order:
            revalue_deals(entry_id=found[place].id, subject_id=found[place].subject_id, at=NOW)
        assert Deal.objects.get(id=deal.id).value == 1_500_000


def test_what_waits_for_its_worth_is_given_batch_after_batch(cast, monkeypatch):
    monkeypatch.setattr("requite.deals.actions.revalue_deals.BATCH", 2)
    deals = [deal_of(cast, amount=str(n), currency="USD") for n in range(1, 6)]
    made = register_rate(actor=cast.actors["oleg"], at=NOW, currency="USD", starts_on="2026-01-01", rate="2")
    price_deals(entry_id=entries("deals.RateRegistered")[0].id, subject_id=made.id, at=NOW)
    assert [Deal.objects.get(id=one.id).value for one in deals] == [200, 400, 600, 800, 1000]
    assert len(entries("deals.DealCorrected")) == 5
