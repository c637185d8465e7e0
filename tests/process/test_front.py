"""What the front passes on, what it refuses, and what it says when nobody is behind it."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.process.backend import Backend
from tests.process.stage import free_port, wait_for


class Setting:
    """A front before two backends."""

    def __init__(self) -> None:
        self.web, self.live = Backend(), Backend()
        self.port = free_port()
        environment = os.environ | {
            "REQUITE_FRONT_PORT": str(self.port),
            "REQUITE_WEB_ADDRESS": self.web.address,
            "REQUITE_LIVE_ADDRESS": self.live.address,
        }
        self.process = subprocess.Popen([sys.executable, "-m", "requite.front"], env=environment)
        wait_for(lambda: self.say(b"GET /up HTTP/1.1\r\nHost: a\r\n\r\n"))

    def say(self, raw: bytes, *, seconds: float = 3, until: bytes = b"") -> bytes:
        """Sends the bytes and gives what comes back until a pause or the end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(raw)
            return receive(connection, until=until)


def receive(connection: socket.socket, *, until: bytes = b"", pause: float = 0.3) -> bytes:
    got = b""
    while not (until and until in got):
        connection.settimeout(3 if until or not got else pause)
        try:
            more = connection.recv(65536)
        except TimeoutError:
            break
        if not more:
            break
        got += more
    return got


@pytest.fixture(scope="module")
def running() -> Iterator[Setting]:
    setting = Setting()
    yield setting
    setting.process.terminate()
    setting.process.wait(10)


@pytest.fixture
def front(running: Setting) -> Setting:
    running.web.seen.clear()
    running.live.seen.clear()
    return running


