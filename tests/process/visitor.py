"""A company that is founded and worked in through the address of a running Requite, as by a browser without script."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

PASSWORD = "a-long-way-to-Busan-7"
START = {
    "name": "Hanil", "country": "KR", "language": "en", "currency": "KRW", "time_zone": "Asia/Seoul",
    "family_name": "Oh", "given_name": "Oleg", "email": "oleg@hanil.example",
    "password": PASSWORD, "password_again": PASSWORD,
}  # fmt: skip


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


def found_company(port: int) -> Client:
    """Found a company; gives its administrator's client."""
    client = Client(f"http://127.0.0.1:{port}")
    client.get("/start/")
    client.post("/start/", **START)
    client.get("/people/new/")
    return client


def write(client: Client, name: str, until: threading.Event, kept: dict[str, str], said: set[int]) -> None:
    """Enter one person after another; note name and address of each that was acknowledged, and how others were refused."""
    number = 0
    while not until.is_set():
        number += 1
        family = f"{name}{number:04}"
        try:
            address = client.post("/people/new/", family_name=family, given_name="Test", sure="1")
        except (OSError, http.client.HTTPException) as fault:
            if isinstance(fault, urllib.error.HTTPError):
                said.add(fault.code)
            time.sleep(0.05)
            continue
        if re.search(r"/people/[0-9a-f-]{36}/", address):
            kept[family] = address
