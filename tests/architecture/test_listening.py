"""What a page shows as live it hears, from its first moment on and after each renewal of its pass."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from requite.live.token import verify
from requite.web.tests.cast import browser
from tests.architecture.stage import Stage, cast, stage, standing

pytestmark = pytest.mark.django_db
__all__ = ["cast", "stage", "standing"]
SHOWN = re.compile(r'data-live="([^"]*)"')
TOKEN = re.compile(r'name="live-token" content="([^"]*)"')


def pages(stage: Stage, reader: str) -> list[tuple[str, str]]:
    """Each page that the reader may open, with its text."""
    client, found = browser(getattr(stage.cast, reader)), []
    for route in get_resolver().url_patterns:
        assert isinstance(route, URLPattern)
        methods, _right = getattr(route.callback, "guard", ((), None))
        for address in stage.addresses(route) if "GET" in methods else ():
            answer = client.get(address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"] and not answer.streaming:
                found.append((address, answer.content.decode()))
    return found


@pytest.mark.parametrize("reader", ["anna", "vera", "oleg"])
def test_a_page_hears_what_it_shows_and_goes_on_hearing_it(stage: Stage, reader: str) -> None:
    deaf: dict[str, set[str]] = {}
    client = browser(getattr(stage.cast, reader))
    for address, html in pages(stage, reader):
        token = TOKEN.search(html)
        if token is None:
            continue
        heard = verify(token[1], key=settings.SECRET_KEY, at=0)
        assert heard
        again = verify(client.get("/live-token/", {"token": token[1]}).json()["token"], key=settings.SECRET_KEY, at=0)
        assert again
        shown = {topic for topics in SHOWN.findall(html) for topic in topics.split()}
        if missed := (shown - heard.topics) | {f"renewed {topic}" for topic in heard.topics - again.topics}:
            deaf[address] = missed
    assert deaf == {}
