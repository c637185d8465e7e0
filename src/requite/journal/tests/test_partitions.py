"""The journal lies in parts by month, and the coming ones are opened ahead."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from requite.journal.jobs import tidy
from requite.journal.models import Act, ActLine, Entry, Once
from requite.journal.recording import recording
from requite.journal.tests.stage import ANNA, rang
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def place_of(at):
    """The part in which an entry of that time lies."""
    bell = new_id()
    with recording(actor=ANNA, at=at) as record:
        record(rang(bell))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM journal_entry WHERE subject_id = %s", [bell])
        return cursor.fetchone()[0]


def parts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'journal_entry'::regclass"
        )
        return {row[0] for row in cursor.fetchall()}


def open_month(day):
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_open_month(%s)", [day])


def test_an_entry_lies_in_the_month_of_its_utc_time():
    open_month("2033-03-15")
    open_month("2033-04-01")
    edge = datetime(2033, 4, 1, tzinfo=UTC)
    assert place_of(edge - timedelta(microseconds=1)) == "journal_entry_203303"
    assert place_of(edge) == "journal_entry_203304"


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_the_edge_doesnt_move_with_the_sessions_zone(zone):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
    open_month("2033-06-01")
    assert place_of(datetime(2033, 6, 1, tzinfo=UTC)) == "journal_entry_203306"
    assert place_of(datetime(2033, 6, 30, 23, 59, tzinfo=UTC)) == "journal_entry_203306"


def test_the_time_of_another_age_has_a_place_too():
    assert place_of(datetime(1970, 1, 1, tzinfo=UTC)) == "journal_entry_rest"
    assert place_of(datetime(2199, 1, 1, tzinfo=UTC)) == "journal_entry_rest"


def test_opening_twice_is_once():
    open_month("2034-01-01")
    before = parts()
    open_month("2034-01-31")
    assert parts() == before


def test_a_month_that_was_written_before_it_was_opened_opens_all_the_same():
    at = datetime(2035, 2, 3, tzinfo=UTC)
    assert place_of(at) == "journal_entry_rest"
    open_month("2035-02-01")
    open_month("2035-03-01")
    assert place_of(at + timedelta(days=40)) == "journal_entry_203503"
    assert Entry.objects.filter(at__year=2035).count() == 2


def test_tidying_opens_the_next_thirteen_months_and_forgets_old_keys_and_acts():
    now = datetime(2040, 11, 24, 3, 10, tzinfo=UTC)
    ages = {name: new_id() for name in ("fresh", "old")}
    Once.objects.create(
        key=ages["fresh"], actor_id=ANNA.id, subject_id=new_id(), at=now - timedelta(hours=47)
    )
    Once.objects.create(key=ages["old"], actor_id=ANNA.id, subject_id=new_id(), at=now - timedelta(hours=49))
    acts = {
        days: Act.objects.create(at=now - timedelta(days=days), actor_id=ANNA.id, kind="person", what="tag", state=state)
        for days, state in ((89, "done"), (91, "done"), (92, "returned"), (93, "queued"))
    }
    for act in acts.values():
        ActLine.objects.create(act=act, record_id=new_id(), entry=1, before={}, after={})
    for _run in "12":
        tidy(timestamp=int(now.timestamp()))
    kept = {acts[89].id, acts[93].id}  # what is under way stays
    assert set(Act.objects.values_list("id", flat=True)) == kept
    assert set(ActLine.objects.values_list("act_id", flat=True)) == kept
    assert {"journal_entry_204011", "journal_entry_204101", "journal_entry_204112"} <= parts()
    assert "journal_entry_204201" not in parts()
    assert list(Once.objects.values_list("key", flat=True)) == [ages["fresh"]]
