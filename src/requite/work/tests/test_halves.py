"""A pass judged by two at once: all of it, each record once a window, and nothing lost where one of the two fails."""

import threading

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import call_of, meeting_of, person_of
from testing.cast import DAY, NOW
from testing.committed import apart

from requite.kernel.reading import fetch_one
from requite.people import reassessing
from requite.people.models import Person
from requite.quality import halves, jobs
from requite.quality.halves import Part, find_parts, judge_part
from requite.quality.jobs import defer_reassessment, reassess
from requite.quality.models import Judging, Requirement
from requite.quality.registry import KINDS, Window

LATER = NOW + DAY
ASKED = {"kind": "person", "field": "title", "stage": "", "weight": 2, "check_name": "text", "grace_hours": 24}
WAITING = ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").order_by("id")


@pytest.fixture(autouse=True)
def windows_of_two(monkeypatch):
    for place in (halves, jobs):
        monkeypatch.setattr(place, "BATCH", 2)


@pytest.fixture
def seven(kept_cast):
    """Seven persons without a title, committed, and a title asked for."""
    cast = kept_cast
    apart(lambda: [person_of(cast, "anna", f"Kim{n}", company_name="") for n in range(7)])
    asked = apart(lambda: Requirement.objects.create(**ASKED, starts_at=NOW))
    yield apart(lambda: sorted(Person.objects.values_list("id", flat=True)))
    apart(lambda: Requirement.objects.filter(id=asked.id).delete())
    apart(Judging.objects.all().delete)


def work(times=99):
    for _n in range(times):
        if (job := WAITING.first()) is None:
            return
        WAITING.filter(id=job.id).delete()
        reassess(**job.args)


def lacking():
    return Person.objects.filter(missing__contains=["title"]).count()


def row():
    return Judging.objects.get(kind="person")


def watched(monkeypatch, meet):
    """Ask `meet` at each judgement, in its thread, before it is made."""

    def judge(**given):
        meet(given)
        return reassessing.reassess_next(**given)

    monkeypatch.setattr(jobs, "import_string", lambda _name: judge)


@pytest.mark.slow
def test_the_two_judge_different_records_by_connections_of_their_own(seven, monkeypatch):
    both, backends = threading.Barrier(2, timeout=20), []

    def meet(given):
        backends.append(fetch_one("SELECT pg_backend_pid()")[0])
        if given["upto"] in seven[:4]:
            both.wait()  # the one goes on when the other has come as far

    watched(monkeypatch, meet)

    def all_of_it():
        defer_reassessment(kind="person", at=LATER)
        work()
        return lacking(), row().done, row().total, bool(row().ended_at), fetch_one("SELECT pg_backend_pid()")[0]

    found, done, total, is_over, mine = apart(all_of_it)
    assert (found, done, total, is_over) == (7, 7, 7, True)
    assert len(set(backends)) >= 2
    assert mine not in backends[:2]


@pytest.mark.slow
def test_where_one_of_the_two_fails_the_window_is_judged_again(seven, monkeypatch):
    def meet(given):
        if given["after"] == seven[1]:
            raise RuntimeError

    def fail():
        begun = Judging.objects.update_or_create(
            kind="person", defaults={"turn": 1, "at": LATER, "launched_at": LATER}
        )
        jobs.defer_turn(begun[0])
        with monkeypatch.context() as patch:
            watched(patch, meet)
            with pytest.raises(RuntimeError):
                work()
        return lacking(), row().done, row().upto, row().faults

    def go_on():
        jobs.defer_turn(row())  # as the queue does that runs the job again
        work()
        return lacking(), row().done, row().faults

    assert apart(fail) == (2, 0, None, 1)  # what the other half wrote stays, and isn't counted
    assert apart(go_on) == (7, 7, 0)


class TestParts:
    def test_are_of_equal_size_and_know_the_last(self, cast):
        known = KINDS["person"]
        assert find_parts(known, after=None) == ([Part(None, None)], True)
        ids = sorted(person_of(cast, "anna", f"Kim{n}", company_name="").id for n in range(5))
        assert find_parts(known, after=None) == ([Part(None, ids[1]), Part(ids[1], ids[3])], False)
        assert find_parts(known, after=ids[1]) == ([Part(ids[1], ids[3]), Part(ids[3], None)], True)
        assert find_parts(known, after=ids[3]) == ([Part(ids[3], None)], True)
        assert find_parts(known, after=None, most=1) == ([Part(None, ids[1])], False)

    def test_of_a_kind_among_others_count_its_own_records_alone(self, cast):
        person = person_of(cast)
        call = call_of(cast, person)
        for _n in range(3):
            meeting_of(cast, person)
        assert find_parts(KINDS["call"], after=None) == ([Part(None, None)], True)
        other = call_of(cast, person)
        assert call.id < other.id
        assert find_parts(KINDS["call"], after=None) == ([Part(None, other.id), Part(other.id, None)], True)

    def test_that_take_too_long_are_judged_fewer_at_a_time_to_their_end(self, db, monkeypatch):
        monkeypatch.setattr(halves, "BATCH", 800)
        asked, records = [], list(range(1, 1_001))

        def judge(*, after, upto, limit):
            asked.append(limit)
            if limit > 200:
                raise OperationalError
            found = [one for one in records if one > (after or 0) and one <= upto][:limit]
            return Window(found[-1] if found else None, len(found))

        assert judge_part(judge, Part(100, 900)) == Window(900, 800)
        assert asked == [800, 200, 200, 200, 200]

    def test_that_fail_to_the_last_say_so(self, db, monkeypatch):
        def judge(**_given):
            raise OperationalError

        with pytest.raises(OperationalError):
            judge_part(judge, Part(None, None))
