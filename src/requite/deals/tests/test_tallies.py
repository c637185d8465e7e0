"""Tallies of open deals: whatever happens to deals, they are what a recount finds."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.builders import deal_of, stages
from testing.cast import NOW

from requite.deals import tallies
from requite.deals.actions.archive_deal import archive_deal, assign_deal
from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.actions.correct_deal import correct_deal
from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal, Stage
from requite.deals.queries.board import sum_stages
from requite.deals.queries.choices import list_pipelines
from requite.deals.queries.forecast import forecast_deals
from requite.deals.queries.sums import Wanted, sum_deals
from requite.deals.queries.windows import list_windows
from requite.kernel.errors import NotVisible, Refused

pytestmark = pytest.mark.django_db
ACTS = ("make", "move", "assign", "win", "lose", "reopen", "archive", "restore", "amount", "date", "bulk", "erase")
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9))


class Play:
    """Deals of Anna's and Boris's, to which things happen."""

    def __init__(self, cast):
        self.cast, self.vera = cast, cast.actors["vera"]
        self.stages = list(stages().values())
        self.deals = []

    def one(self, n):
        return self.deals[n % len(self.deals)]

    def do(self, act, n, m):
        if act == "make" or not self.deals:
            who = ("anna", "boris")[n % 2]
            made = deal_of(self.cast, who, stage=self.stages[m % 5].key, amount=str(m) if m else "")
            return self.deals.append(made.id)
        values = {"actor": self.vera, "at": NOW, "deal_id": self.one(n)}
        acts = {
            "move": lambda: move_deal(stage_id=self.stages[m % 5].id, **values),
            "assign": lambda: assign_deal(owner_id=(self.cast.anna, self.cast.boris)[m % 2].id, **values),
            "win": lambda: close_deal(state="won", **values),
            "lose": lambda: close_deal(state="lost", **values),
            "reopen": lambda: reopen_deal(**values),
            "archive": lambda: archive_deal(**values),
            "restore": lambda: archive_deal(archived=False, **values),
            "amount": lambda: correct_deal(given={"amount": str(m) if m else ""}, **values),
            "date": lambda: correct_deal(
                given={"expected_on": f"2026-{9 + m % 4:02}-{1 + 7 * (m % 4):02}" if m else ""}, **values
            ),
            "bulk": lambda: Deal.objects.update(owner=None if m % 2 else self.cast.anna, value=m),
            "erase": lambda: Deal.objects.filter(id=self.one(n), closures__isnull=True).delete(),
        }
        return acts[act]()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=1, max_size=25))
def test_equal_the_recount_whatever_happens(cast, steps):
    play = Play(cast)
    for act, n, m in steps:
        try:
            play.do(act, n, m)
        except (Refused, NotVisible, Deal.DoesNotExist):
            continue
    assert tallies.verify() == []
    kept = rows()
    tallies.recount()
    assert rows() == kept


def rows():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stage_id, grain, starts_on::text, owner_id, deals, value, unpriced FROM deals_tally "
            "WHERE deals <> 0 ORDER BY 1, 2, 3, 4"
        )
        return cursor.fetchall()


def test_verify_names_what_differs_and_recount_mends(cast):
    deal_of(cast, amount="5")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deals_tally SET deals = deals + 1 WHERE grain = 'm'")
    assert "kept 2" in tallies.verify()[0]
    tallies.recount()
    assert tallies.verify() == []


def test_board_forecast_and_list_sum_the_same(cast):
    today = cast.actors["anna"].day_of(NOW)
    windows = list_windows(today)
    for n, window in enumerate(windows):
        day = window.starts_on or (None if window.undated else date(2026, 1, 5))
        deal_of(cast, amount=str(10 + n), expected_on=day.isoformat() if day else "", stage="needs")
    deal_of(cast, "boris", expected_on=today.isoformat())
    actor, known = cast.actors["anna"], list_pipelines()[0].stages
    months = forecast_deals(actor=actor, today=today, stages=known)
    ids = tuple(one.id for one in known)
    for month in months:
        found = sum_deals(actor=actor, at=NOW, what=Wanted(ids, close=month.window))
        assert (found.count, found.value) == (month.count, month.value)
    board = sum_stages(actor=actor, stages=known)
    assert sum(one.count for one in board) == len(windows) + 1 == sum(one.count for one in months)
    assert [one.unpriced for one in board] == [1, 0, 0, 0, 0]
    assert Stage.objects.count() == len(known)
