"""The forecast: windows without a gap, and figures that are the sums of their deals."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from testing.builders import BACK, DAY, deal_of, stages
from testing.cast import NOW

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Deal
from requite.deals.queries.choices import list_pipelines
from requite.deals.queries.forecast import forecast_deals, sum_months
from requite.deals.queries.sums import Wanted, sum_deals
from requite.deals.queries.windows import find_window, is_window, list_windows
from requite.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def known():
    return list_pipelines()[0].stages


def many(cast):
    """Twenty deals of Anna's and Boris's in three stages, some of them standing too long, some without amount or date."""
    for n in range(20):
        day = (TODAY + timedelta(days=(-3, 2, 20, 45, 300)[n % 5])).isoformat() if n % 4 else ""
        deal_of(
            cast, ("anna", "boris")[n % 2], title=f"Frames {n % 3}", amount=("", "100", "250")[n % 3],
            at=NOW - (n % 6) * 4 * DAY, stage=("interest", "offer", "decision")[n % 3], expected_on=day,
        )  # fmt: skip


def test_every_figure_is_the_sum_of_its_deals(cast):
    many(cast)
    anna = cast.actors["anna"]
    for owner_id in (None, cast.anna.id):
        months = forecast_deals(actor=anna, today=TODAY, stages=known(), owner_id=owner_id)
        assert [month.window for month in months] == list_windows(TODAY)
        for month in months:
            for stage in month.stages:
                summed = sum_deals(actor=anna, at=NOW, what=Wanted((stage.id,), owner_id, month.window))
                assert (summed.count, summed.value) == (stage.count, stage.value)
                assert stage.weighed == stage.value * stage.probability // 100
            whole = sum_deals(actor=anna, at=NOW, what=Wanted(None, owner_id, month.window))
            assert (whole.count, whole.value) == (month.count, month.value)
        assert sum(one.count for one in sum_months(months)) == sum(month.count for month in months)
        assert sum(month.count for month in months) == (10 if owner_id else 20)


def test_what_stands_too_long_is_added_up_by_stage(cast):
    many(cast)
    anna = cast.actors["anna"]
    for owner_id in (None, cast.anna.id):
        deals = [
            deal
            for deal in Deal.objects.select_related("stage")
            if NOW - deal.entered_at > timedelta(days=deal.stage.rot_days)
            and owner_id in (None, deal.owner_id)
        ]
        found = sum_deals(actor=anna, at=NOW, what=Wanted(None, owner_id, rots=True))
        assert (found.count, found.value) == (len(deals), sum(deal.value or 0 for deal in deals))
        assert found.count > 0
        assert found.unpriced == sum(deal.value is None for deal in deals)
        offer = sum_deals(actor=anna, at=NOW, what=Wanted((stages()["offer"].id,), owner_id, rots=True))
        assert offer.count == sum(deal.stage.key == "offer" for deal in deals)


def test_holds_what_is_open_and_within_the_right(cast):
    deal_of(cast, "gleb")
    archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast).id)
    close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal_of(cast).id, state="won")
    deal_of(cast)
    counts = {who: sum_deals(actor=cast.actors[who], at=NOW, what=Wanted()).count for who in ("anna", "dina", "oleg")}
    assert counts == {"anna": 1, "dina": 0, "oleg": 2}
    with pytest.raises(NotVisible):
        sum_deals(actor=cast.actors["anna"], at=NOW, what=Wanted(owner_id=cast.gleb.id))
    with pytest.raises(NotVisible):
        forecast_deals(actor=cast.actors["anna"], today=TODAY, stages=known(), owner_id=cast.gleb.id)


@pytest.mark.parametrize(("today", "count"), [(date(2026, 12, 31), 9), (date(2027, 2, 1), 9)])
def test_windows_follow_one_another_without_a_gap(today, count):
    windows = list_windows(today)
    assert len(windows) == count
    for one, after in pairwise(windows[:-1]):
        assert one.ends_on == after.starts_on
    assert find_window("2027-03", today).ends_on == date(2027, 4, 1)
    assert all(is_window(one.slug) for one in windows if not one.undated)
    for slug in ("", "soon", "2027-13", "9999-12", "١٢٣"):
        assert find_window(slug, today) is None
        assert not is_window(slug)


def test_dates_are_the_companys(cast):
    deal_of(cast, at=BACK, expected_on=TODAY.isoformat())
    months = forecast_deals(actor=cast.actors["anna"], today=TODAY, stages=known())
    assert [month.window.slug for month in months if month.count] == ["this"]
    assert Deal.objects.get().expected_on == TODAY
