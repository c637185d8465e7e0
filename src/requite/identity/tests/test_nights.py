"""The night's jobs go by the company's clock: once a night, also where its zone is changed or its clocks are."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.identity.jobs import begin_nights
from requite.identity.models import Organisation
from requite.identity.nights import is_due, night_of
from requite.identity.places import zone_names
from requite.journal.jobs import tidy
from requite.kernel.nightly import NIGHTLY
from requite.kernel.reading import run

CLOCK = time(2, 45)
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
BERLIN, YORK = "Europe/Berlin", "America/New_York"
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)  # in Seoul
ZONES = st.sampled_from(zone_names()).map(ZoneInfo)
STARTS = st.integers(0, 4 * 24 * 364).map(lambda n: JANUARY + n * QUARTER)


def runs(zone_at, start, days, last=None):
    """When the job is begun, asked each quarter of an hour, and for which night."""
    found = []
    for n in range(days * 96):
        at = start + n * QUARTER
        night = night_of(at, CLOCK, zone_at(at))
        if is_due(night, at=at, last=last):
            found.append((at, night))
            last = night
    return found


def assert_each_day_has_one(zone, start, days):
    begun = [at.astimezone(zone) for at, _night in runs(lambda _at: zone, start, days, last=night_of(start, CLOCK, zone))]
    whole = Counter(at.date() for at in begun)
    assert set(whole.values()) == {1}
    assert days - 1 <= len(begun) <= days + 1
    assert all(time(2) <= at.time() < time(5) for at in begun)


@given(ZONES, STARTS)
def test_each_day_of_any_zone_has_one_night(zone, start):
    assert_each_day_has_one(zone, start, 3)


@pytest.mark.parametrize("zone", [BERLIN, YORK, "Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca"])
def test_so_has_each_day_of_a_year_in_which_clocks_are_set_on_and_back(zone):
    assert_each_day_has_one(ZoneInfo(zone), JANUARY, 365)


@given(ZONES, ZONES, STARTS)
def test_where_the_zone_is_changed_none_is_done_twice_or_left_out(before, after, changed):
    start = changed - 3 * DAY
    begun = runs(lambda at: before if at < changed else after, start, 6, last=night_of(start, CLOCK, before))
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(begun)]
    assert min(gaps) >= 6 * HOUR
    assert max(gaps) <= 43 * HOUR
    assert len({at.astimezone(after).date() for at, _night in begun if at >= changed + DAY}) >= 2


def names():
    """What is queued."""
    return sorted(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def finish():
    """All that is queued is done."""
    run("UPDATE procrastinate_jobs SET status = 'succeeded'")


def ask(at):
    begin_nights(timestamp=int(at.timestamp()))


@pytest.fixture
def quiet(cast):
    """All is done for the night before."""
    ask(NOON)
    assert names() == sorted(NIGHTLY)
    finish()
    return cast


class TestAsked:
    """Each quarter of an hour, in a company that sits in Seoul."""

    @pytest.mark.parametrize(("at", "due"), [("02:00", 0), ("02:30", 1), ("02:45", 3), ("03:15", 5), ("03:45", 7)])
    def test_they_begin_at_their_time_in_the_companys_zone(self, quiet, at, due):
        ask(datetime.fromisoformat(f"2026-11-25T{at}:00+09:00"))
        assert len(names()) == due

    def test_each_once_a_night_and_by_the_time_of_it(self, quiet):
        begun = Counter()
        for n in range(2 * 96):
            ask(NOON + n * QUARTER)
            begun.update(names())
            finish()
        assert begun == dict.fromkeys(NIGHTLY, 2)
        last = ProcrastinateJob.objects.filter(task_name=tidy.name).latest("id")
        assert last.args == {"timestamp": int(datetime.fromisoformat("2026-11-26T03:15:00+09:00").timestamp())}

    def test_where_the_zone_is_changed_by_day_the_next_night_is_that_of_the_new_one(self, quiet):
        Organisation.objects.update(time_zone=YORK)
        ask(NOON + QUARTER)
        ask(datetime.fromisoformat("2026-11-25T03:45:00+09:00"))
        assert names() == []
        ask(datetime.fromisoformat("2026-11-25T03:45:00-05:00"))
        assert names() == sorted(NIGHTLY)

    def test_a_machine_that_was_off_makes_up_for_the_last_night_alone(self, quiet):
        ask(NOON + 3 * DAY)
        assert names() == sorted(NIGHTLY)
        finish()
        ask(NOON + 3 * DAY + QUARTER)
        assert names() == []

    def test_one_that_waits_since_last_night_is_followed_by_tonights(self, quiet):
        tidy.defer(timestamp=0)
        at = datetime.fromisoformat("2026-11-25T03:45:00+09:00")
        ask(at)
        assert names() == sorted(NIGHTLY)
        finish()
        ask(at + QUARTER)
        assert names() == [tidy.name]


def test_the_months_of_the_journal_are_opened_before_there_is_a_company(db):
    ask(NOON)
    assert "requite.journal.tidy" in names()
