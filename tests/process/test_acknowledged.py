"""Whatever was answered with success is there after any part, or all of them, were killed under way."""

from __future__ import annotations

import http.client
import os
import re
import signal
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.process.stage import status_of, wait_for
from tests.process.test_up import Running

pytestmark = pytest.mark.slow
PASSWORD = "a-long-way-to-Busan-7"
START = {
    "name": "Hanil", "country": "KR", "language": "en", "currency": "KRW", "time_zone": "Asia/Seoul",
    "family_name": "Oh", "given_name": "Oleg", "email": "oleg@hanil.example",
    "password": PASSWORD, "password_again": PASSWORD,
}  # fmt: skip
WRITERS = 3


class Client:
    """Somebody who is logged in, as a browser without script is."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """The page's text. Raises OSError."""
        with self.opener.open(f"{self.address}{path}", timeout=30) as answer:
            text: str = answer.read().decode()
            return text

    def post(self, path: str, **values: str) -> str:
        """Send a form; gives the address that it led to. Raises OSError for anything but success."""
        token = next((one.value for one in self.jar if one.name == "csrftoken"), "")
        body = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": token or ""}).encode()
        request = urllib.request.Request(f"{self.address}{path}", body, {"Referer": f"{self.address}{path}"})
        with self.opener.open(request, timeout=30) as answer:
            answer.read()
            url: str = answer.url
            return url


@pytest.fixture
def running() -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="requite-kill-") as folder:
        Path(folder).chmod(0o755)
        found = Running(Path(folder) / "var")
        found.start()
        yield found
        found.stop()


def found_company(running: Running) -> Client:
    client = Client(f"http://127.0.0.1:{running.port}")
    client.get("/start/")
    client.post("/start/", **START)
    client.get("/people/new/")
    return client


def write(client: Client, name: str, until: threading.Event, kept: dict[str, str]) -> None:
    """Enter one person after another; note the name and the address of each that was acknowledged."""
    number = 0
    while not until.is_set():
        number += 1
        family = f"{name}{number:04}"
        try:
            address = client.post("/people/new/", family_name=family, given_name="Test", sure="1")
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        if re.search(r"/people/[0-9a-f-]{36}/", address):
            kept[family] = address


def test_what_was_acknowledged_is_there_after_kills(running: Running) -> None:
    client = found_company(running)
    kept: dict[str, str] = {}
    until = threading.Event()
    writers = [
        threading.Thread(target=write, args=(client, f"Killed{letter}", until, kept))
        for letter in "ABC"[:WRITERS]
    ]
    for writer in writers:
        writer.start()
    for words in ("main web", "postgres", "requite.front", "main web"):
        before = len(kept)
        wait_for(lambda before=before: len(kept) > before + 10, seconds=300)  # type: ignore[misc]
        os.kill(running.pid_of(words), signal.SIGKILL)
    before = len(kept)
    wait_for(lambda: len(kept) > before + 10, seconds=300)
    assert running.process
    running.process.kill()  # the supervisor, and with it everything
    running.process.communicate()
    until.set()
    for writer in writers:
        writer.join(30)
    running.start()
    assert len(kept) > 50
    lost = [
        family
        for family, address in kept.items()
        if family not in client.get(urllib.parse.urlsplit(address).path)
    ]
    assert lost == []
    assert status_of(running.port, "/healthz") == 200
