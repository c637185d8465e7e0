"""Files on pages: attached with and without script, shown, sent only as something to save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile as Sent
from django.urls import reverse
from testing.asserts import drain, last_entry, text, untouched
from testing.builders import call_of, company_of, deal_of, note_of, person_of
from testing.cast import HTMX, NOW, Cast, Clients
from testing.files import attach, file_of, picture

from requite.files.models import File
from requite.identity.actions.deactivate_user import deactivate_user
from requite.journal.models import Entry
from requite.people.actions.archive import archive_record, restore_record
from requite.web import streams
from requite.web.screens import files_bytes
from requite.work.actions.correct_activity import restore_activity, retract_activity

pytestmark = pytest.mark.django_db


def at(record: Any, kind: str = "person") -> str:
    return reverse("record_files", kwargs={"kind": kind, "id": record.id})


def of(file: File, name: str = "file") -> str:
    return reverse(name, kwargs={"id": file.id})


def test_attaches_without_script_and_says_so_on_the_record(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    answer = anna.post(at(person), {"files": Sent("offer.txt", b"Terms")})
    assert (answer.status_code, answer.url) == (302, f"/people/{person.id}/")
    page = text(anna.get(answer.url))
    assert "Attached." in page
    assert "offer.txt" in page


def test_attaches_several_and_says_which_was_refused(cast: Cast, clients: Clients) -> None:
    person = person_of(cast)
    sent = [Sent("a.txt", b"A"), Sent("empty.txt", b""), Sent("b.exe", b"MZ\x90\x00" + bytes(99)), Sent("c.txt", b"C")]
    answer = clients("anna").post(at(person), {"files": sent, "photo": Sent("p.png", picture())}, headers=HTMX)
    said = text(answer)
    assert answer.status_code == 200
    assert "“empty.txt” is empty" in said
    assert "“b.exe” is a program" in said
    assert sorted(File.objects.values_list("name", flat=True)) == ["a.txt", "c.txt", "p.png"]


def test_shows_the_refusal_with_the_form_where_nothing_came_in(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    for sent, said in ((b"", "Choose a file first."), (b"#!/bin/sh", "“x.sh” is a program")):
        for headers in ({}, HTMX):
            form = {"files": Sent("x.sh", sent)} if sent else {}
            with untouched():
                answer = anna.post(at(person), form, headers=headers)
            assert answer.status_code == 422
            assert said in text(answer)
            assert 'name="files"' in answer.content.decode()


def test_stands_on_each_kind_of_record(cast: Cast, clients: Clients) -> None:
    person = person_of(cast)
    records = {
        "person": (person, f"/people/{person.id}/"), "company": (company_of(cast), "/companies/{}/"),
        "deal": (deal_of(cast), "/deals/{}/"), "activity": (call_of(cast, person), "/activities/{}/"),
    }  # fmt: skip
    for kind, (record, page) in records.items():
        attach(cast, record, kind.encode(), f"of-{kind}.txt", kind=kind)
        assert f"of-{kind}.txt" in text(clients("anna").get(page.format(record.id)))
        assert f"of-{kind}.txt" in text(clients("anna").get(at(record, kind), headers=HTMX))


def test_sends_every_file_as_something_to_save(cast: Cast, clients: Clients) -> None:
    person = person_of(cast)
    for name, raw, type_ in (
        ("page.html", b"<script>alert(1)</script>", "application/octet-stream"),
        ("art.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>', "application/octet-stream"),
        ("note.txt", b"Terms", "application/octet-stream"),
        ('끝".pdf', b"%PDF-1.7 short", "application/pdf"),
    ):
        file = attach(cast, person, raw, name).file
        answer = clients("anna").get(of(file, "file_content"))
        assert b"".join(answer.streaming_content) == raw
        assert answer.headers["Content-Type"] == type_
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Length"] == str(len(raw))


def test_shows_pictures_of_its_own_making_alone(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    file = attach(cast, person, picture("GIF"), "a.gif").file
    for name in ("file_preview", "file_thumb"):
        answer = anna.get(of(file, name))
        assert (answer.headers["Content-Type"], answer.content[8:12]) == ("image/webp", b"WEBP")
        assert answer.headers["Cache-Control"] == "private, no-store"
    shown = attach(cast, person, b"<b>bold</b>", "b.html").file
    assert anna.get(of(shown, "file_preview")).status_code == 404
    note = attach(cast, person, b"x <img src=y onerror=z>", "c.txt").file
    page = anna.get(of(note)).content.decode()
    assert "&lt;img src=y" in page
    assert "<img src=y" not in page


def test_a_name_is_text_wherever_it_stands(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    file = attach(cast, person, b"Terms", '<img src=x onerror=alert(1)>".txt').file
    for page in (f"/people/{person.id}/", of(file), f"/history/person/{person.id}/"):
        assert "<img src=x" not in anna.get(page).content.decode()
    removed = anna.post(of(file, "file_removal"), headers=HTMX).content.decode()
    assert "<img src=x" not in removed


def test_removes_and_brings_back(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    file = file_of(cast, person)
    answer = anna.post(of(file, "file_removal"), headers=HTMX)
    assert of(file, "file_restoration") in answer.content.decode()
    for name in ("file", "file_content", "file_preview", "file_thumb"):
        assert anna.get(of(file, name)).status_code == 404
    assert "offer.pdf" not in text(anna.get(f"/people/{person.id}/"))
    assert anna.post(of(file, "file_restoration")).status_code == 302
    assert "offer.pdf" in text(anna.get(f"/people/{person.id}/"))
    history = text(anna.get(f"/history/person/{person.id}/"))
    assert "file removed" in history
    assert "file restored" in history


def test_hides_with_an_archived_record_and_a_retracted_activity(cast: Cast, clients: Clients) -> None:
    person, actor, anna = person_of(cast), cast.actors["anna"], clients("anna")
    note = note_of(cast, person)
    ours, noted = file_of(cast, person), file_of(cast, note, b"Note", "note.pdf", kind="activity")
    archive_record(actor=actor, at=NOW, kind="person", record_id=person.id)
    retract_activity(actor=actor, at=NOW, activity_id=note.id)
    for file in (ours, noted):
        assert anna.get(of(file, "file_content")).status_code == 404
    page = text(anna.get(f"/people/{person.id}/"))
    assert "offer.pdf" not in page
    assert "Hidden while the record is archived." in page
    restore_record(actor=actor, at=NOW, kind="person", record_id=person.id)
    restore_activity(actor=actor, at=NOW, activity_id=note.id)
    for file in (ours, noted):
        assert anna.get(of(file)).status_code == 200


def test_follows_the_rights_to_the_record(cast: Cast, clients: Clients) -> None:
    person, deal = person_of(cast), deal_of(cast)
    files = {"person": file_of(cast, person), "deal": file_of(cast, deal, b"D", "d.pdf", kind="deal")}
    note = file_of(cast, note_of(cast, person), b"N", "n.pdf", kind="activity")
    seen = {
        "anna": (200, 200, 200), "boris": (200, 200, 200), "vera": (200, 200, 200), "gleb": (404, 404, 404),
        "dina": (200, 404, 404), "emma": (200, 200, 200),
    }  # fmt: skip
    for who, expected in seen.items():
        for name in ("file", "file_content", "file_thumb"):
            codes = []
            for file in (files["person"], files["deal"], note):
                answer = clients(who).get(of(file, name))
                codes.append(answer.status_code)
                drain(answer)
            assert tuple(codes) == expected, (who, name)


def test_notes_once_a_day_who_took_out_what_another_attached(cast: Cast, clients: Clients) -> None:
    file = file_of(cast, person_of(cast))
    for who in ("anna", "emma", "emma", "vera"):
        drain(clients(who).get(of(file, "file_content")))
    opened = Entry.objects.filter(type="files.FileOpened")
    assert sorted(entry.actor_name for entry in opened) == sorted([cast.actors["emma"].name, cast.actors["vera"].name])
    assert last_entry("files.FileOpened").changes == {"file": [None, "offer.pdf"]}


def test_a_running_download_ends_with_its_reader(cast: Cast, clients: Clients, monkeypatch: Any) -> None:
    monkeypatch.setattr(files_bytes, "LOOK_EVERY", 0.0)
    raw = b"x" * 1_000_000
    file = file_of(cast, person_of(cast), raw, "long.pdf")
    answer = clients("boris").get(of(file, "file_content"))
    stream = answer.streaming_content
    begun = next(stream)
    deactivate_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.boris.id)
    with pytest.raises(files_bytes.Ended):
        b"".join(stream)
    assert len(begun) < len(raw)


def test_leaves_room_for_pages_while_files_are_taken_out(cast: Cast, clients: Clients) -> None:
    file, anna = file_of(cast, person_of(cast)), clients("anna")
    held = [anna.get(of(file, "file_content")) for _ in range(streams.AT_ONCE)]
    refused = anna.get(of(file, "file_content"))
    assert (refused.status_code, "try again in a moment" in text(refused)) == (422, True)
    for answer in held:
        drain(answer)
    assert drain(anna.get(of(file, "file_content"))) == b"An offer"


def test_pages_go_on_by_key(cast: Cast, clients: Clients) -> None:
    person, anna = person_of(cast), clients("anna")
    for n in range(45):
        file_of(cast, person, str(n).encode(), f"n{n:02}.pdf")
    seen, address = [], at(person)
    for _ in range(3):
        page = anna.get(address, headers=HTMX).content.decode()
        seen += [name for name in (f"n{n:02}.pdf" for n in range(45)) if f">{name}<" in page]
        address = page.partition('hx-get="/records')[2].partition('"')[0].replace("&amp;", "&")
        address = "/records" + (address if "after" in address else page.rpartition('hx-get="/records')[2].partition('"')[0])
    assert len(seen) == len(set(seen)) == 45


def test_streams_with_memory_that_does_not_grow(cast: Cast, clients: Clients) -> None:
    import tracemalloc  # noqa: PLC0415

    size = 40_000_000
    person, anna = person_of(cast), clients("anna")
    file = file_of(cast, person, b"small", "long.pdf")
    path = Path(settings.STORAGES["attached"]["OPTIONS"]["location"]) / file.content.place
    with path.open("wb") as out:
        out.truncate(size)
    answer = anna.get(of(file, "file_content"))
    tracemalloc.start()
    taken = sum(len(piece) for piece in answer.streaming_content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken == size
    assert most < 1_000_000


def test_bytes_that_are_lost_are_said(cast: Cast, clients: Clients) -> None:
    file = file_of(cast, person_of(cast))
    (Path(settings.STORAGES["attached"]["OPTIONS"]["location"]) / file.content.place).unlink()
    answer = clients("anna").get(of(file, "file_content"))
    assert (answer.status_code, "can't be read" in text(answer)) == (422, True)
