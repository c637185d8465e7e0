"""Deals by their next step: kept by the database, summed for exactly the deals of a span, paged by key."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.builders import BACK, DAY, deal_of, person_of, stages
from testing.cast import NOW

from requite.deals.actions.archive_deal import archive_deal, assign_deal
from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.models import Deal
from requite.kernel.errors import NotVisible
from requite.work import tallies
from requite.work.actions.correct_activity import restore_activity, retract_activity
from requite.work.actions.meetings import plan_meeting, postpone_meeting, restore_meeting
from requite.work.actions.tasks import complete_task, plan_task, postpone_activity
from requite.work.models import Activity, DealStanding
from requite.work.queries import deals_by_time
from requite.work.queries.deals_by_time import get_step, list_timed, sum_spans
from requite.work.queries.spans import list_spans

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SPANS = list_spans(now=NOW, zone=ZoneInfo("Asia/Seoul"), first_weekday=0)
SLUGS = [one.slug for one in SPANS]


def plan(cast, deal, at, who="anna", topic="call them"):
    return plan_task(actor=cast.actors[who], at=BACK, topic=topic, event_at=at, deal_id=deal.id)


def stands(deal):
    return DealStanding.objects.filter(deal_id=deal.id).values_list("next_step_at", flat=True).first()


def titles(cast, who="anna", **values):
    pipeline_id = stages()["interest"].pipeline_id
    found = list_timed(actor=cast.actors[who], at=NOW, spans=SPANS, pipeline_id=pipeline_id, **values)
    return {
        slug: [one.card.title for one in cards] for slug, cards in zip(SLUGS, found, strict=True) if cards
    }


def sums(cast, who="anna", **values):
    pipeline_id = stages()["interest"].pipeline_id
    found = sum_spans(actor=cast.actors[who], spans=SPANS, pipeline_id=pipeline_id, **values)
    return {
        slug: (one.count, one.value, one.unpriced)
        for slug, one in zip(SLUGS, found, strict=True)
        if one.count
    }


class TestTheStanding:
    def test_is_the_soonest_open_activity_about_the_deal(self, cast):
        deal = deal_of(cast)
        assert stands(deal) is None
        assert DealStanding.objects.filter(deal_id=deal.id).exists()
        late = plan(cast, deal, NOW + 9 * DAY)
        soon = plan(cast, deal, NOW + DAY)
        assert stands(deal) == NOW + DAY
        do = {"actor": cast.actors["anna"], "at": NOW}
        postpone_activity(activity_id=soon.id, event_at=NOW + 12 * DAY, **do)
        assert stands(deal) == NOW + 9 * DAY
        complete_task(activity_id=late.id, **do)
        assert stands(deal) == NOW + 12 * DAY
        retract_activity(activity_id=soon.id, **do)
        assert stands(deal) is None
        restore_activity(activity_id=soon.id, **do)
        assert stands(deal) == NOW + 12 * DAY
        Activity.objects.filter(id=soon.id).delete()
        assert stands(deal) is None

    def test_what_is_new_only_brings_it_nearer(self, cast):
        deal = deal_of(cast)
        plan(cast, deal, NOW + 3 * DAY)
        DealStanding.objects.filter(deal_id=deal.id).update(next_step_at=NOW + 2 * DAY)
        plan(cast, deal, NOW + 4 * DAY)
        assert stands(deal) == NOW + 2 * DAY
        plan(cast, deal, NOW + DAY)
        assert stands(deal) == NOW + DAY

    def test_follows_a_meeting_that_is_moved_and_moved_back(self, cast):
        deal = deal_of(cast, person_id=person_of(cast).id)
        do = {"actor": cast.actors["anna"], "at": NOW}
        meeting = plan_meeting(event_at=NOW + DAY, topic="prices", deal_id=deal.id, **do)
        fresh = postpone_meeting(activity_id=meeting.id, event_at=NOW + 5 * DAY, **do)
        assert fresh.deal_id == deal.id
        assert stands(deal) == NOW + 5 * DAY
        restore_meeting(activity_id=fresh.id, **do)
        assert stands(deal) == NOW + DAY

    def test_of_a_deal_that_is_closed_or_archived_is_none(self, cast):
        deal = deal_of(cast)
        plan(cast, deal, NOW + DAY)
        do = {"actor": cast.actors["anna"], "at": NOW, "deal_id": deal.id}
        close_deal(state="lost", **do)
        assert not DealStanding.objects.exists()
        reopen_deal(**do)
        assert stands(deal) == NOW + DAY
        archive_deal(**do)
        assert not DealStanding.objects.exists()
        archive_deal(archived=False, **do)
        assert stands(deal) == NOW + DAY

    def test_has_the_deals_owner_and_value(self, cast):
        deal = deal_of(cast, amount="1000")
        assign_deal(actor=cast.actors["vera"], at=NOW, deal_id=deal.id, owner_id=cast.boris.id)
        kept = DealStanding.objects.get(deal_id=deal.id)
        assert (kept.owner_id, kept.value) == (cast.boris.id, 100_000)


class TestTheBoard:
    @pytest.fixture
    def filled(self, cast):
        for title, at in (
            ("late", NOW - HOUR), ("soon", NOW + HOUR), ("later today", NOW + 2 * HOUR), ("far", NOW + 30 * DAY),
        ):  # fmt: skip
            plan(cast, deal_of(cast, title=title, amount="100"), at)
        deal_of(cast, title="bare")
        plan(cast, deal_of(cast, "boris", title="Boris's"), NOW + HOUR, who="boris")
        plan(cast, deal_of(cast, "gleb", title="Gleb's"), NOW + HOUR, who="gleb")

    def test_parts_deals_by_their_next_step(self, cast, filled):
        assert titles(cast, owner_id=cast.anna.id) == {
            "overdue": ["late"], "today": ["soon", "later today"], "later": ["far"], "none": ["bare"],
        }  # fmt: skip
        assert titles(cast)["today"] == ["soon", "Boris's", "later today"]
        assert "Gleb's" in titles(cast, "oleg")["today"]
        with pytest.raises(NotVisible):
            titles(cast, owner_id=cast.gleb.id)
        with pytest.raises(NotVisible):
            sums(cast, owner_id=cast.gleb.id)

    def test_sums_exactly_what_it_lists(self, cast, filled, monkeypatch):
        whole = {
            "overdue": (1, 10_000, 0),
            "today": (2, 20_000, 0),
            "later": (1, 10_000, 0),
            "none": (1, 0, 1),
        }
        assert sums(cast, owner_id=cast.anna.id) == whole
        assert sums(cast)["today"] == (3, 20_000, 1)
        assert sums(cast, "oleg")["today"] == (4, 20_000, 2)
        monkeypatch.setattr(deals_by_time, "FEW", 0)
        assert sums(cast, owner_id=cast.anna.id) == whole
        assert sums(cast)["today"] == (3, 20_000, 1)

    @pytest.mark.parametrize("slug", ["today", "none"])
    @pytest.mark.parametrize("who", ["anna", "oleg"])
    def test_pages_a_span_by_key(self, cast, slug, who):
        for n in range(7):
            deal = deal_of(cast, title=f"D{n}")
            if slug == "today":
                plan(cast, deal, NOW + HOUR)  # all at the same instant
        span = SPANS[SLUGS.index(slug)]
        common = {
            "actor": cast.actors[who], "at": NOW, "spans": [span], "pipeline_id": stages()["interest"].pipeline_id,
        }  # fmt: skip
        found, after = [], None
        while True:
            page = list_timed(after=after, limit=3, **common)[0]
            found += [one.card.title for one in page[:3]]
            if len(page) <= 3:
                break
            after = page[2].key
        assert found == [f"D{n}" for n in range(7)]

    def test_hides_a_step_that_the_reader_may_not_see(self, cast):
        deal = deal_of(cast)
        Activity.objects.filter(id=plan(cast, deal, NOW + HOUR, topic="secret").id).update(owner=cast.gleb)
        step = get_step(actor=cast.actors["anna"], deal_id=deal.id, at=NOW).step
        assert (step.at, step.id, step.kind, step.topic, step.may_edit) == (NOW + HOUR, None, "", "", False)
        with pytest.raises(NotVisible):
            get_step(actor=cast.actors["gleb"], deal_id=deal.id, at=NOW)

    def test_asks_the_database_once(self, cast, filled, django_assert_num_queries):
        pipeline_id = stages()["interest"].pipeline_id
        with django_assert_num_queries(1):
            list_timed(actor=cast.actors["anna"], at=NOW, spans=SPANS, pipeline_id=pipeline_id)


OF_TASKS = {
    "put off": lambda _n, hours, _deals: {"at": NOW + hours * 13 * HOUR},
    "done": lambda n, _hours, _deals: {"state": "done" if n % 2 else "to_do"},
    "take back": lambda n, _hours, _deals: {"retracted_at": NOW if n % 2 else None},
    "of another": lambda n, hours, deals: {"deal_id": deals[(n + hours) % len(deals)]},
}
OF_DEALS = {
    "win": lambda _cast, n, _hours: {
        "state": "won" if n % 2 else "open",
        "closed_at": NOW if n % 2 else None,
    },
    "archive": lambda _cast, n, _hours: {"archived_at": NOW if n % 2 else None},
    "assign": lambda cast, n, _hours: {"owner": [cast.anna, cast.boris, None][n % 3]},
    "price": lambda _cast, _n, hours: {"value": hours * 100 if hours > 0 else None},
}
STEP = st.tuples(
    st.sampled_from(["make", "plan", "plan", *OF_TASKS, *OF_DEALS]), st.integers(0, 9), st.integers(-40, 40)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=4, max_size=14))
def test_tallies_are_the_numbers_they_stand_for(cast, steps):
    with transaction.atomic():
        play(cast, [("make", 0, 0), *steps])
        assert tallies.verify() == []
        common = {
            "actor": cast.actors["oleg"],
            "spans": SPANS,
            "pipeline_id": stages()["interest"].pipeline_id,
        }
        listed = list_timed(at=NOW, limit=100, **common)
        summed = sum_spans(**common)
        assert [one.count for one in summed] == [len(cards) for cards in listed]
        assert [one.value for one in summed] == [
            sum(one.card.value or 0 for one in cards) for cards in listed
        ]
        transaction.set_rollback(True)


def play(cast, steps):
    deals, tasks = [], []
    for act, n, hours in steps:
        if act == "make":
            deals.append(deal_of(cast, amount=str(n * 100) if n else "").id)
        elif act == "plan":
            at = NOW + hours * 13 * HOUR
            about = {"actor": cast.actors["oleg"], "deal_id": deals[n % len(deals)]}
            tasks.append(plan_task(at=NOW, topic="x", event_at=at, **about).id)
        elif act in OF_TASKS:
            Activity.objects.filter(id=tasks[n % len(tasks)] if tasks else None).update(
                **OF_TASKS[act](n, hours, deals)
            )
        else:
            Deal.objects.filter(id=deals[n % len(deals)]).update(**OF_DEALS[act](cast, n, hours))


def test_a_recount_mends_what_went_wrong(cast):
    deal = deal_of(cast, amount="100")
    plan(cast, deal, NOW + HOUR)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE work_deal_tally SET deals = deals + 1")
        cursor.execute("UPDATE work_deal_standing SET next_step_at = NULL")
    assert any("next step of deal" in line for line in tallies.verify())
    assert any("tally of next steps" in line for line in tallies.verify())
    tallies.recount()
    assert tallies.verify() == []
    assert stands(deal) == NOW + HOUR
