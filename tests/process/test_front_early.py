"""Answers that come before the body: whoever asks for a log-in, or refuses, reads none of it and shuts the connection."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from requite.front.request import Peer, build
from requite.front.upstream import Pool
from tests.process.stage import free_port, wait_for
from tests.process.test_front import is_open, receive

ANSWER = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 7\r\n\r\nlog in!"
ROUNDS = 8  # which of two events the front meets first is chance


class Hasty:
    """A front before a process that answers as soon as it has read the head, and shuts the connection."""

    def __init__(self, folder: Path) -> None:
        path = str(folder / "web.sock")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(16)
        self.port = free_port()
        environment = os.environ | {
            "REQUITE_FRONT_PORT": str(self.port), "REQUITE_WEB_ADDRESS": path, "REQUITE_LIVE_ADDRESS": path,
        }  # fmt: skip
        self.process = subprocess.Popen([sys.executable, "-m", "requite.front"], env=environment)
        wait_for(lambda: is_open(self.port))

    def meet(self, before: bytes, after: bytes) -> bytes:
        """What comes back where the front finds the answer and the rest of the request in one look."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as client:
            client.sendall(before)
            self.listener.settimeout(0.3)
            try:
                process, _ = self.listener.accept()
            except TimeoutError:  # the request wasn't passed on yet
                client.sendall(after)
                self.listener.settimeout(5)
                process, _ = self.listener.accept()
                with process:
                    while not process.recv(65_536).endswith(after[-20:]):
                        pass
                    process.sendall(ANSWER)
                return receive(client, until=b"log in!")
            with process:
                while b"\r\n\r\n" not in process.recv(65_536):
                    pass
                time.sleep(0.05)  # what else was sent before is there
                self.process.send_signal(signal.SIGSTOP)
                process.sendall(ANSWER)
            client.sendall(after)
            self.process.send_signal(signal.SIGCONT)
            return receive(client, until=b"log in!")


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[Hasty]:
    setting = Hasty(tmp_path)
    yield setting
    setting.process.send_signal(signal.SIGCONT)
    setting.process.terminate()
    setting.process.wait(10)
    setting.listener.close()


def head(length: int) -> bytes:
    return b"POST /deals/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % length


@pytest.mark.parametrize("length", [20, 4_000, 90_000, 400_000])
def test_an_answer_that_comes_before_the_body_is_passed_on(hasty: Hasty, length: int) -> None:
    body = os.urandom(length)
    for _round in range(ROUNDS):
        cut = min(70_000, length // 2)
        assert hasty.meet(head(length) + body[:cut], body[cut:]).startswith(ANSWER)


def test_a_short_body_is_passed_on_with_its_head(hasty: Hasty) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as client:
        client.sendall(head(20) + b"0123456789")
        hasty.listener.settimeout(0.3)
        with pytest.raises(TimeoutError):
            hasty.listener.accept()
        client.sendall(b"0123456789")
        hasty.listener.settimeout(5)
        process, _ = hasty.listener.accept()
        with process:
            assert process.recv(65_536).endswith(b"01234567890123456789")


def test_who_asks_whether_to_go_on_is_passed_on_at_once(hasty: Hasty) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as client:
        client.sendall(head(20).replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"))
        hasty.listener.settimeout(5)
        process, _ = hasty.listener.accept()
        with process:
            assert b"POST /deals/" in process.recv(65_536)
            process.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            assert receive(client, until=b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            client.sendall(b"x" * 20)
            assert process.recv(65_536) == b"x" * 20
            process.sendall(ANSWER)
        assert receive(client, until=b"log in!") == ANSWER


def test_who_was_not_given_the_whole_body_is_asked_no_more(hasty: Hasty) -> None:
    for _round in range(ROUNDS):
        with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as client:
            client.sendall(head(90_000) + b"x" * 70_000)
            hasty.listener.settimeout(5)
            process, _ = hasty.listener.accept()
            with process:
                process.settimeout(0.3)
                taken = take(process)
                hasty.process.send_signal(signal.SIGSTOP)
                client.sendall(b"x" * 20_000)
                process.sendall(ANSWER)
                hasty.process.send_signal(signal.SIGCONT)
                assert receive(client, until=b"log in!") == ANSWER
                with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as another:
                    another.sendall(b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                    taken += take(process)
                    with contextlib.suppress(TimeoutError), hasty.listener.accept()[0] as fresh:
                        assert b"GET /next" in fresh.recv(65_536)
                assert b"GET /next" not in taken or taken.count(b"x") >= 90_000


def test_many_small_chunks_cost_no_more_than_their_bytes(hasty: Hasty) -> None:
    hasty.listener.settimeout(5)
    before = seconds_of(hasty.process.pid)
    for _round in range(5):
        with socket.create_connection(("127.0.0.1", hasty.port), timeout=5) as client:
            client.sendall(
                b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 10_000 + b"0\r\n\r\n"
            )
            process, _ = hasty.listener.accept()
            with process:
                take(process)
                process.sendall(ANSWER)
                receive(client, until=b"log in!")
    assert seconds_of(hasty.process.pid) - before < 1


class Reader:
    """A browser that reads nothing; `full` is whether it was told to send no more."""

    def __init__(self) -> None:
        self.full = False

    def answer(self, data: bytes) -> None:
        pass

    def answered(self, *, close: bool) -> None:
        pass

    def unanswered(self, *, begun: bool, reused: bool) -> None:
        pass

    def upstream_full(self, full: bool) -> None:
        self.full = full


async def held_back(path: str) -> tuple[bool, bool, bytes]:
    """Whether the body is stopped while an answer can't be heard, and afterwards; and what was passed on."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(1)
    upstream, reader = await Pool(path).connect(), Reader()
    process, _ = listener.accept()
    request = build(
        method=b"POST", target=b"/", version="1.1", headers=[(b"Host", b"a"), (b"Content-Length", b"9")],
        peer=Peer("127.0.0.1"), close=False,
    )  # fmt: skip
    upstream.ask(reader, request)
    upstream.full(True)
    process.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")
    for piece in (b"abc", b"def", b"ghi"):
        upstream.write(piece)
        await asyncio.sleep(0.02)
    meanwhile = reader.full
    upstream.full(False)
    await asyncio.sleep(0.1)
    got = process.recv(65_536)
    upstream.abandon()
    process.close()
    listener.close()
    return meanwhile, reader.full, got


def test_what_is_held_back_does_not_pile_up(tmp_path: Path) -> None:
    meanwhile, afterwards, got = asyncio.run(held_back(str(tmp_path / "web.sock")))
    assert (meanwhile, afterwards) == (True, False)
    assert got.endswith(b"abcdefghi")


def take(process: socket.socket) -> bytes:
    """What has come to the process by now."""
    got = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        process.settimeout(0.3)
        while more := process.recv(1_000_000):
            got += more
    return got


def seconds_of(pid: int) -> float:
    """Seconds of the processor that it has used."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
