"""Files on their way in that are too large, cut, misnamed or sent to the wrong address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as Sent
from django.urls import reverse
from testing.asserts import text, untouched
from testing.builders import call_of, person_of
from testing.cast import HTMX, Cast, Clients
from testing.files import places

from requite.files.models import File

pytestmark = pytest.mark.django_db


def at(record: Any) -> str:
    return reverse("record_files", kwargs={"kind": "person", "id": record.id})


def test_too_large_a_file_is_read_past_and_said(cast: Cast, clients: Clients, settings: Any) -> None:
    settings.FILE_LIMITS = (100_000, 0, 30)
    person, before = person_of(cast), places()
    sent = [Sent("big.txt", b"x" * 100_001), Sent("small.txt", b"x")]
    answer = clients("anna").post(at(person), {"files": sent}, headers=HTMX)
    assert "“big.txt” is too large: a file may have 0.1 MB." in text(answer)
    assert File.objects.get().name == "small.txt"
    assert len(places() - before) == 1


def test_refuses_more_than_it_takes_before_the_first_byte(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    for address in (at(person), "/people/", "/nowhere/"):
        with untouched():
            answer = anna.generic(
                "POST", address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10 * 10**9)
            )
        assert answer.status_code == 422
        assert "more than may come in at once" in text(answer)


def test_takes_no_file_where_no_form_asks_for_one(cast: Cast, clients: Clients) -> None:
    person, before = person_of(cast), places()
    call = call_of(cast, person)
    for client, address in ((clients("anna"), f"/activities/{call.id}/retraction/"), (clients(), at(person))):
        client.post(address, {"files": Sent("big.bin", b"x" * 300_000)})
        assert places() == before


def test_an_upload_that_was_cut_leaves_nothing(cast: Cast, clients: Clients) -> None:
    person, anna, before = person_of(cast), clients("anna"), places()
    whole = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + b"y" * 500_000
    with untouched():
        answer = anna.generic("POST", at(person), whole, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert places() == before


def test_a_full_disk_for_what_comes_in_is_said(cast: Cast, clients: Clients, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "file" / "incoming"
    person, anna = person_of(cast), clients("anna")
    with untouched():
        answer = anna.post(at(person), {"files": Sent("a.txt", b"A")}, headers=HTMX)
    assert answer.status_code == 422
    assert "can't be written" in text(answer)


def test_names_of_every_sort_do_no_harm(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    for n, name in enumerate(("계" * 10_000 + ".txt", "\u202egpj.txt", "..\\..\\a.txt", "=cmd().csv", "%s%(x)s{{7*7}}.txt")):
        answer = anna.post(at(person), {"files": Sent(name, b"%d" % n)}, headers=HTMX)
        assert answer.status_code == 200
    for name in File.objects.values_list("name", flat=True):
        assert len(name.encode()) <= 255
    assert anna.get(f"/people/{person.id}/").status_code == 200
    assert anna.get(f"/history/person/{person.id}/").status_code == 200


def test_too_many_at_once_are_said(cast: Cast, clients: Clients) -> None:
    sent = [Sent(f"{n}.txt", str(n).encode()) for n in range(22)]
    answer = clients("anna").post(at(person_of(cast)), {"files": sent}, headers=HTMX)
    assert "At most 20 files come in at once" in text(answer)
    assert File.objects.count() == 20
