"""Stages as the administrator sets them up: what becomes of the deals that stand in them."""

import pytest
from testing.builders import DAY, deal_of, stages
from testing.cast import NOW, entries

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.actions.lists import stages as acts
from requite.deals.actions.lists.archive_stage import archive_stage
from requite.deals.actions.lists.pipelines import archive_pipeline, register_pipeline
from requite.deals.actions.lists.stages import StageDraft
from requite.deals.models import Pipeline, Stage
from requite.deals.queries.choices import list_pipelines
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def oleg(cast):
    return cast.actors["oleg"]


@pytest.fixture
def known(cast):
    return stages()


def types():
    return [entry.type.split(".")[1] for entry in entries()]


def labels():
    return [one.label for one in list_pipelines()[0].stages]


def draft_of(stage, **values):
    kept = {
        "name": stage.name, "probability": str(stage.probability), "colour": stage.colour,
        "rot_days": str(stage.rot_days or ""), "is_offer": stage.is_offer,
    }  # fmt: skip
    return StageDraft(**{**kept, **values})


TRIAL = {"name": "Trial", "probability": "60", "colour": "violet"}


class TestRegisterAndCorrect:
    def test_stands_at_the_end(self, oleg, known):
        once, pipeline_id = new_id(), known["needs"].pipeline_id
        made = {
            acts.register_stage(
                actor=oleg, at=NOW, pipeline_id=pipeline_id, draft=StageDraft(**TRIAL), once=once
            ).id
            for _ in "12"
        }
        assert len(made) == 1
        stage = Stage.objects.get(id=made.pop())
        assert (stage.label, stage.probability, stage.colour, stage.rot_days) == ("Trial", 60, "violet", None)
        assert labels()[-1] == "Trial"
        assert types() == ["StageRegistered"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "decision"}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"probability": "101"}, "probability"),
            ({"probability": "-1"}, "probability"),
            ({"probability": ""}, "probability"),
            ({"probability": "half"}, "probability"),
            ({"colour": "pink"}, "colour"),
            ({"rot_days": "0"}, "rot_days"),
            ({"rot_days": "soon"}, "rot_days"),
            ({"rot_days": "3651"}, "rot_days"),
        ],
    )
    def test_refuses_beside_the_field(self, oleg, known, values, field):
        with pytest.raises(Refused) as refused:
            acts.register_stage(
                actor=oleg, at=NOW, pipeline_id=known["needs"].pipeline_id,
                draft=StageDraft(**{**TRIAL, **values}),
            )  # fmt: skip
        assert list(refused.value.errors) == [field]
        assert not entries()

    def test_corrects_all_of_it_and_learns_of_another(self, oleg, known):
        needs = {"actor": oleg, "at": NOW, "stage_id": known["needs"].id}
        acts.correct_stage(
            **needs, draft=draft_of(known["needs"], name="Scoped", probability="30 %", rot_days=""), version=1
        )
        stage = Stage.objects.get(id=known["needs"].id)
        assert (stage.label, stage.probability, stage.rot_days, stage.version) == ("Scoped", 30, None, 2)
        assert entries()[-1].changes == {
            "name": ["", "Scoped"], "probability": [25, 30], "rot_days": [21, None],
        }  # fmt: skip
        with pytest.raises(Stale):
            acts.correct_stage(**needs, draft=draft_of(known["needs"]), version=1)

    def test_an_earlier_offer_lets_deals_owe_more(self, oleg, known):
        acts.correct_stage(
            actor=oleg, at=NOW, stage_id=known["needs"].id, draft=draft_of(known["needs"], is_offer=True)
        )
        assert types() == ["OfferShifted", "StageCorrected"]
        acts.move_stage(actor=oleg, at=NOW, stage_id=known["decision"].id, to="up")
        assert types()[2:] == ["StageCorrected"]

    def test_changes_places_with_its_neighbour(self, oleg, known):
        for _ in "12":
            acts.move_stage(actor=oleg, at=NOW, stage_id=known["needs"].id, to="up")
        assert labels()[:2] == ["Needs known", "Interest"]
        assert types() == ["StageCorrected"]


