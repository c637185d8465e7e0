"""The board: sums, cards, whose, pages."""

import pytest
from testing.builders import BACK, DAY, deal_of, person_of, stages
from testing.cast import NOW

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.close_deal import close_deal
from requite.deals.queries.board import list_cards, sum_stages
from requite.deals.queries.choices import list_pipelines
from requite.deals.queries.pages import get_deal, list_deals_of
from requite.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db


def test_sums_open_deals_by_stage(cast):
    deal_of(cast, amount="1000")
    deal_of(cast)
    deal_of(cast, "boris", amount="500", stage="offer")
    deal_of(cast, "gleb", amount="70000")
    for deal in (deal_of(cast), deal_of(cast)):
        archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id)
    close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast).id, state="lost")
    known = list_pipelines()[0].stages
    found = {
        one.label: (one.count, one.value, one.unpriced)
        for one in sum_stages(actor=cast.actors["anna"], stages=known)
    }
    assert found["Interest"] == (2, 100_000, 1)
    assert found["Offer made"] == (1, 50_000, 0)
    mine = sum_stages(actor=cast.actors["anna"], stages=known, owner_id=cast.anna.id)
    assert [one.count for one in mine] == [2, 0, 0, 0, 0]
    assert mine[0].weighed == 10_000


def test_pages_a_stage_by_key_newest_first(cast, django_assert_num_queries):
    stage = stages()["interest"].id
    made = [deal_of(cast, title=f"D{n}", at=BACK + n * DAY / 24).id for n in range(7)]
    actor = cast.actors["anna"]
    first = list_cards(actor=actor, at=NOW, stage_ids=[stage], limit=3)[stage]
    assert [card.id for card in first] == made[:2:-1]
    last = first[2]
    with django_assert_num_queries(1):
        rest = list_cards(actor=actor, at=NOW, stage_ids=[stage], after=(last.entered_at, last.id), limit=30)
    assert [card.id for card in rest[stage]] == made[3::-1]


def test_a_deal_rots_when_it_stands_too_long(cast):
    deal = deal_of(cast, at=NOW - 15 * DAY)
    card = get_deal(actor=cast.actors["anna"], deal_id=deal.id, at=NOW).card
    assert card.rots
    assert not get_deal(actor=cast.actors["anna"], deal_id=deal.id, at=NOW - 2 * DAY).card.rots


def test_hides_whom_the_reader_may_not_see(cast):
    person = person_of(cast, "boris")
    deal = deal_of(cast, "boris", person_id=person.id)
    assert get_deal(actor=cast.actors["anna"], deal_id=deal.id, at=NOW).card.person == ("Seo", "Hana")
    person.owner = cast.gleb
    person.save()
    card = get_deal(actor=cast.actors["anna"], deal_id=deal.id, at=NOW).card
    assert (card.person_id, card.person) == (None, ("", ""))


def test_gives_nobody_a_deal_beyond_their_right(cast):
    deal = deal_of(cast)
    for who in ("gleb", "dina"):
        with pytest.raises(NotVisible):
            get_deal(actor=cast.actors[who], deal_id=deal.id, at=NOW)
    with pytest.raises(NotVisible):
        list_cards(actor=cast.actors["anna"], at=NOW, stage_ids=[], owner_id=cast.gleb.id)


def test_lists_the_deals_of_a_person_open_ones_first(cast):
    person = person_of(cast)
    lost = deal_of(cast, person_id=person.id, at=NOW)
    close_deal(actor=cast.actors["anna"], at=NOW, deal_id=lost.id, state="lost")
    won = deal_of(cast, person_id=person.id)
    found = list_deals_of(actor=cast.actors["anna"], at=NOW, person_id=person.id)
    assert [card.id for card in found] == [won.id, lost.id]
    assert list_deals_of(actor=cast.actors["dina"], at=NOW, person_id=person.id) == []
