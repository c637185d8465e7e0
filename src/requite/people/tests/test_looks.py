"""The jobs that compare records: all of them in windows, and again those that came otherwise than by somebody's hand."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import BACK, person_of
from testing.cast import DAY
from testing.worker import told

from requite.journal.models import Act
from requite.people.actions.archive_many import archive_many, restore_many
from requite.people.actions.assign_many import assign_many
from requite.people.actions.candidates import correct_due
from requite.people.actions.correct_many import correct_many
from requite.people.actions.look import register_next
from requite.people.actions.return_many import return_many
from requite.people.bulk.relooks import note_relooks
from requite.people.jobs import look, look_again
from requite.people.models import Candidate, Look, Relook
from requite.people.tests.twins import PHONE, unique

LATER = BACK + 30 * DAY


def pairs():
    return {(one.first_id, one.second_id) for one in Candidate.objects.all()}


class TestAll:
    def test_a_window_that_takes_too_long_is_parted_and_gone_on_behind(self, cast, monkeypatch):
        made = [person_of(cast, family=f"Han{n}", points=[PHONE] if n in (1, 6) else []) for n in range(7)]
        Candidate.objects.all().delete()
        taken = []

        def slow(*, kind, ids, at):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 30")
                cursor.execute("SELECT CASE WHEN %s > 2 THEN pg_sleep(1) END", [len(ids)])
                cursor.execute("SET LOCAL statement_timeout = 0")
            taken.extend(ids)

        monkeypatch.setattr("requite.people.actions.look.register_candidates", slow)
        later = datetime.now(UTC) + timedelta(hours=2)
        assert [register_next(kind="person", at=later) for _n in range(4)] == [1, 1, 2, 1]
        while register_next(kind="person", at=later):
            pass
        assert taken == [one.id for one in made]

    def test_one_that_takes_too_long_by_itself_is_passed_by_and_named(self, cast, monkeypatch, caplog):
        made = [person_of(cast, family=f"Han{n}") for n in range(3)]

        def stuck(*, kind, ids, at):
            if made[1].id in ids:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout = 30")
                    cursor.execute("SELECT pg_sleep(1)")

        monkeypatch.setattr("requite.people.actions.look.register_candidates", stuck)
        look(told(), timestamp=int((datetime.now(UTC) + timedelta(hours=2)).timestamp()))
        assert Look.objects.get(kind="person").upto == made[2].id
        assert str(made[1].id) in caplog.text


def run_again(at=LATER):
    look_again(told(), timestamp=int(at.timestamp()))


class TestToldToEnd:
    """The worker ends: a job keeps what it has done, and the next worker goes on behind it."""

    def test_the_look_ends_behind_a_window(self, cast, monkeypatch):
        monkeypatch.setattr("requite.people.jobs.BATCH", 2)
        made = [person_of(cast, family=f"Han{n}") for n in range(5)]
        at = int((datetime.now(UTC) + timedelta(hours=2)).timestamp())
        look(told(Look.objects.filter(kind="person", upto__isnull=False).exists), timestamp=at)
        assert Look.objects.get(kind="person").upto == made[1].id
        [job] = ProcrastinateJob.objects.filter(task_name=look.name)
        look(told(), **job.args)
        assert Look.objects.get(kind="person").upto == made[4].id

    def test_so_does_the_second_look(self, cast, monkeypatch):
        monkeypatch.setattr("requite.people.jobs.BATCH", 2)
        made = [person_of(cast, family=f"Han{n}") for n in range(5)]
        note_relooks("person", [one.id for one in made])
        begun = Relook.objects.count()
        look_again(told(lambda: Relook.objects.count() < begun), timestamp=int(LATER.timestamp()))
        assert Relook.objects.count() == begun - 2
        [job] = ProcrastinateJob.objects.filter(task_name=look_again.name)
        look_again(told(), **job.args)
        assert Relook.objects.count() == 0

    def test_one_that_waits_already_goes_on_with_it(self, cast):
        at = int(LATER.timestamp())
        look.defer(timestamp=at)
        look(told(lambda: True), timestamp=at)
        assert ProcrastinateJob.objects.filter(task_name=look.name).count() == 1


class TestComparedAgain:
    """What came otherwise than by the hand of somebody who wrote the record."""

    def test_a_company_given_to_many_and_taken_back(self, cast):
        made = [person_of(cast, points=[]) for _n in range(2)]
        anna = cast.actors["anna"]
        act = Act.objects.create(at=LATER, actor_id=anna.id, actor_name=anna.name, kind="person", what="field")
        given = {"field": "company", "value": "Sejong", "act_id": act.id}
        correct_many(actor=anna, at=LATER, kind="person", ids=[one.id for one in made], **given)
        assert pairs() == set()
        run_again()
        assert Candidate.objects.get().signs == ["name", "company"]
        return_many(actor=anna, at=LATER, act=act, kind="person")
        run_again()
        assert pairs() == set()
        assert Relook.objects.count() == 0

    def test_one_that_many_brought_back_counts_again(self, cast, twins):
        correct_due(at=LATER)
        vera, ids = cast.actors["vera"], [twins[1].id]
        archive_many(actor=vera, at=LATER, kind="person", ids=ids)
        correct_due(at=LATER)
        assert unique(twins[0]) == [100]
        run_again()
        assert len(pairs()) == 1  # it may come back
        restore_many(actor=vera, at=LATER, kind="person", ids=ids)
        run_again()
        assert unique(*twins) == [3, 3]

    def test_a_title_or_an_owner_makes_no_doubles(self, cast, twins):
        vera, ids = cast.actors["vera"], [one.id for one in twins]
        correct_many(actor=vera, at=LATER, kind="person", ids=ids, field="title", value="Buyer")
        assign_many(actor=vera, at=LATER, kind="person", ids=ids, owner_id=cast.boris.id)
        assert Relook.objects.count() == 0
