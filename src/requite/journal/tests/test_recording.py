"""One transaction, one entry for each event, one hint on commit."""

from datetime import date, timedelta
from decimal import Decimal

import orjson
import psycopg
import pytest
from django.db import connection, transaction
from testing.committed import apart

from requite.journal.bulk import keep_many
from requite.journal.models import Entry
from requite.journal.queries import list_history
from requite.journal.recording import HINTS, PAYLOAD_LIMIT, end_streams, recording, tell
from requite.journal.tests.stage import ANNA, BORIS, NOW, BellRang, kept, rang
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def ring_in_vain(**values):
    with recording(actor=ANNA, at=NOW) as record:
        record(rang(**values))
        raise Refused("no")


def test_keeps_who_what_when_and_through_what():
    bell = new_id()
    with recording(actor=BORIS, at=NOW) as record:
        record(BellRang(subject_id=bell, changes={"tone": ("c", "d")}, topics=frozenset({"b", "a"})))
    [entry] = kept()
    assert (entry.type, entry.subject_kind, entry.subject_id) == ("journal.BellRang", "bell", bell)
    assert (entry.actor_id, entry.actor_name, entry.via, entry.at) == (BORIS.id, "Boris Lee", "import", NOW)
    assert (entry.changes, entry.topics) == ({"tone": ["c", "d"]}, ["a", "b"])


def test_keeps_the_events_in_their_order():
    bells = [new_id() for _n in range(20)]
    with recording(actor=ANNA, at=NOW) as record:
        for bell in reversed(bells):
            record(rang(bell))
    assert [entry.subject_id for entry in kept()] == bells[::-1]


def test_keeps_every_kind_of_value():
    values = {
        "amount": Decimal("1.50"), "day": date(2026, 1, 2), "at": NOW, "who": BORIS.id, "none": None,
        "n": 3, "text": '김 ‘"\\ é \t,{}', "list": ["a", "b"],
    }  # fmt: skip
    with recording(actor=ANNA, at=NOW) as record:
        record(rang(**values))
    [entry] = kept()
    new = {name: pair[1] for name, pair in entry.changes.items()}
    assert new == {
        **values, "amount": "1.50", "day": "2026-01-02", "at": "2026-11-24T01:00:00+00:00", "who": str(BORIS.id),
    }  # fmt: skip


def test_the_system_acts_without_an_id():
    with recording(actor=Actor(id=None, name="Requite", via="job"), at=NOW) as record:
        record(rang())
    assert kept()[0].actor_id is None


def test_keeps_nothing_when_the_use_case_refuses():
    with pytest.raises(Refused):
        ring_in_vain()
    assert not kept()


def test_keeps_nothing_when_nothing_happened():
    with recording(actor=ANNA, at=NOW):
        pass
    assert not Entry.objects.exists()


def test_keeps_one_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(3), recording(actor=ANNA, at=NOW) as record:  # two of them the savepoint's
        for _n in range(10):
            record(rang())


def test_tells_the_history_newest_first_and_pages_by_key():
    bell = new_id()
    for n in range(5):
        with recording(actor=ANNA, at=NOW + timedelta(hours=n)) as record:
            record(rang(bell, n=n))
            record(rang())
    first = list_history(subject_id=bell, limit=3)
    rest = list_history(subject_id=bell, limit=3, before=first[-1].id)
    assert [line.changes for line in first + rest] == [(("n", None, n),) for n in (4, 3, 2, 1, 0)]


def test_an_event_of_a_room_that_is_gone_keeps_its_stored_name():
    bell = new_id()
    with recording(actor=ANNA, at=NOW) as record:
        record(rang(bell))
    assert list_history(subject_id=bell)[0].label == "journal.BellRang"


def test_keeps_a_whole_batch_with_one_mark():
    bells = [new_id() for _n in range(3)]
    entries = [(BellRang, str(bell), orjson.dumps({"tone": [None, "a\tb\\c\n'"]})) for bell in bells]
    with transaction.atomic():
        keep_many(actor=BORIS, at=NOW, entries=entries, topics=frozenset({"company", "user:x"}))
    found = kept()
    assert [entry.subject_id for entry in found] == bells
    assert {entry.changes["tone"][1] for entry in found} == {"a\tb\\c\n'"}
    assert [entry.topics for entry in found] == [[], [], ["company", "user:x"]]
    assert {(entry.actor_id, entry.actor_name, entry.via) for entry in found} == {
        (BORIS.id, "Boris Lee", "import")
    }


def test_an_empty_batch_is_nothing():
    with transaction.atomic():
        keep_many(actor=BORIS, at=NOW, entries=[], topics=frozenset({"company"}))
    assert not kept()


class TestHints:
    """What is told on commit, heard on a connection of one's own."""

    @pytest.fixture
    def heard(self, committed):
        info = connection.get_connection_params()
        info = {name: info[name] for name in ("dbname", "user", "host", "port", "password") if info.get(name)}
        with psycopg.connect(**info, autocommit=True) as listener:
            listener.execute(f"LISTEN {HINTS}")
            listener.execute("LISTEN requite_control")
            yield lambda: [orjson.loads(note.payload) for note in listener.notifies(timeout=0.3)]

    def test_are_one_for_the_transaction_with_all_its_topics(self, heard):
        def ring():
            with recording(actor=ANNA, at=NOW) as record:
                record(rang(topics=frozenset({"company", "user:a"})))
                record(rang(topics=frozenset({"user:b"})))
            return kept()[-1].id

        last = apart(ring)
        assert heard() == [{"id": last, "topics": ["company", "user:a", "user:b"]}]

    def test_are_none_when_it_is_rolled_back(self, heard):
        def ring():
            with pytest.raises(Refused):
                ring_in_vain(topics=frozenset({"company"}))

        apart(ring)
        assert heard() == []

    def test_are_cut_to_the_id_when_the_topics_are_too_many(self, heard):
        def ring():
            with recording(actor=ANNA, at=NOW) as record:
                record(rang(topics=frozenset(f"user:{new_id()}" for _n in range(PAYLOAD_LIMIT // 40))))
            return kept()[-1].id

        last = apart(ring)
        assert heard() == [{"id": last}]

    def test_go_out_in_hundreds_for_what_moved_by_itself(self, heard):
        apart(lambda: tell(topics=[f"person:{n:03}" for n in range(150)]))
        parts = heard()
        assert [len(part["topics"]) for part in parts] == [100, 50]
        assert {part["id"] for part in parts} == {0}

    def test_end_a_users_streams(self, heard):
        apart(lambda: end_streams(user_id=ANNA.id))
        assert heard() == [{"end": str(ANNA.id)}]
