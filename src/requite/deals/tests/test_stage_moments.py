"""Fields asked for from a stage of a pipeline on, until another: owed, a gate, tried, and what the stage's end means."""

import pytest
from testing.builders import deal_of, stages
from testing.cast import DAY, NOW

from requite.deals.actions.change_many import move_many
from requite.deals.actions.close_deal import close_deal
from requite.deals.actions.lists.archive_stage import archive_stage
from requite.deals.actions.lists.stages import move_stage
from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal, Stage
from requite.deals.moments import moment_of
from requite.journal.models import Entry
from requite.kernel.errors import Refused
from requite.kernel.reading import fetch_all
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.launch_requirement import launch_requirement
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.gates import Gated
from requite.quality.jobs import reassess
from requite.quality.models import Requirement
from requite.quality.moments import moments_of
from requite.quality.queries import list_minimum_sets
from requite.quality.registry import KINDS
from requite.quality.terms import Terms
from requite.quality.versions import list_versions

pytestmark = pytest.mark.django_db
ORDER = ("interest", "needs", "offer", "negotiation", "decision")


def moment(first, last=""):
    found = stages()
    return "-".join(moment_of(found[key].id) for key in (first, last) if key)


def ask(cast, first, last="", field="note", **values):
    values = {"kind": "deal", "weight": 2, "grace_hours": 24, "terms": Terms(**values)}
    return declare_requirement(actor=cast.actors["oleg"], at=NOW - 9 * DAY, stage=moment(first, last), field=field, **values)


def lacking(**values):
    return {key for key in ORDER if "note" in Deal.objects.get(title=key).missing}


@pytest.fixture
def deals(cast):
    return {key: deal_of(cast, title=key, stage=key, amount="500000") for key in ORDER}


def anew(days=0):
    reassess(kind="deal", at=(NOW + days * DAY).isoformat())


class TestOwed:
    def test_from_a_stage_on(self, cast, deals):
        ask(cast, "offer")
        anew()
        assert lacking() == {"offer", "negotiation", "decision"}

    def test_until_another(self, cast, deals):
        ask(cast, "needs", "negotiation")
        anew()
        assert lacking() == {"needs", "offer"}

    def test_by_won_deals_where_it_goes_on_for_good_and_by_lost_ones_as_far_as_they_came(self, cast, deals):
        ask(cast, "offer")
        ask(cast, "needs", "decision", field="contact")
        anna = cast.actors["anna"]
        for key, state in (("interest", "won"), ("needs", "lost"), ("offer", "lost")):
            close_deal(actor=anna, at=NOW, deal_id=deals[key].id, state=state)
        anew()
        assert lacking() == {"interest", "offer", "negotiation", "decision"}
        assert "contact" not in Deal.objects.get(title="interest").missing or Requirement.objects.filter(
            kind="deal", stage="", field="contact", ends_at=None
        )

    def test_a_move_brings_it_and_takes_it(self, cast, deals):
        ask(cast, "needs", "negotiation")
        anna, deal = cast.actors["anna"], deals["interest"]
        for key, owes in (("needs", True), ("decision", False), ("offer", True)):
            move_deal(actor=anna, at=NOW, deal_id=deal.id, stage_id=stages()[key].id)
            assert ("note" in Deal.objects.get(id=deal.id).missing) is owes


SPANS = [("interest", ""), ("offer", ""), ("needs", "negotiation"), ("offer", "decision")]


@pytest.mark.parametrize(("first", "last"), SPANS)
def test_a_trial_says_what_the_engine_will_find(cast, deals, first, last):
    for key, state in (("interest", "won"), ("needs", "lost"), ("decision", "lost")):
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast, stage=key).id, state=state)
    oleg = cast.actors["oleg"]
    tried = try_requirement(
        actor=oleg, at=NOW, kind="deal", stage=moment(first, last), field="note", weight=2, grace_hours=24
    )
    launch_requirement(actor=oleg, at=NOW, trial_id=tried.id, is_sure=True)
    anew()
    found = fetch_all("SELECT count(*) FROM deals_deal WHERE 'note' = ANY(missing)")[0][0]
    assert tried.lacking == found > 0