class TestArchive:
    def test_asks_where_the_deals_go(self, cast, oleg, known):
        deals = [deal_of(cast, stage="needs", title=title) for title in "ab"]
        for to_id in (None, known["needs"].id, new_id()):
            with pytest.raises(Refused, match="2 open deals stand here") as refused:
                archive_stage(actor=oleg, at=NOW, stage_id=known["needs"].id, to_id=to_id)
            assert list(refused.value.errors) == ["to"]
        moved = archive_stage(actor=oleg, at=NOW, stage_id=known["needs"].id, to_id=known["offer"].id)
        assert moved == 2
        assert "Needs known" not in labels()
        for deal in deals:
            deal.refresh_from_db()
            assert (deal.stage.key, deal.entered_at, set(deal.missing)) == (
                "offer", NOW, {"contact", "amount", "expected_on"},
            )  # fmt: skip
        told = [entry for entry in entries() if entry.type == "deals.DealMoved"]
        assert [entry.changes["stage"] for entry in told] == [["Needs known", "Offer made"]] * 2
        assert {entry.subject_id for entry in told} == {deal.id for deal in deals}
        assert archive_stage(actor=oleg, at=NOW, stage_id=known["needs"].id) == 0

    def test_an_empty_one_ends_at_once_and_comes_back(self, oleg, known):
        archive_stage(actor=oleg, at=NOW, stage_id=known["needs"].id)
        for _ in "12":
            acts.restore_stage(actor=oleg, at=NOW, stage_id=known["needs"].id)
        assert labels()[1] == "Needs known"
        assert types() == ["StageArchived", "StageRestored"]

    def test_the_next_stage_takes_the_offer_over(self, oleg, known):
        archive_stage(actor=oleg, at=NOW, stage_id=known["offer"].id)
        assert Stage.objects.get(id=known["negotiation"].id).is_offer
        assert types() == ["StageArchived"]

    def test_the_last_one_stays(self, oleg, known):
        for key in ("needs", "offer", "negotiation", "decision"):
            archive_stage(actor=oleg, at=NOW, stage_id=known[key].id)
        with pytest.raises(Refused, match="last stage"):
            archive_stage(actor=oleg, at=NOW, stage_id=known["interest"].id)

    def test_a_stage_of_another_pipeline_is_no_place_to_go(self, cast, oleg, known):
        pipeline_id = known["needs"].pipeline_id
        deal_of(cast, stage="needs")
        other = register_pipeline(actor=oleg, at=NOW, name="Export", like_id=pipeline_id)
        with pytest.raises(Refused):
            archive_stage(actor=oleg, at=NOW, stage_id=known["needs"].id, to_id=other.stages.first().id)


class TestComingBack:
    """Closed and archived deals keep an ended stage; on the board they stand in one that is there."""

    def test_a_reopened_deal_stands_in_the_nearest_stage_below(self, cast, oleg, known):
        anna = cast.actors["anna"]
        deal = deal_of(cast, stage="negotiation")
        close_deal(actor=anna, at=NOW, deal_id=deal.id, state="lost")
        archive_stage(actor=oleg, at=NOW, stage_id=known["negotiation"].id)
        reopened = reopen_deal(actor=anna, at=NOW + DAY, deal_id=deal.id)
        assert (reopened.stage.key, reopened.entered_at) == ("offer", NOW + DAY)
        assert entries()[-1].changes == {"state": ["lost", "open"], "stage": ["Negotiation", "Offer made"]}

    def test_a_restored_deal_of_the_first_stage_stands_in_the_new_first(self, cast, oleg, known):
        anna = cast.actors["anna"]
        deal = deal_of(cast)
        archive_deal(actor=anna, at=NOW, deal_id=deal.id)
        archive_stage(actor=oleg, at=NOW, stage_id=known["interest"].id)
        assert archive_deal(actor=anna, at=NOW, deal_id=deal.id, archived=False).stage.key == "needs"

    def test_a_deal_of_an_ended_pipeline_stands_in_the_first_one(self, cast, oleg, known):
        anna, sales = cast.actors["anna"], known["needs"].pipeline_id
        deal = deal_of(cast)
        close_deal(actor=anna, at=NOW, deal_id=deal.id, state="won")
        export = register_pipeline(actor=oleg, at=NOW, name="Export", like_id=sales)
        archive_pipeline(actor=oleg, at=NOW, pipeline_id=sales)
        assert reopen_deal(actor=anna, at=NOW, deal_id=deal.id).stage.pipeline_id == export.id
        with pytest.raises(Refused, match="pipeline has ended"):
            acts.restore_stage(actor=oleg, at=NOW, stage_id=known["needs"].id)


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, known, who):
    actor, stage = cast.actors[who], known["needs"]
    one = {"actor": actor, "at": NOW, "stage_id": stage.id}
    draft = StageDraft(**TRIAL)
    attempts = [
        lambda: acts.register_stage(actor=actor, at=NOW, pipeline_id=stage.pipeline_id, draft=draft),
        lambda: acts.correct_stage(**one, draft=draft),
        lambda: acts.move_stage(**one, to="up"),
        lambda: acts.restore_stage(**one),
        lambda: archive_stage(**one),
    ]
    for act in attempts:
        with pytest.raises(NotAllowed):
            act()
    assert not entries()


def test_unknown_ones_arent_visible(oleg):
    for act in (archive_stage, acts.restore_stage):
        with pytest.raises(NotVisible):
            act(actor=oleg, at=NOW, stage_id=new_id())
    with pytest.raises(NotVisible):
        acts.register_stage(actor=oleg, at=NOW, pipeline_id=new_id(), draft=StageDraft(**TRIAL))
    assert Pipeline.objects.count() == 1
