"""The list of open deals and the forecast: filters, orders, pages, and figures that are their records."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from testing.builders import BACK, DAY, deal_of, stages
from testing.cast import NOW

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Deal
from requite.deals.queries.board import list_pipelines
from requite.deals.queries.forecast import forecast_deals, sum_months
from requite.deals.queries.listing import ORDERS, Wanted, list_deals, sum_deals
from requite.deals.queries.windows import find_window, list_windows
from requite.kernel.errors import NotVisible
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def known():
    return list_pipelines()[0].stages


def wanted(**values):
    return Wanted(**{"stage_ids": tuple(one.id for one in known()), **values})


def everything(actor, what, **values):
    """All pages of three deals each."""
    found, after = [], None
    while True:
        page, after = list_deals(actor=actor, at=NOW, what=what, after=after, limit=3, **values)
        found += page
        if after is None:
            return found


def many(cast):
    """Twenty deals, with ties in everything that a list may be ordered by."""
    for n in range(20):
        day = (TODAY + timedelta(days=(-3, 2, 20, 45, 300)[n % 5])).isoformat() if n % 4 else ""
        deal_of(
            cast, ("anna", "boris")[n % 2], title=f"Frames {n % 3}", amount=("", "100", "250")[n % 3],
            at=NOW - (n % 6) * 4 * DAY, stage=("interest", "offer", "decision")[n % 3], expected_on=day,
        )  # fmt: skip


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_walks_all_deals_once_in_each_order(cast, order, down):
    many(cast)
    found = everything(cast.actors["anna"], wanted(), order=order, down=down)
    assert len(found) == len({card.id for card in found}) == 20
    of = {
        "amount": lambda c: -1 if c.value is None else c.value,
        "close": lambda c: c.expected_on or date.max,
        "age": lambda c: c.entered_at,
        "name": lambda c: c.title,
    }[order]
    assert [of(card) for card in found] == sorted((of(card) for card in found), reverse=down)


def test_every_filter_is_summed_exactly(cast):
    many(cast)
    anna, offer = cast.actors["anna"], stages()["offer"].id
    filters = [
        wanted(), wanted(owner_id=cast.boris.id), wanted(rots=True), wanted(text="FRAMES 1"), wanted(text="%"),
        wanted(stage_ids=(offer,)), wanted(stage_ids=()), wanted(rots=True, owner_id=cast.anna.id, text="frames"),
        *(wanted(close=window) for window in list_windows(TODAY)),
    ]  # fmt: skip
    for what in filters:
        cards, summed = everything(anna, what), sum_deals(actor=anna, at=NOW, what=what)
        assert (summed.count, summed.value, summed.unpriced) == (
            len(cards), sum(card.value or 0 for card in cards), sum(card.value is None for card in cards),
        )  # fmt: skip
        assert not what.rots or all(card.rots for card in cards)
    rotting = [card for card in everything(anna, wanted()) if card.rots]
    assert sum_deals(actor=anna, at=NOW, what=wanted(rots=True)).count == len(rotting) > 0
    assert sum_deals(actor=anna, at=NOW, what=wanted(text="frames 1")).count == 7


def test_every_figure_of_the_forecast_is_its_list(cast):
    many(cast)
    anna = cast.actors["anna"]
    for owner_id in (None, cast.anna.id):
        months = forecast_deals(actor=anna, today=TODAY, stages=known(), owner_id=owner_id)
        assert [month.window for month in months] == list_windows(TODAY)
        for month in months:
            for stage in month.stages:
                what = wanted(stage_ids=(stage.id,), close=month.window, owner_id=owner_id)
                summed = sum_deals(actor=anna, at=NOW, what=what)
                assert (summed.count, summed.value) == (stage.count, stage.value)
                assert stage.weighed == stage.value * stage.probability // 100
            whole = sum_deals(actor=anna, at=NOW, what=wanted(close=month.window, owner_id=owner_id))
            assert (whole.count, whole.value) == (month.count, month.value)
        assert sum(one.count for one in sum_months(months)) == sum(month.count for month in months)
        assert sum(month.count for month in months) == (10 if owner_id else 20)


def test_holds_what_is_open_and_within_the_right(cast):
    deal_of(cast, "gleb")
    archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast).id)
    close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast).id, state="won")
    mine = deal_of(cast)
    assert [card.id for card in everything(cast.actors["anna"], wanted())] == [mine.id]
    assert sum_deals(actor=cast.actors["anna"], at=NOW, what=wanted()).count == 1
    assert sum_deals(actor=cast.actors["dina"], at=NOW, what=wanted()).count == 0
    assert sum_deals(actor=cast.actors["oleg"], at=NOW, what=wanted()).count == 2
    with pytest.raises(NotVisible):
        list_deals(actor=cast.actors["anna"], at=NOW, what=wanted(owner_id=cast.gleb.id))
    with pytest.raises(NotVisible):
        forecast_deals(actor=cast.actors["anna"], today=TODAY, stages=known(), owner_id=cast.gleb.id)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "text", ["", "x", "9" * 400, "-2", "2026-13-45", "0001-01-01T00:00:00+14:00", "가" * 500]
)
def test_an_unread_key_fails_nothing(cast, order, text):
    deal_of(cast)
    page, _more = list_deals(
        actor=cast.actors["anna"], at=NOW, what=wanted(), order=order, after=(text, new_id())
    )
    assert len(page) <= 1


def test_asks_once_for_a_page_a_sum_and_a_forecast(cast, django_assert_num_queries):
    many(cast)
    anna, what = cast.actors["anna"], wanted(rots=True, text="frames", close=find_window("this", TODAY))
    stages_ = known()
    with django_assert_num_queries(3):
        list_deals(actor=anna, at=NOW, what=what, order="amount")
        sum_deals(actor=anna, at=NOW, what=what)
        forecast_deals(actor=anna, today=TODAY, stages=stages_)


@pytest.mark.parametrize(("today", "count"), [(date(2026, 12, 31), 9), (date(2027, 2, 1), 9)])
def test_windows_follow_one_another_without_a_gap(today, count):
    windows = list_windows(today)
    assert len(windows) == count
    for one, after in pairwise(windows[:-1]):
        assert one.ends_on == after.starts_on
    assert find_window("2027-03", today).ends_on == date(2027, 4, 1)
    for slug in ("", "soon", "2027-13", "9999-12", "١٢٣"):
        assert find_window(slug, today) is None


def test_dates_are_the_companys(cast):
    deal_of(cast, at=BACK, expected_on=TODAY.isoformat())
    months = forecast_deals(actor=cast.actors["anna"], today=TODAY, stages=known())
    assert [month.window.slug for month in months if month.count] == ["this"]
    assert Deal.objects.get().expected_on == TODAY
