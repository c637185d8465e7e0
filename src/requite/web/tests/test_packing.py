"""Pages are sent packed to who takes them so, and as they are to everybody else."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from testing.builders import person_of
from testing.cast import Cast, Clients

from requite.identity.models import User
from requite.web.middleware.packing import CHANCE, pack

pytestmark = pytest.mark.django_db
BY_CHANCE = re.compile(rb'nonce[^>]*|csrf[^>]*|X-CSRFToken[^>]*|live-token[^>]*|name="once"[^>]*')
KB = 1024


def fixed(page: bytes) -> bytes:
    """A page without what is drawn anew for each answer."""
    return BY_CHANCE.sub(b"", page)


@pytest.mark.parametrize("takes", ["gzip", "br, gzip;q=0.8", "deflate,gzip", "GZIP", "gzip; q=1.0, *;q=0"])
def test_who_takes_gzip_gets_the_same_page_packed(clients: Clients, takes: str) -> None:
    anna: Any = clients("anna")
    plain, packed = anna.get("/people/"), anna.get("/people/", headers={"accept-encoding": takes})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.content)
    assert len(packed.content) < len(plain.content) / 2
    assert fixed(gzip.decompress(packed.content)) == fixed(plain.content)
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("takes", ["", "br", "gzip;q=0", "gzip;q=0.0", "xgzip", "identity"])
def test_who_doesnt_gets_it_as_it_is(clients: Clients, takes: str) -> None:
    answer = clients("anna").get("/people/", headers={"accept-encoding": takes})
    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.content
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_what_is_short_or_streams_stays_as_it_is(cast: Cast, clients: Clients) -> None:
    anna: Any = clients("anna")
    gone = anna.post("/log-out/", headers={"accept-encoding": "gzip"})
    assert gone.status_code == 302
    assert "Content-Encoding" not in gone.headers
    person_of(cast)
    sent = {"list": "view=all", "form": "csv", "reason": "Letter in autumn"}
    streamed = clients("oleg").post("/lists/person/export/", sent, headers={"accept-encoding": "gzip"})
    assert streamed.streaming
    assert "Content-Encoding" not in streamed.headers


@pytest.mark.parametrize("code", ["en", "ko", "ru"])
def test_a_page_of_a_list_is_a_few_kilobytes_in_each_language(cast: Cast, clients: Clients, code: str) -> None:
    for n in range(41):
        points = [("phone", f"010-2345-{9000 + n}"), ("email", f"konstantin.konstantinov{n}@stroyinvest.example")]
        person_of(
            cast, family="Константинопольский", given=f"Константин {n}", company_name="Петербургстройинвест",
            points=points[: 1 + n % 2],
        )  # fmt: skip
    User.objects.filter(id=cast.anna.id).update(language=code)
    page = clients("anna").get("/people/?view=mine", headers={"accept-encoding": "gzip"}).content
    assert gzip.decompress(page).count(b"<tr data-row") == 40
    assert len(page) < 12 * KB


def test_the_length_differs_by_chance() -> None:
    page = b"<p>A page of which somebody measures the length.</p>" * 40
    lengths = {len(pack(page)) for _ in range(40)}
    assert len(lengths) > 10
    assert max(lengths) - min(lengths) < CHANCE
    assert {gzip.decompress(pack(page)) for _ in range(5)} == {page}