class TestGate:
    def test_stops_at_the_stage_and_nowhere_else(self, cast, deals):
        ask(cast, "offer", is_gate=True)
        anna, deal, found = cast.actors["anna"], deals["interest"], stages()
        move_deal(actor=anna, at=NOW, deal_id=deal.id, stage_id=found["needs"].id)
        for key in ("offer", "decision"):
            with pytest.raises(Gated):
                move_deal(actor=anna, at=NOW, deal_id=deal.id, stage_id=found[key].id)
        with pytest.raises(Gated):
            close_deal(actor=anna, at=NOW, deal_id=deal.id, state="won")
        move_deal(actor=anna, at=NOW, deal_id=deals["offer"].id, stage_id=found["decision"].id)  # behind it already

    def test_stops_those_of_many_and_new_ones(self, cast, deals):
        ask(cast, "offer", is_gate=True)
        Deal.objects.filter(id=deals["needs"].id).update(note="They agreed")
        ids = [deals["interest"].id, deals["needs"].id]
        tally = move_many(actor=cast.actors["anna"], at=NOW, ids=ids, stage_id=stages()["offer"].id)
        assert [deal.stage.key for deal in Deal.objects.filter(id__in=ids).order_by("title")] == ["interest", "offer"]
        assert tally
        with pytest.raises(Refused) as refused:
            deal_of(cast, stage="negotiation", at=NOW)
        assert "note" in refused.value.errors


class TestAsked:
    @pytest.mark.parametrize(
        ("stage", "fault"),
        [
            (lambda: moment("offer", "needs"), "until"),
            (lambda: moment("offer", "offer"), "until"),
            (lambda: "won-" + moment("offer"), "until"),
            (lambda: moment("offer") + "-won", "until"),
            (lambda: moment("offer") + "-" + "0" * 32, "until"),
            (lambda: "0" * 32, "stage"),
            (lambda: "-", "stage"),
        ],
    )
    def test_refuses_what_is_no_time(self, cast, stage, fault):
        if stage() == "-":
            return
        with pytest.raises(Refused) as refused:
            try_requirement(
                actor=cast.actors["oleg"], at=NOW, kind="deal", stage=stage(), field="note", weight=2, grace_hours=24
            )
        assert fault in refused.value.errors

    def test_is_said_in_the_set_and_its_versions(self, cast):
        ask(cast, "needs", "negotiation")
        said = "from “Needs known” until “Negotiation”"
        shown = next(one for one in list_minimum_sets(actor=cast.actors["oleg"], at=NOW) if one.kind == "deal")
        assert next(line.stage_label for line in shown.lines if line.field == "note") == said
        versions = list_versions(actor=cast.actors["oleg"], kind="deal", at=NOW)
        assert f"Note ({said}) is asked for: weight 2, 24 hours" in versions[0].lines


class TestStages:
    def faults(self, cast):
        shown = next(one for one in list_minimum_sets(actor=cast.actors["oleg"], at=NOW) if one.kind == "deal")
        return [line.fault for line in shown.lines if line.field == "note"]

    def test_that_ended_ask_for_nothing_and_the_line_says_so(self, cast, deals):
        ask(cast, "offer")
        anew()
        oleg, found = cast.actors["oleg"], stages()
        archive_stage(actor=oleg, at=NOW, stage_id=found["offer"].id, to_id=found["needs"].id)
        assert Entry.objects.filter(type="deals.OfferShifted").exists()
        anew(days=1)
        assert lacking() == set()
        assert self.faults(cast) == ["The stage “Offer made” has ended. Offer it again, or end the line."]

    def test_that_go_to_another_place_take_the_line_along(self, cast, deals):
        ask(cast, "needs", "offer")
        anew()
        assert lacking() == {"needs"}
        move_stage(actor=cast.actors["oleg"], at=NOW, stage_id=stages()["needs"].id, to="down")
        anew(days=1)
        assert self.faults(cast) == ["“Offer made” doesn’t come after “Needs known”: nothing would be asked for."]
        assert lacking() == set()

    def test_that_are_gone_are_said_to_be(self, cast):
        made = ask(cast, "needs")
        Requirement.objects.filter(id=made.id).update(stage="0" * 32)
        assert "no longer there" in self.faults(cast)[0]
        assert moments_of(KINDS["deal"]).condition("0" * 32) == "false"

    def test_that_no_line_names_move_without_judging_anew(self, cast):
        ask(cast, "decision")
        move_stage(actor=cast.actors["oleg"], at=NOW, stage_id=stages()["interest"].id, to="down")
        assert not Entry.objects.filter(type="deals.OfferShifted").exists()
        Stage.objects.update(is_offer=False)
