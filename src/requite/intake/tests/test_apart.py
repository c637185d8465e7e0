"""The process that reads a big file: what it hands over, and what becomes of an import when it ends too soon."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest

from requite.identity.tests.cast import NOW, entries
from requite.intake import apart, jobs
from requite.intake.actions.launch_import import launch_import
from requite.intake.actions.resolve_rows import claim_import
from requite.intake.models import Import, LandedRow, RefusedRow
from requite.people.bulk.preparing import read_rules
from requite.people.models import Company, Person, Point

HEAD = "성명,회사,직책,휴대폰,이메일,메모\n"
ROWS = [f"김민{n},회사{n % 7},과장,010-{2000 + n}-{3000 + n},a{n}@hanil.kr,\n" for n in range(600)]
FILE = HEAD + "".join(ROWS[:200]) + ",,,010-2468-1357,,\n" + "박준,한일,,12,,\t\\끝\n" + "".join(ROWS[200:])
MISSING = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(); sys.exit(9)")


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a big one, in windows of a hundred rows, of which the pipe holds no whole one."""
    monkeypatch.setattr(apart, "FEWEST_BYTES", 0)
    monkeypatch.setattr(jobs, "ROWS", 100)
    monkeypatch.setattr(apart, "PIPE_BYTES", 4096)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started, so that a test can end them."""
    known: list[subprocess.Popen[bytes]] = []
    usual = subprocess.Popen

    def start(*given, **kept):
        known.append(usual(*given, **kept))
        return known[-1]

    monkeypatch.setattr(apart.subprocess, "Popen", start)
    return known


def test_a_big_file_comes_in_as_a_small_one(bring_in, big, started) -> None:
    found = bring_in(FILE)
    assert (found.status, found.made, found.matched, found.refused, found.companies) == ("done", 601, 0, 1, 8)
    assert (Person.objects.count(), Company.objects.count(), Point.objects.count()) == (601, 8, 1201)
    assert LandedRow.objects.filter(made_person=True).count() == 601
    assert RefusedRow.objects.get().faults == ["no_name"]
    assert Person.objects.get(family_name="박").note == "\\끝"
    assert len(entries("people.PersonRegistered")) == 601
    again = bring_in(FILE.replace("과장", "").replace(",\n", ",새\n"))
    assert (again.made, again.matched, again.refused) == (0, 601, 1)
    assert Person.objects.filter(title="과장", note="새").count() == 600
    assert [process.poll() is not None for process in started] == [True, True]


def test_goes_on_behind_the_last_window_when_its_reader_is_killed(enqueue, cast, big, started) -> None:
    made, actor = enqueue(FILE), cast.actors["oleg"]
    launch_import(actor=actor, at=NOW, import_id=made.id)

    def kill() -> bool:
        started[0].kill()
        started[0].wait()
        return False

    with pytest.raises(apart.ReaderLostError):
        jobs.land_import(actor=actor, claim=claim_import(at=NOW, import_id=made.id), stopped=kill)
    found = Import.objects.get()
    assert found.status == "running"
    assert found.cursor in (100, 200, 300)  # one or two more may have been fetched
    jobs.land_import(actor=actor, claim=claim_import(at=NOW, import_id=made.id))
    found = Import.objects.get()
    assert (found.status, found.made, found.refused) == ("done", 601, 1)
    assert (Person.objects.count(), LandedRow.objects.count()) == (601, 601)


def test_says_what_happened_once_it_has_tried_enough(enqueue, cast, big, monkeypatch) -> None:
    made = enqueue(FILE)
    launch_import(actor=cast.actors["oleg"], at=NOW, import_id=made.id)
    monkeypatch.setattr(apart, "COMMAND", MISSING)
    for attempts, status in ((1, "running"), (jobs.TRIES, "failed")):
        context = SimpleNamespace(job=SimpleNamespace(attempts=attempts), should_abort=lambda: False)
        with pytest.raises(apart.ReaderLostError):
            jobs.run_import.func(context, import_id=str(made.id), actor_id=str(cast.oleg.id))
        assert Import.objects.get().status == status
    assert "The process that reads its file was ended" in Import.objects.get().trouble


def test_what_goes_wrong_while_reading_is_told(enqueue, cast, big, started) -> None:
    made, actor = enqueue(FILE), cast.actors["oleg"]
    launch_import(actor=actor, at=NOW, import_id=made.id)
    claim = claim_import(at=NOW + timedelta(minutes=1), import_id=made.id)
    plan, rules = jobs.plan_of(claim, actor=actor), read_rules(at=NOW)
    task = apart.Task("/nowhere/list.csv", claim.layout, plan, actor, rules, 0, 100)
    with pytest.raises(FileNotFoundError):
        next(apart.read_apart(task))
    assert started[0].poll() is not None
