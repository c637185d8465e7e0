"""Many deals won or lost at once: each as one alone is, with its reason, and open again after the undo."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.asserts import untouched
from testing.builders import BACK, DAY, deal_of, stages
from testing.cast import NOW, entries

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.change_many import return_many
from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.actions.close_many import close_many
from requite.deals.models import Closure, Deal, Rate, Reason, Stage
from requite.deals.tallies import verify
from requite.journal.models import Act
from requite.kernel.errors import NotAllowed, Refused
from requite.quality.models import Requirement

pytestmark = pytest.mark.django_db


def act_of(cast, who="anna"):
    actor = cast.actors[who]
    return Act.objects.create(at=NOW, actor_id=actor.id, actor_name=actor.name, kind="deal", what="won")


def price():
    return Reason.objects.get(state="lost", key="price")


def close(cast, deals, state="won", reason=None, act=None, who="anna", at=NOW):
    return close_many(
        actor=cast.actors[who], at=at, ids=[one.id for one in deals], state=state,
        reason_id=reason.id if reason else None, act_id=act.id if act else None,
    )  # fmt: skip


def undo(cast, act, who="anna", at=NOW):
    found = return_many(actor=cast.actors[who], at=at, act=act)
    return (len(found.rows), found.left)


def told(deal):
    """What a closing leaves behind of a deal, without what is its own."""
    deal = Deal.objects.get(id=deal.id)
    kept = Closure.objects.filter(deal=deal).order_by("at", "id")
    rows = kept.values_list("state", "sign", "reason", "value", "owner", "team", "day", "at", "is_complete")
    said = [(one.type, one.changes) for one in entries() if one.subject_id == deal.id][1:]
    return deal.state, deal.closed_at, deal.value, deal.score, deal.missing, deal.owed_at, list(rows), said


@pytest.mark.parametrize("state", ["won", "lost"])
def test_closes_each_as_one_alone_and_reopens_it_so(cast, state):
    alone, other = deal_of(cast, amount="1200"), deal_of(cast, amount="1200")
    reason, act, later = (price() if state == "lost" else None), act_of(cast), NOW + DAY
    values = {"actor": cast.actors["anna"], "deal_id": alone.id}
    close_deal(**values, at=NOW, state=state, reason_id=reason.id if reason else None)
    close(cast, [other], state, reason, act)
    assert told(alone) == told(other)
    reopen_deal(**values, at=later)
    assert undo(cast, act, at=later) == (1, 0)
    assert told(alone) == told(other)
    assert verify() == []


def test_leaves_out_what_is_closed_otherwise_archived_or_not_the_actors(cast):
    mine, won, lost, gone, boris, gleb = (
        deal_of(cast, who) for who in ("anna", "anna", "anna", "anna", "boris", "gleb")
    )
    for one, state in ((won, "won"), (lost, "lost")):
        close_deal(actor=cast.actors["anna"], at=BACK, deal_id=one.id, state=state)
    archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=gone.id)
    tally = close(cast, [mine, won, lost, gone, boris, gleb])
    assert (tally.changed, tally.same, tally.not_allowed) == (1, 1, 3)
    assert sorted(Closure.objects.values_list("deal", flat=True)) == sorted([mine.id, won.id, lost.id])


def test_demands_the_reason_that_each_would_owe(cast):
    deals = [deal_of(cast), deal_of(cast)]
    with untouched():
        with pytest.raises(Refused) as refused:
            close(cast, deals, "lost")
        assert list(refused.value.errors) == ["reason"]
        with pytest.raises(Refused):
            close(cast, deals, "won", price())
        with pytest.raises(Refused):
            close(cast, deals, "sold")
        with pytest.raises(NotAllowed):
            close(cast, deals, "won", who="emma")
    Requirement.objects.filter(kind="deal", field="reason").update(ends_at=NOW)
    assert close(cast, deals, "lost").changed == 2


def test_prices_each_by_the_rate_of_the_day(cast):
    deals = [deal_of(cast, amount="100", currency=code) for code in ("KRW", "USD", "EUR")]
    Rate.objects.create(currency="USD", starts_on=date(2026, 1, 1), rate=Decimal(1300))
    Deal.objects.update(value=None)
    act = act_of(cast)
    close(cast, deals, act=act)
    assert [Deal.objects.get(id=one.id).value for one in deals] == [10_000, 13_000_000, None]
    assert sorted(Closure.objects.values_list("value", flat=True)) == [0, 10_000, 13_000_000]
    undo(cast, act)
    assert set(Deal.objects.values_list("value", flat=True)) == {None}


def test_its_undo_leaves_alone_what_went_on_since(cast):
    same, again, archived, stageless, noted = (deal_of(cast) for _n in range(5))
    act, anna = act_of(cast), cast.actors["anna"]
    close(cast, [same, again, archived, stageless, noted], "lost", price(), act)
    reopen_deal(actor=anna, at=NOW, deal_id=again.id)
    archive_deal(actor=anna, at=NOW, deal_id=archived.id)
    Deal.objects.filter(id=stageless.id).update(stage=stages()["decision"])
    Stage.objects.filter(key="decision").update(ended_at=NOW)
    close_deal(
        actor=cast.actors["vera"], at=NOW + timedelta(hours=1), deal_id=noted.id, state="lost",
        reason_id=Reason.objects.filter(state="lost").exclude(id=price().id).first().id,
    )  # fmt: skip
    assert undo(cast, act) == (1, 4)
    assert Deal.objects.get(id=same.id).state == "open"


def test_many_cost_as_many_statements_as_a_few(cast):
    asked = []
    for many in (5, 12):
        deals = [deal_of(cast, amount="100") for _n in range(many)]
        act = act_of(cast)
        with CaptureQueriesContext(connection) as queries:
            assert close(cast, deals, act=act).changed == many
        asked.append(len(queries))
    assert asked[0] == asked[1]
