"""Attaching: what is kept, under which name, and what the journal says."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image
from testing.asserts import last_entry, untouched
from testing.builders import call_of, company_of, deal_of, person_of
from testing.cast import NOW, Cast
from testing.files import attach, kept_bytes, picture

from requite.files.models import Content
from requite.kernel.errors import NotAllowed, NotVisible, Refused

pytestmark = pytest.mark.django_db


def test_keeps_a_text_as_it_was_sent_and_says_so_in_the_history(cast: Cast) -> None:
    person = person_of(cast)
    done = attach(cast, person, "가격은 별도\n".encode(), "offer.txt")
    assert (done.say, done.file.name, kept_bytes(done.file)) == ("", "offer.txt", "가격은 별도\n".encode())
    assert done.file.content.text == "가격은 별도\n"
    entry = last_entry("files.FileAttached")
    assert (entry.subject_id, entry.changes) == (person.id, {"file": [None, "offer.txt"]})
    assert f"person:{person.id}" in entry.topics


def test_belongs_to_any_kind_of_record(cast: Cast) -> None:
    person = person_of(cast)
    records = {
        "person": person, "company": company_of(cast), "deal": deal_of(cast), "activity": call_of(cast, person)
    }  # fmt: skip
    for kind, record in records.items():
        done = attach(cast, record, b"Terms", f"{kind}.txt", kind=kind)
        assert (done.file.kind, done.file.record_id) == (kind, record.id)
    assert Content.objects.count() == 1


def test_writes_a_picture_anew_without_its_metadata_and_keeps_it_upright(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    raw = picture("JPEG", (120, 40), exif=exif.tobytes(), comment=b"<script>alert(1)</script>") + b"PK\x03\x04 tail"
    done = attach(cast, person_of(cast), raw, "card.jpg")
    made = kept_bytes(done.file)
    assert [word for word in (b"Secret", b"script", b"tail") if word in made] == []
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (40, 120), {})
    small = Image.open(io.BytesIO(kept_bytes(done.file, "preview")))
    assert (small.format, small.size) == ("WEBP", (40, 120))


def test_refuses_whom_the_record_is_not_theirs_to_change(cast: Cast) -> None:
    person, deal = person_of(cast), deal_of(cast)
    with untouched():
        for who, kind, record, error in (
            ("gleb", "person", person, NotVisible), ("emma", "person", person, NotAllowed),
            ("boris", "deal", deal, NotAllowed), ("dina", "deal", deal, NotVisible),
        ):  # fmt: skip
            with pytest.raises(error):
                attach(cast, record, b"Terms", who=who, kind=kind)


def test_the_same_bytes_stay_one_file_on_one_record(cast: Cast) -> None:
    person = person_of(cast)
    first = attach(cast, person, b"Terms", "terms.txt")
    with untouched():
        again = attach(cast, person, b"Terms", "copy.txt")
    assert again.file == first.file
    assert "terms.txt" in str(again.say)


def test_says_what_a_misnamed_file_is_and_keeps_it_as_that(cast: Cast) -> None:
    person = person_of(cast)
    done = attach(cast, person, picture("PNG"), "scan.pdf")
    assert done.file.name == "scan.png"
    assert "isn't what its name says" in str(done.say)
    assert attach(cast, person, b"\x00\x01\x02" * 50, "contract.pdf").file.name == "contract.pdf.bin"


DANGEROUS = {
    "photo.jpg": b"<!doctype html><script>alert(1)</script>",
    "card.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "offer.pdf": b"MZ\x90\x00" + bytes(200),
    "run.exe": b"MZ\x90\x00" + bytes(200),
    "tool": b"\x7fELF" + bytes(60),
    "note.txt": b"#!/bin/sh\nrm -rf /\n",
    "start.bat": b"del *.*",
    "console.msc": b"<?xml version='1.0'?><MMC_ConsoleFile/>",
    "guide.chm": b"ITSF" + bytes(60),
    "offer.jnlp": b"<jnlp/>",
    "setup.application": b"<?xml version='1.0'?><assembly/>",
    "paper.docx": b"\xca\xfe\xba\xbe" + bytes(40),
}


@pytest.mark.parametrize("name", DANGEROUS)
def test_refuses_programs_and_pages_in_disguise(cast: Cast, name: str) -> None:
    person = person_of(cast)
    with untouched(), pytest.raises(Refused, match=name):
        attach(cast, person, DANGEROUS[name], name)


def test_refuses_nothing_at_all(cast: Cast) -> None:
    person = person_of(cast)
    with untouched(), pytest.raises(Refused, match="empty"):
        attach(cast, person, b"", "a.txt")


def test_knows_a_program_in_an_archive_called_a_document(cast: Cast) -> None:
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as file:
        file.writestr("META-INF/MANIFEST.MF", "Main-Class: A")
    person = person_of(cast)
    with pytest.raises(Refused, match="program"):
        attach(cast, person, jar.getvalue(), "offer.docx")


def test_the_journal_has_the_name_that_is_shown(cast: Cast) -> None:
    done = attach(cast, person_of(cast), b"Terms", "../../etc/\u202eexcel\u0007.txt", at=NOW)
    assert done.file.name == "excel.txt"
    assert last_entry("files.FileAttached").changes == {"file": [None, "excel.txt"]}
