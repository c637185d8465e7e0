"""What a closed deal still owes."""

import pytest
from testing.builders import deal_of, person_of
from testing.cast import NOW

from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.models import Closure, Reason

pytestmark = pytest.mark.django_db


def test_owes_an_expected_close_only_while_it_is_open(cast):
    deal = deal_of(cast, amount="500000", person_id=person_of(cast).id, stage="offer")
    assert deal.missing == ["expected_on"]
    won = close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="won")
    assert won.missing == []
    assert Closure.objects.get().is_complete is True
    reopened = reopen_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id)
    assert reopened.missing == ["expected_on"]


def test_owes_no_reason_that_was_said_while_it_was_lost(cast):
    deal = deal_of(cast, person_id=person_of(cast).id)
    lost = close_deal(
        actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="lost",
        reason_id=Reason.objects.get(state="lost", key="price").id,
    )  # fmt: skip
    assert lost.missing == []
    assert Closure.objects.get().is_complete is True
