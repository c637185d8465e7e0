"""What comes in while a minimum set changes ends judged by the newer one."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.identity.tests.cast import NOW
from requite.intake import batches, jobs
from requite.intake.actions.launch_import import launch_import
from requite.intake.actions.resolve_rows import claim_import
from requite.people.models import Person
from requite.quality.jobs import reassess
from requite.quality.models import Requirement

HEAD = "Family name,Given name,Company,Phone,E-mail\n"
ROWS = "".join(f"Kim,Mina{n},Daehan,010-{2000 + n}-4720,mina{n}@daehan.kr\n" for n in range(6))
WAITING = ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").order_by("id")


@pytest.fixture(autouse=True)
def two_rows_at_once(monkeypatch):
    monkeypatch.setattr(jobs, "list_batches", lambda *given, **kept: batches.list_batches(*given, **kept, rows=2))


@pytest.fixture
def begun(cast, enqueue):
    made = enqueue(HEAD + ROWS)
    launch_import(actor=cast.actors["oleg"], at=NOW, import_id=made.id)

    def go_on(*, after_batch=lambda _n: None, until=99):
        claim, done = claim_import(at=datetime.now(UTC), import_id=made.id), [0]

        def stopped():
            done[0] += 1
            after_batch(done[0])
            return done[0] >= until

        return jobs.land_import(actor=cast.actors["oleg"].by("import"), claim=claim, stopped=stopped)

    return go_on


def ask_for(field, kind="person"):
    """It is asked for from now on, and the pass that this queued has passed by already."""
    Requirement.objects.create(
        kind=kind, field=field, stage="", weight=2, check_name="text", grace_hours=24, starts_at=datetime.now(UTC)
    )


def work():
    while job := WAITING.first():
        WAITING.filter(id=job.id).delete()
        reassess(**job.args)


def lacking(field):
    return Person.objects.filter(missing__contains=[field]).count()


def test_a_field_asked_for_meanwhile_is_owed_by_all_that_came_in(begun):
    assert begun(after_batch=lambda n: ask_for("title") if n == 1 else None)
    assert lacking("title") == 0
    assert [job.args["kind"] for job in WAITING.all()] == ["person"]
    work()
    assert lacking("title") == 6


def test_a_field_that_is_asked_for_no_longer_is_owed_by_none(begun):
    ask_for("title")

    def end(batch):
        if batch == 2:
            Requirement.objects.filter(field="title").update(ends_at=datetime.now(UTC))

    begun(after_batch=end)
    work()
    assert (Person.objects.count(), lacking("title")) == (6, 0)


def test_a_run_that_was_cut_off_leaves_nothing_behind(begun, monkeypatch):
    """The machine went away after the first batch, and the rule changed before the import went on."""
    with monkeypatch.context() as cut:
        cut.setattr("requite.intake.judged.defer_reassessment", lambda **_given: None)
        assert begun(until=1) is False
    ask_for("title")
    begun()
    assert lacking("title") == 4
    work()
    assert lacking("title") == 6


def test_nothing_is_judged_anew_where_no_rule_changed(begun):
    Requirement.objects.create(
        kind="person", field="note", stage="", weight=1, check_name="text", grace_hours=24, limits={"letters": 3},
        starts_at=NOW + timedelta(seconds=-1),
    )  # fmt: skip
    begun()
    assert not WAITING.all()


def test_a_change_of_companies_judges_companies_alone(begun):
    begun(after_batch=lambda n: ask_for("industry", "company") if n == 1 else None)
    assert [job.args["kind"] for job in WAITING.all()] == ["company"]
