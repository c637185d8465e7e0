"""What the live process promises its pages, against a real PostgreSQL."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import MutableMapping
from functools import partial
from importlib import import_module
from typing import Any
from uuid import uuid4

import django
import pytest

from requite.live import token
from requite.live.database import ENDS
from requite.live.stream import Stream
from tests.process.stage import KEY, Database, LiveProcess, status_of, wait_for
from tests.process.streams import Reader


def test_tells_a_commit_to_the_pages_that_show_it(live: LiveProcess, database: Database) -> None:
    shows, other = live.open("person:1", "user:1"), live.open("person:2", user="v")
    shows.any()  # the look back is over: what comes now is heard, not found
    number = database.commit("person:1", "team:9")
    said = shows.next()
    assert (said.name, said.data, said.id) == ("hint", {"topics": ["person:1"]}, str(number))
    with pytest.raises(TimeoutError):
        other.next(0.3)


def test_joins_hints_of_a_moment_into_one(live: LiveProcess, database: Database) -> None:
    stream = live.open("a1", "b1")
    stream.any()
    with database.connection.transaction():
        database.commit("a1")
        database.commit("b1")
        database.commit("a1")
    assert stream.next().data == {"topics": ["a1", "b1"]}
    with pytest.raises(TimeoutError):
        stream.next(0.3)


def test_reads_topics_that_were_too_many_for_a_notice(live: LiveProcess, database: Database) -> None:
    stream = live.open("person:77")
    database.commit(*[f"person:{n}" for n in range(2000)], quiet=True)
    assert stream.next().data == {"topics": ["person:77"]}


def test_resumes_after_the_last_hint_seen(live: LiveProcess, database: Database) -> None:
    first = live.open("a3", "b3")
    first.any()
    database.commit("a3")
    last = first.next().id
    first.close()
    database.commit("b3")
    database.commit("unseen3")
    again = live.open("a3", "b3", last=last)
    assert again.next().data == {"topics": ["b3"]}


def test_begins_with_what_changed_since_the_token(live: LiveProcess, database: Database) -> None:
    signed = time.time()
    database.commit("page4")
    assert live.open("page4", at=signed).next().data == {"topics": ["page4"]}


def test_a_sign_of_life_moves_the_last_id_on(live: LiveProcess, database: Database) -> None:
    stream = live.open("nothing")
    number = database.commit("something else")
    deadline = time.monotonic() + 5
    while stream.any().id != str(number):
        assert time.monotonic() < deadline


def test_resumes_from_the_journal_when_the_process_is_new(live: LiveProcess, database: Database) -> None:
    stream = live.open("a6", "b6")
    database.commit("a6")
    last = stream.next().id
    live.stop(signal.SIGKILL)
    database.commit("b6")
    live.start()
    assert "b6" in live.open("a6", "b6", last=last).next().data["topics"]


def test_an_older_id_that_commits_later_is_told_again(live: LiveProcess, database: Database) -> None:
    early = database.commit("early7", told=False)  # its notice never reached this process
    late = database.commit("late7", told=False)
    assert early < late
    stream = live.open("early7", last=late)
    assert stream.next().data == {"topics": ["early7"]}


def test_refreshes_when_the_gap_is_too_old(live: LiveProcess, database: Database) -> None:
    old = database.commit("a8", ago="1 hour", told=False)
    assert live.open("a8", last=old).next().name == "refresh"
    assert live.open("a8", last=10**12).next().name == "refresh"
    assert live.open("a8", at=time.time() - 3000, lasts=9000).next().name == "refresh"


def test_refreshes_when_too_many_things_changed_at_once(live: LiveProcess, database: Database) -> None:
    topics = [f"t{n}" for n in range(300)]
    stream = live.open(*topics)
    database.commit(*topics, quiet=True)
    assert stream.next().name == "refresh"


def test_ends_the_streams_of_a_user_and_refuses_the_old_token(live: LiveProcess, database: Database) -> None:
    before = time.time()
    stream, other = live.open("a10", user="gone"), live.open("a10", user="stays")
    database.notify("requite_control", {"end": "gone"})
    said = stream.next()
    assert (said.name, said.data) == ("end", {"reason": "ended"})
    assert stream.is_closed()
    assert live.open("a10", user="gone", at=before).status == 401
    assert live.open("a10", user="gone").status == 200
    database.commit("a10")
    assert other.next().name == "hint"


LOST = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()"
ACT = "INSERT INTO journal_entry (type, subject_id, changes) VALUES (%s, %s, %s)"


@pytest.mark.parametrize("type_", ENDS)
def test_ends_what_was_ended_while_it_did_not_run(live: LiveProcess, database: Database, type_: str) -> None:
    gone, named = str(uuid4()), str(uuid4())
    before = time.time() - 60
    live.stop(signal.SIGKILL)
    database.connection.execute(ACT, [type_, gone, '{"role": ["leader", "rep"]}'])
    database.connection.execute(ACT, ["identity.UserCorrected", named, '{"given_name": ["An", "Ann"]}'])
    live.start()
    assert live.open("a10", user=gone, at=before, lasts=600).status == 401
    assert live.open("a10", user=gone, at=time.time() + 5).status == 200
    assert live.open("a10", user=named, at=before, lasts=600).status == 200


def test_ends_the_streams_of_who_was_ended_while_it_did_not_listen(live: LiveProcess, database: Database) -> None:
    gone = str(uuid4())
    old = live.open("a19", user=gone, at=time.time() - 60, lasts=600)
    fresh = live.open("a19", user=gone, at=time.time() + 60)
    old.any()
    fresh.any()
    with database.connection.transaction():  # nobody is told
        database.connection.execute(ACT, ["identity.UserDeactivated", gone, "{}"])
        database.connection.execute(LOST, ["requite live listen"])
    while (said := old.next()).name == "lost":
        pass
    assert (said.name, said.data) == ("end", {"reason": "ended"})
    while (said := fresh.next()).name == "lost":
        pass
    assert said.name == "refresh"


def test_the_acts_that_end_streams_are_acts() -> None:
    django.setup()
    assert set(ENDS) <= set(import_module("requite.journal.events").REGISTRY)


def test_a_page_is_live_though_the_reading_connection_broke(live: LiveProcess, database: Database) -> None:
    old = database.commit("old", ago="1 hour", told=False)
    assert live.open("a18", last=old).next().name == "refresh"  # by the connection that reads
    database.connection.execute(LOST, ["requite live read"])
    stream = live.open("a18", last=old)
    assert stream.next().name == "refresh"
    database.commit("a18")
    assert stream.next().name == "hint"


@pytest.mark.slow
def test_ends_a_stream_whose_token_is_over(live: LiveProcess) -> None:
    said = live.open("a11", lasts=3).next()
    assert (said.name, said.data) == ("end", {"reason": "expired"})


def test_a_user_has_twenty_streams(live: LiveProcess) -> None:
    streams = [live.open("a12", user="many") for _ in range(21)]
    said = streams[0].next()
    assert (said.name, said.data) == ("end", {"reason": "many"})
    with pytest.raises(TimeoutError):
        streams[1].next(0.2)


@pytest.mark.parametrize("forged", ["", "x", "x.y", "é", "e30.e30", "." * 100])
def test_refuses_what_was_not_signed(live: LiveProcess, forged: str) -> None:
    assert (
        Reader(live.port, f"/live/stream?token={forged.encode().hex() if forged == 'é' else forged}").status
        == 401
    )


def test_refuses_a_token_of_another_key_or_time() -> None:
    signed = token.sign(key=KEY, user="u", topics=["a"], at=1000.0, lasts=60)
    assert token.verify(signed, key=KEY, at=1059.9) is not None
    assert token.verify(signed, key=KEY, at=1060) is None
    assert token.verify(signed, key="other", at=1000) is None
    assert token.verify(signed[:-2] + "AA", key=KEY, at=1000) is None


def test_says_that_it_is_not_live_and_recovers(live: LiveProcess, database: Database) -> None:
    stream = live.open("a16")
    stream.any()
    database.connection.execute(LOST, ["requite live listen"])
    assert stream.next().name == "lost"
    assert stream.next().name == "refresh"
    wait_for(lambda: status_of(live.port, "/live/health") == 200)
    database.commit("a16")
    assert stream.next().name == "hint"


def test_says_once_that_hints_are_lost() -> None:
    said: list[bytes] = []

    async def hear(message: MutableMapping[str, Any]) -> None:
        said.append(message["body"].split(b"\n")[1])

    async def lose_twice_and_again() -> None:
        stream = Stream(user="u", topics=frozenset(), expires=0, send=hear)
        for note in (stream.lose, stream.lose, partial(stream.refresh, 1), stream.lose):
            note()
            stream.wake()
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    asyncio.run(lose_twice_and_again())
    assert said == [b"event: lost", b"event: refresh", b"event: lost"]


def test_vouches_for_no_id_before_it_has_looked_back() -> None:
    said: list[list[bytes]] = []

    async def hear(message: MutableMapping[str, Any]) -> None:
        said.append(message["body"].split(b"\n")[:3])

    async def hear_while_looking_back() -> None:
        stream = Stream(user="u", topics=frozenset({"a", "b"}), expires=0, send=hear)
        stream.looks_back = True
        for note in (partial(stream.hint, "b", 7), partial(stream.beat, 8)):
            note()
            stream.wake()
            await asyncio.sleep(0)
        assert said == []
        stream.hints({"a"}, 5)  # what was missed
        stream.looks_back = False
        stream.wake()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(hear_while_looking_back())
    assert said == [[b"id: 8", b"event: hint", b'data: {"topics":["a","b"]}']]


def test_a_slow_reader_holds_up_nobody_and_gets_all_at_once(live: LiveProcess, database: Database) -> None:
    topics = [f"long topic number {n} {'x' * 900}" for n in range(30)]
    slow, quick = live.open(*topics), live.open("quick17")
    slow.any()
    for _ in range(300):
        database.commit(*topics, quiet=True)
    started = time.monotonic()
    database.commit("quick17")
    assert quick.next().data == {"topics": ["quick17"]}
    assert time.monotonic() - started < 10
    assert slow.next().name in {"hint", "refresh"}
