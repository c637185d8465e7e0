"""Several people move deals, and one ends the stage, at the same moment: no deal is lost, nobody is told it isn't there."""

import random
from contextlib import suppress

import pytest
from testing.builders import deal_of, stages
from testing.cast import NOW
from testing.committed import apart, at_once

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.change_many import archive_many, move_many, restore_many
from requite.deals.actions.lists.archive_stage import archive_stage
from requite.deals.actions.lists.stages import restore_stage
from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal, Stage
from requite.deals.models.deal import OPEN
from requite.kernel.errors import Refused

TIMES = 20


def stand_still(stage):
    """The stage as it ships."""
    Deal.objects.all().delete()
    Stage.objects.filter(id=stage.id).update(ended_at=None, version=1)


@pytest.mark.slow
def test_moves_and_the_end_of_a_stage_wait_for_each_other(kept_cast):
    cast, known = kept_cast, apart(stages)
    actors = apart(lambda: cast.actors)
    deals = apart(lambda: [deal_of(cast, stage="needs", title=title).id for title in "abcd"])
    needs, offer = known["needs"], known["offer"]
    refused = {"move": set(), "end": set()}

    def move(seed):
        chance = random.Random(seed)
        for _ in range(TIMES):
            deal_id, to = chance.choice(deals), chance.choice((needs, offer))
            try:
                move_deal(actor=actors["anna"], at=NOW, deal_id=deal_id, stage_id=to.id)
            except Refused as refusal:
                refused["move"].add(str(refusal))

    def end():
        for _ in range(TIMES):
            try:
                archive_stage(actor=actors["oleg"], at=NOW, stage_id=needs.id, to_id=offer.id)
            except Refused as refusal:
                refused["end"].add(str(refusal))
                continue
            assert not Deal.objects.filter(stage=needs).exists()
            restore_stage(actor=actors["oleg"], at=NOW, stage_id=needs.id)

    try:
        at_once([lambda: move(1), lambda: move(2), lambda: move(3), end])
        assert apart(Deal.objects.count) == len(deals)
        assert all("no longer there" in said for said in refused["move"])
        assert all("just now" in said for said in refused["end"])
    finally:
        apart(lambda: stand_still(needs))


@pytest.mark.slow
def test_changes_of_many_and_deals_that_come_back_wait_too(kept_cast):
    """Who ends a stage never leaves an open deal in it, and no two wait for each other for ever."""
    cast, known = kept_cast, apart(stages)
    actors = apart(lambda: cast.actors)
    deals = apart(lambda: [deal_of(cast, stage="needs", title=title).id for title in "abcdef"])
    needs, offer = known["needs"], known["offer"]
    anna = {"actor": actors["anna"], "at": NOW}

    def try_(seed, acts):
        chance = random.Random(seed)
        for _ in range(TIMES):
            with suppress(Refused):
                chance.choice(acts)(chance)

    move = [lambda chance: move_many(**anna, ids=deals, stage_id=chance.choice((needs, offer)).id)]
    many = [lambda chance: archive_many(**anna, ids=chance.sample(deals, 3)), lambda _: restore_many(**anna, ids=deals)]
    one = [lambda chance: archive_deal(**anna, deal_id=chance.choice(deals), archived=chance.random() < 0.5)]

    def end():
        for _ in range(TIMES):
            with suppress(Refused):
                archive_stage(actor=actors["oleg"], at=NOW, stage_id=needs.id, to_id=offer.id)
            assert not Deal.objects.filter(OPEN, stage=needs, stage__ended_at__isnull=False).exists()
            restore_stage(actor=actors["oleg"], at=NOW, stage_id=needs.id)

    try:
        at_once([lambda: try_(1, move), lambda: try_(2, many), lambda: try_(3, one), end])
        assert apart(Deal.objects.count) == len(deals)
    finally:
        apart(lambda: stand_still(needs))
