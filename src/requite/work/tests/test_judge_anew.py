"""Records judged anew by windows: how far that is, what overtakes it, and what stops it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import person_of
from testing.cast import NOW, entries

from requite.kernel.errors import NotAllowed, NotVisible
from requite.people import reassessing
from requite.people.models import Person
from requite.quality import halves, jobs
from requite.quality.actions import judge_anew
from requite.quality.actions.judge_anew import launch_again
from requite.quality.jobs import defer_reassessment, defer_turn, reassess
from requite.quality.models import Judging, Requirement
from requite.quality.progress import State, find_progress, list_progress, list_shown

LATER = NOW + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def windows_of_two(monkeypatch):
    for place in (jobs, halves):
        monkeypatch.setattr(place, "BATCH", 2)
    monkeypatch.setattr(jobs, "LASTS", 0)


@pytest.fixture
def people(cast):
    return [person_of(cast, "anna", f"Kim{n}", company_name="Sejong") for n in range(5)]


def require(field="title", at=NOW):
    return Requirement.objects.create(
        kind="person", field=field, stage="", weight=2, check_name="text", grace_hours=24, starts_at=at
    )


def waiting():
    return list(ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").order_by("id"))


def work(times=99):
    """Run what is queued, in order, as the worker would."""
    for _n in range(times):
        if not (queue := waiting()):
            return
        args = queue[0].args
        ProcrastinateJob.objects.filter(id=queue[0].id).delete()
        reassess(**args)


def row():
    return Judging.objects.get(kind="person")


def lacking(field):
    return Person.objects.filter(missing__contains=[field]).count()


def fault(monkeypatch):
    def meet(**_values):
        raise RuntimeError

    monkeypatch.setattr(jobs, "import_string", lambda _name: meet)


class TestAPass:
    def test_keeps_how_far_it_is_after_each_window(self, cast, people):
        require()
        defer_reassessment(kind="person", at=LATER)
        work(2)
        assert (row().done, row().upto, row().ended_at) == (4, sorted(one.id for one in people)[3], None)
        assert lacking("title") == 4
        work()
        assert (row().done, row().total, row().settled_at, row().faults) == (5, 5, LATER, 0)
        assert row().ended_at
        assert lacking("title") == 5

    def test_tells_the_pages_of_everybody_when_it_is_over_and_not_before(self, cast, people):
        require()
        defer_reassessment(kind="person", at=LATER)
        mine = f'"user:{cast.anna.id}"', f'"team:{cast.anna.team_id}"', '"company"'
        with CaptureQueriesContext(connection) as asked:
            work(2)
        assert not any(topic in one["sql"] for one in asked for topic in mine)
        with CaptureQueriesContext(connection) as asked:
            work()
        told = [one["sql"] for one in asked if "pg_notify" in one["sql"]]
        assert all(any(topic in one for one in told) for topic in mine)

    def test_of_nothing_ends_at_once(self, cast):
        defer_reassessment(kind="deal", at=LATER)
        work()
        assert Judging.objects.get(kind="deal").settled_at == LATER

    def test_of_the_same_time_twice_is_once(self, cast, people):
        for _n in "12":
            defer_reassessment(kind="person", at=LATER)
        work()
        assert row().turn == 1

    def test_is_overtaken_by_one_of_newer_rules(self, cast, people):
        """The older one's next job comes last and finds that it isn't its turn: nothing is judged by old rules again."""
        require()
        defer_reassessment(kind="person", at=LATER)
        work(1)
        old = waiting()[0].args
        require("note", at=LATER + MINUTE)
        defer_reassessment(kind="person", at=LATER + MINUTE)
        work()
        assert (row().turn, row().done, row().settled_at) == (2, 5, LATER + MINUTE)
        reassess(**old)
        assert (lacking("title"), lacking("note"), row().done) == (5, 5, 5)
        assert not waiting()

    def test_begins_from_what_an_older_version_queued(self, cast, people):
        require()
        reassess(kind="person", at=LATER.isoformat(), after=str(people[0].id))
        work()
        assert lacking("title") == 5

    def test_of_one_owner_isnt_by_rules_that_are_over(self, cast, people):
        require("note", at=LATER)
        defer_reassessment(kind="person", at=LATER)
        work()
        defer_reassessment(kind="person", at=NOW, owner_id=cast.anna.id)
        work()
        assert lacking("note") == 5
        assert row().turn == 1


class TestFaults:
    def test_are_counted_and_forgotten_when_it_goes_on(self, cast, people, monkeypatch):
        defer_reassessment(kind="person", at=LATER)
        work(1)
        args = waiting()[0].args
        with monkeypatch.context() as patch:
            fault(patch)
            with pytest.raises(RuntimeError):
                reassess(**args)
        assert (row().faults, row().failed_at, row().done) == (1, None, 2)
        assert find_progress(kind="person", at=datetime.now(UTC)).state is State.TROUBLED
        work()
        assert (row().faults, row().done) == (0, 5)

    def test_are_too_many_once_and_someone_lets_it_go_on(self, cast, people, monkeypatch):
        require()
        defer_reassessment(kind="person", at=LATER)
        work(1)
        args = waiting()[0].args
        ProcrastinateJob.objects.all().delete()
        with monkeypatch.context() as patch:
            fault(patch)
            for _n in range(judge_anew.MOST_FAULTS + 1):
                with pytest.raises(RuntimeError):
                    reassess(**args)
        found = find_progress(kind="person", at=datetime.now(UTC))
        assert (found.state, found.done, found.may_launch) == (State.FAILED, 2, True)
        oleg = cast.actors["oleg"]
        assert launch_again(actor=oleg, at=datetime.now(UTC), kind="person", queue=defer_turn)
        assert not launch_again(actor=oleg, at=datetime.now(UTC), kind="person", queue=defer_turn)
        [entry] = entries("quality.JudgingLaunched")
        assert (entry.actor_id, entry.changes) == (oleg.id, {"record_kind": ["", "person"]})
        assert waiting()[0].args["after"] == args["after"]
        work()
        assert (lacking("title"), row().turn, row().done) == (5, 1, 5)

    def test_a_pass_that_nobody_began_can_be_begun(self, cast, people):
        require()
        assert find_progress(kind="person", at=NOW + MINUTE).state is State.DUE
        found = find_progress(kind="person", at=LATER)
        assert (found.state, found.since) == (State.MISSED, NOW)
        assert launch_again(actor=cast.actors["oleg"], at=LATER, kind="person", queue=defer_turn)
        work()
        assert lacking("title") == 5
        assert find_progress(kind="person", at=LATER).state is State.DONE

    def test_nothing_is_begun_by_who_may_not_or_of_what_isnt_there(self, cast):
        with pytest.raises(NotAllowed):
            launch_again(actor=cast.actors["vera"], at=NOW, kind="person", queue=defer_turn)
        with pytest.raises(NotAllowed):
            list_progress(actor=cast.actors["anna"], at=NOW)
        with pytest.raises(NotVisible):
            launch_again(actor=cast.actors["oleg"], at=NOW, kind="spaceship", queue=defer_turn)


class TestHowFar:
    def keep(self, **values):
        moved = {"done": 200, "total": 1_000, "moved_at": NOW + MINUTE, "ended_at": None}
        values = {"turn": 1, "at": NOW, "launched_at": NOW, **moved, **values}
        Judging.objects.update_or_create(kind="person", defaults=values)
        return find_progress(kind="person", at=NOW + 2 * MINUTE)

    def test_what_is_left_is_reckoned_by_its_pace(self, cast):
        assert self.keep(paced_at=NOW).minutes == 3  # 200 a minute, 800 left, one minute has gone by since
        assert self.keep(paced_at=NOW, paced_done=100).minutes == 7
        assert self.keep(paced_at=NOW, done=995).minutes == 0
        assert self.keep(paced_at=None).minutes is None

    def test_without_a_window_done_for_long_it_stands_still(self, cast):
        assert self.keep(moved_at=NOW - 4 * MINUTE).state is State.STILL
        assert self.keep(moved_at=None, launched_at=NOW - 4 * MINUTE).state is State.STILL
        assert self.keep().state is State.RUNNING

    def test_what_is_done_is_told_beside_what_isnt(self, cast):
        self.keep(ended_at=NOW, at=NOW)
        begun = {"turn": 1, "at": NOW, "launched_at": NOW, "ended_at": None}
        Judging.objects.update_or_create(kind="company", defaults=begun)
        ended = NOW + 2 * MINUTE
        found = list_progress(actor=cast.actors["oleg"], at=ended)
        assert [(one.kind, one.state) for one in list_shown(found, at=ended)] == [
            ("person", State.DONE), ("company", State.RUNNING)
        ]  # fmt: skip
        assert [one.kind for one in list_shown(found, at=ended + timedelta(hours=2))] == ["company"]
        Judging.objects.filter(kind="company").update(ended_at=ended)
        assert list_shown(list_progress(actor=cast.actors["oleg"], at=ended), at=ended) == []

    def test_costs_two_statements_and_no_count(self, cast, people, django_assert_num_queries):
        with django_assert_num_queries(2):
            list_progress(actor=cast.actors["oleg"], at=NOW)


def test_windows_say_how_many_they_judged(cast, people):
    assert reassessing.reassess_next(kind="person", after=None, at=LATER, limit=3).count == 3
