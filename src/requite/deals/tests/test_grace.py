"""A deal owes what a stage asks for from the day on which it came there."""

from datetime import timedelta

import pytest
from testing.builders import deal_of, stages
from testing.cast import DAY, NOW

from requite.deals.actions.change_many import move_many
from requite.deals.actions.lists.archive_stage import archive_stage
from requite.deals.actions.move_deal import move_deal
from requite.deals.assessing import list_courses, reached_at
from requite.deals.held import take_these
from requite.deals.models import Deal
from requite.deals.moments import moment_of
from requite.quality.jobs import reassess
from requite.quality.models import Requirement

pytestmark = pytest.mark.django_db
MAY = NOW - 200 * DAY


@pytest.fixture(autouse=True)
def _only_this(cast):
    """From the offer on a note is asked for, and nothing else of any deal; it has been so for good."""
    Requirement.objects.filter(kind="deal").delete()
    Requirement.objects.create(
        kind="deal", stage=moment_of(stages()["offer"].id), field="note", weight=2, check_name="text", grace_hours=48,
        starts_at=MAY - 900 * DAY,
    )  # fmt: skip


@pytest.fixture
def deal(cast):
    return deal_of(cast, at=MAY, stage="interest")


def owed(deal):
    found = Deal.objects.get(id=deal.id).owed_at
    reassess(kind="deal", at=(NOW + DAY).isoformat())
    assert Deal.objects.get(id=deal.id).owed_at == found, "judged again it is due at another time"
    return found


def move(cast, deal, stage, days):
    return move_deal(actor=cast.actors["anna"], at=NOW + days * DAY, deal_id=deal.id, stage_id=stages()[stage].id)


def test_made_long_before_owes_it_from_its_coming_there(cast, deal):
    move(cast, deal, "offer", -10)
    assert NOW - 8 * DAY <= owed(deal) <= NOW - 4 * DAY


def test_that_goes_on_owes_it_as_before(cast, deal):
    move(cast, deal, "offer", -10)
    before = owed(deal)
    for stage, days in (("negotiation", -5), ("decision", -3), ("negotiation", -2), ("offer", -1)):
        move(cast, deal, stage, days)
        assert owed(deal) == before


def test_that_falls_back_and_comes_again_owes_it_from_then_on(cast, deal):
    move(cast, deal, "offer", -10)
    move(cast, deal, "needs", -8)
    assert owed(deal) is None
    move(cast, deal, "negotiation", -1)
    assert owed(deal) >= NOW + DAY


def test_that_only_slipped_back_owes_it_as_before(cast, deal):
    move(cast, deal, "offer", -10)
    before = owed(deal)
    move(cast, deal, "needs", -2)
    move_deal(
        actor=cast.actors["anna"], at=NOW - 2 * DAY + timedelta(minutes=3), deal_id=deal.id, stage_id=stages()["offer"].id
    )
    assert owed(deal) == before


def test_that_slipped_back_from_a_later_stage_too(cast, deal):
    move(cast, deal, "offer", -20)
    before = owed(deal)
    move(cast, deal, "negotiation", -10)
    move(cast, deal, "needs", -2)
    move_deal(
        actor=cast.actors["anna"], at=NOW - 2 * DAY + timedelta(minutes=3), deal_id=deal.id,
        stage_id=stages()["negotiation"].id,
    )  # fmt: skip
    assert owed(deal) == before


def test_one_of_many_likewise(cast, deal):
    move_many(actor=cast.actors["anna"], at=NOW - 10 * DAY, ids=[deal.id], stage_id=stages()["offer"].id)
    before = owed(deal)
    assert before >= NOW - 8 * DAY
    for stage, days in (("negotiation", -5), ("decision", -3)):
        move_many(actor=cast.actors["anna"], at=NOW + days * DAY, ids=[deal.id], stage_id=stages()[stage].id)
    assert owed(deal) == before


def test_whose_stage_ends_owes_it_as_before(cast, deal):
    move(cast, deal, "negotiation", -10)
    before = owed(deal)
    oleg, found = cast.actors["oleg"], stages()
    archive_stage(actor=oleg, at=NOW - DAY, stage_id=found["negotiation"].id, to_id=found["decision"].id)
    assert owed(deal) == before


def test_the_last_stays_are_kept_and_no_more(cast, deal):
    for turn in range(50):
        move(cast, deal, ("needs", "interest")[turn % 2], turn)
    ((held, _findings),) = take_these([deal.id])
    assert len(held.stays) == 40
    assert reached_at(held, courses=list_courses())[moment_of(stages()["interest"].id)] >= MAY