def test_passes_on_to_the_process_that_the_path_names(front: Setting) -> None:
    for path in (b"/", b"/lively", b"/people?x=/live/", b"//live", b"/%6cive/stream"):
        assert b"200 OK" in front.say(b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n" % path)
    for path in (b"/live", b"/live/stream?token=x", b"/live?x"):
        assert b"200 OK" in front.say(b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n" % path)
    assert len(front.web.seen) == 5
    assert len(front.live.seen) == 3


def test_names_the_client_itself(front: Setting) -> None:
    front.say(
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\nX_Forwarded_For: 7.7.7.7\r\n"
        b"Forwarded: for=8.8.8.8\r\n"
        b"X-Real-IP: 9.9.9.9\r\nX-Forwarded-Host: evil\r\nCookie: kept=1\r\n\r\n"
    )
    head = front.web.seen[0].lower()
    assert b"x-forwarded-for: 127.0.0.1\r\n" in head
    assert b"x-forwarded-proto: http\r\n" in head
    assert b"cookie: kept=1" in head
    for forged in (b"6.6.6.6", b"7.7.7.7", b"8.8.8.8", b"9.9.9.9", b"evil"):
        assert forged not in head


def test_believes_a_tunnel_on_this_machine_about_https_alone(front: Setting) -> None:
    front.say(b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n")
    front.say(b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: javascript\r\n\r\n")
    assert b"x-forwarded-proto: https\r\n" in front.web.seen[0]
    assert b"x-forwarded-proto: http\r\n" in front.web.seen[1]


def test_drops_headers_meant_for_one_hop(front: Setting) -> None:
    front.say(
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\n\r\n"
    )
    head = front.web.seen[0].lower()
    assert b"x-hop" not in head
    assert b"connection" not in head


POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
BAD = {
    "both lengths": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "same lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
    "signed length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
    "other encoding": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "twice encoded": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    "encoded in 1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "space in name": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\na",
    "folded line": b"GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n",
    "bare LF": b"GET / HTTP/1.1\nHost: a\n\n",
    "bad chunk": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "host with a path": b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "absolute target": b"GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "upgrade": b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "null in a value": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    "garbage": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD.keys())
def test_refuses_what_two_readers_could_read_differently(front: Setting, raw: bytes) -> None:
    answer = front.say(raw + b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert not any(b"smuggled" in request.split(b"\r\n", 1)[0] for request in front.web.seen)


def test_refuses_other_methods_and_long_heads(front: Setting) -> None:
    assert front.say(b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 405 ")
    many = b"".join(b"X-%d: 1\r\n" % number for number in range(150))
    assert front.say(b"GET / HTTP/1.1\r\nHost: a\r\n" + many + b"\r\n").startswith(b"HTTP/1.1 431 ")
    assert front.say(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 70_000 + b"\r\n\r\n").startswith(
        b"HTTP/1.1 431 "
    )
    assert b" 431 " in front.say(b"GET /" + b"a" * 400_000)[:20]
    assert not front.web.seen


def test_passes_bodies_on_whole(front: Setting) -> None:
    body = os.urandom(3_000_000)
    answer = front.say(
        b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body, until=b"ok"
    )
    assert answer.endswith(b"ok")
    assert front.web.seen[0].split(b"\r\n\r\n", 1)[1] == body


def test_writes_chunks_anew(front: Setting) -> None:
    head = b"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert front.say(head + b"4;x=y\r\nwiki\r\n0\r\nTrailer: evil\r\n\r\n").endswith(b"ok")
    assert front.web.seen[0].endswith(b"\r\n\r\n4\r\nwiki\r\n0\r\n\r\n")
    assert b"evil" not in front.web.seen[0]


def test_answers_requests_sent_together_in_their_order(front: Setting) -> None:
    front.web.answers += [b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d" % number for number in (1, 2, 3)]
    raw = b"".join(
        b"POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" % number for number in (1, 2, 3)
    )
    answer = front.say(raw)
    assert [part[-1:] for part in answer.split(b"HTTP/1.1")[1:]] == [b"1", b"2", b"3"]
    assert [request[6:7] for request in front.web.seen] == [b"1", b"2", b"3"]


def test_knows_the_end_of_every_kind_of_answer(front: Setting) -> None:
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n"
    empty = b"HTTP/1.1 304 Not Modified\r\ncontent-length: 99\r\n\r\n"
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        for kind in (chunked, empty, interim):
            front.web.answers.append(kind)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert receive(connection) == kind
        front.web.answers.append(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n")
        connection.sendall(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert receive(connection).endswith(b"\r\n\r\n")
        front.web.answers.append(b"HTTP/1.1 200 OK\r\n\r\nuntil the end")
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert receive(connection).endswith(b"until the end")
        assert connection.recv(1) == b""


def test_keeps_connections_open_on_both_sides(front: Setting) -> None:
    before = front.web.connections
    for _ in range(20):
        front.say(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert front.web.connections - before <= 1


def test_never_uses_a_connection_again_whose_request_was_not_read_to_its_end(front: Setting) -> None:
    early = b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nGET /smuggled HTTP/1.1\r\n"
        )
        time.sleep(0.1)
    front.web.answers.append(early)
    assert b"200 OK" not in front.say(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123456789")
    assert b"200 OK" in front.say(b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
    assert not any(request.startswith(b"GET /smuggled") for request in front.web.seen)


def test_asks_again_for_a_page_but_never_for_a_change(front: Setting) -> None:
    front.say(b"GET /warm HTTP/1.1\r\nHost: a\r\n\r\n")
    front.web.answers.append(None)
    assert b"200 OK" in front.say(b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
    front.web.answers.append(None)
    assert front.say(b"POST /change HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx").startswith(
        b"HTTP/1.1 502 "
    )
    assert [request.split(b" ")[1] for request in front.web.seen] == [
        b"/warm",
        b"/page",
        b"/page",
        b"/change",
    ]


@pytest.mark.slow
def test_cuts_a_head_that_never_ends(front: Setting) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", front.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        while not select.select([connection], [], [], 0.5)[0]:
            connection.sendall(b"X: 1\r\n")
        with contextlib.suppress(ConnectionError):
            assert connection.recv(1) == b""
    assert time.monotonic() - started < 15


def test_says_that_it_is_starting(front: Setting) -> None:
    front.web.listener.close()
    time.sleep(0.1)
    alone = Setting.__new__(Setting)
    alone.port = free_port()
    environment = os.environ | {
        "REQUITE_FRONT_PORT": str(alone.port),
        "REQUITE_WEB_ADDRESS": "/nowhere/web.sock",
        "REQUITE_LIVE_ADDRESS": "127.0.0.1:1",
    }
    process = subprocess.Popen([sys.executable, "-m", "requite.front"], env=environment)
    try:
        wait_for(lambda: alone.say(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 503 "))
        assert b"Retry-After" in alone.say(b"GET /live/stream HTTP/1.1\r\nHost: a\r\n\r\n")
    finally:
        process.terminate()
        process.wait(10)


def test_reads_no_more_of_a_body_than_who_answers_takes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # it listens, and reads nothing
        address = f"127.0.0.1:{deaf.getsockname()[1]}"
        port = free_port()
        environment = os.environ | {
            "REQUITE_FRONT_PORT": str(port), "REQUITE_WEB_ADDRESS": address, "REQUITE_LIVE_ADDRESS": address,
        }  # fmt: skip
        with subprocess.Popen([sys.executable, "-m", "requite.front"], env=environment) as process:
            try:
                wait_for(lambda: is_open(port))
                with socket.create_connection(("127.0.0.1", port)) as client:
                    client.sendall(b"POST /files/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
                    client.settimeout(1)
                    sent = 0
                    with contextlib.suppress(TimeoutError):
                        while sent < 64_000_000:
                            sent += client.send(b"x" * 65_536)
                assert sent < 32_000_000  # what the sockets of the kernel hold, and no more
            finally:
                process.terminate()


def is_open(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
