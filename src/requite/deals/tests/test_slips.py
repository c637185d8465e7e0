"""A deal that went into a stage by a slip, and straight back."""

from datetime import timedelta

import pytest
from testing.builders import deal_of, stages
from testing.cast import NOW

from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "goes_on"), [(1, True), (9, True), (11, False)])
def test_a_slip_that_is_taken_back_leaves_the_time_in_the_stage(cast, minutes, goes_on):
    deal, known, anna = deal_of(cast), stages(), cast.actors["anna"]
    since, back = deal.entered_at, NOW + timedelta(minutes=minutes)
    move_deal(actor=anna, at=NOW, deal_id=deal.id, stage_id=known["needs"].id)
    moved = move_deal(actor=anna, at=back, deal_id=deal.id, stage_id=deal.stage_id)
    assert moved.entered_at == Deal.objects.get(id=deal.id).entered_at == (since if goes_on else back)


def test_back_by_way_of_a_third_stage_is_no_slip(cast):
    deal, known, anna = deal_of(cast), stages(), cast.actors["anna"]
    for n, key in enumerate(("needs", "offer", "interest")):
        at = NOW + timedelta(minutes=n)
        moved = move_deal(actor=anna, at=at, deal_id=deal.id, stage_id=known[key].id)
    assert moved.entered_at == NOW + timedelta(minutes=2)
