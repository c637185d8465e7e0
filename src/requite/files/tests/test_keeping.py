"""Bytes: kept whole or not at all, shared, deleted when nobody has them any more."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from testing.asserts import last_entry, untouched
from testing.builders import company_of, person_of
from testing.cast import NOW, Cast
from testing.committed import apart
from testing.files import attach, file_of, kept_bytes, picture, places

from requite.files.actions.erase_files import erase_removed, erase_strays
from requite.files.actions.retract_file import restore_file, retract_file
from requite.files.limits import incoming, sum_kept
from requite.files.models import Content, File
from requite.journal.models import Entry
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record, restore_record

pytestmark = pytest.mark.django_db
NIGHT = Actor(id=None, name="Requite", via="job")
LATER = NOW + timedelta(days=31)


class FullDisk(FileSystemStorage):
    """A disk on which half of a file finds room."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(settings: Any) -> None:
    kept = settings.STORAGES["attached"]
    settings.STORAGES = {**settings.STORAGES, "attached": {**kept, "BACKEND": f"{__name__}.FullDisk"}}


def test_a_full_disk_is_said_and_leaves_no_half_file(cast: Cast, full_disk: None) -> None:
    person, before = person_of(cast), places()
    with untouched(), pytest.raises(Refused, match="disk for files is full"):
        attach(cast, person, picture(), "card.png")
    assert places() == before


def test_a_place_that_cannot_be_written_is_said(cast: Cast, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    where = {"BACKEND": settings.STORAGES["attached"]["BACKEND"], "OPTIONS": {"location": tmp_path / "no-folder"}}
    settings.STORAGES = {**settings.STORAGES, "attached": where}
    person = person_of(cast)
    with untouched(), pytest.raises(Refused, match="can't be written"):
        attach(cast, person, b"Terms")


def test_a_refusal_after_the_bytes_were_kept_takes_them_away(cast: Cast, settings: Any) -> None:
    person, before = person_of(cast), places()
    settings.FILE_LIMITS = (1_000_000, 3, 30)
    with untouched(), pytest.raises(Refused, match="room for files is full"):
        attach(cast, person, b"Terms")
    assert places() == before


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(cast: Cast, settings: Any) -> None:
    settings.FILE_LIMITS = (2_000_000, 0, 30)
    person = person_of(cast)
    assert attach(cast, person, b"x" * 2_000_000, "full.txt").file.content.size == 2_000_000
    with untouched(), pytest.raises(Refused, match="2 MB"):
        attach(cast, person, b"x" * 2_000_001, "over.txt")


def test_equal_bytes_are_kept_once_and_go_with_their_last_file(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    attach(cast, person_of(cast), b"Terms", "c.txt")
    before, raw = places(), picture(colour="navy")
    one = attach(cast, person_of(cast), raw, "a.png").file
    other = attach(cast, company_of(cast), raw, "b.png", kind="company").file
    assert one.content == other.content
    assert len(places() - before) == 3
    assert sum_kept() == 5 + one.content.size
    for file, left in ((one, 3), (other, 0)):
        retract_file(actor=cast.actors["anna"], at=NOW, file_id=file.id)
        with django_capture_on_commit_callbacks(execute=True):
            assert erase_removed(actor=NIGHT, at=NOW + timedelta(days=29)) == 0
            assert erase_removed(actor=NIGHT, at=LATER) == 1
        assert len(places() - before) == left
    assert (Content.objects.get().size, sum_kept()) == (5, 5)
    assert last_entry("files.FileErased").changes == {"file": ["b.png", None]}
    with pytest.raises(Refused, match="too long ago"):
        restore_file(actor=cast.actors["anna"], at=LATER, file_id=one.id)


def test_a_removed_file_comes_back(cast: Cast) -> None:
    file = attach(cast, person_of(cast), b"Terms").file
    anna = cast.actors["anna"]
    retract_file(actor=anna, at=NOW, file_id=file.id)
    with untouched(), pytest.raises(NotVisible):
        retract_file(actor=anna, at=NOW, file_id=file.id)
    restore_file(actor=anna, at=NOW, file_id=file.id)
    file.refresh_from_db()
    assert (file.removed_at, file.removed_by) == (None, None)
    assert [entry.type for entry in Entry.objects.filter(subject_kind="file").order_by("id")] == [
        "files.FileAttached", "files.FileRetracted", "files.FileRestored",
    ]  # fmt: skip
    assert kept_bytes(file) == b"Terms"


def test_who_may_not_change_the_record_removes_nothing(cast: Cast) -> None:
    file = attach(cast, person_of(cast), b"Terms").file
    with untouched():
        for who, error in (("emma", NotAllowed), ("gleb", NotVisible)):
            with pytest.raises(error):
                retract_file(actor=cast.actors[who], at=NOW, file_id=file.id)


def test_an_archived_record_keeps_its_files_and_takes_no_new_ones(cast: Cast) -> None:
    person, anna = person_of(cast), cast.actors["anna"]
    file = attach(cast, person, b"Terms").file
    archive_record(actor=anna, at=NOW, kind="person", record_id=person.id)
    with untouched():
        for act in (
            lambda: attach(cast, person, b"More", "more.txt"),
            lambda: retract_file(actor=anna, at=NOW, file_id=file.id),
        ):
            with pytest.raises(Refused, match="archived"):
                act()
    assert erase_removed(actor=NIGHT, at=LATER) == 0
    restore_record(actor=anna, at=NOW, kind="person", record_id=person.id)
    assert kept_bytes(File.objects.get(id=file.id)) == b"Terms"


def test_the_night_deletes_strays_and_names_what_is_missing(cast: Cast) -> None:
    location = Path(settings.STORAGES["attached"]["OPTIONS"]["location"])
    file = file_of(cast, person_of(cast))
    lost = file_of(cast, person_of(cast), b"Lost", "lost.pdf")
    (location / lost.content.place).unlink()
    month = location / f"{NOW:%Y-%m}"
    then = int(NOW.timestamp() * 1_000)
    old, young = new_id(at_ms=then - 2 * 86_400_000), new_id(at_ms=then - 3_600_000)
    for stray in (f"{old}", f"{old}.thumb", f"{young}", "not-ours.txt"):
        (month / stray).write_bytes(b"stray")
    cut = incoming() / "cut.upload"
    cut.write_bytes(b"half")
    os.utime(cut, (NOW.timestamp() - 90_000,) * 2)
    found = erase_strays(at=NOW)
    assert {name for name in found.deleted if str(old) in name} == {f"{month.name}/{old}", f"{month.name}/{old}.thumb"}
    assert f"{month.name}/{lost.content.id}" in found.missing
    assert f"{month.name}/{file.content.id}" not in found.missing
    left = {path.name for path in month.iterdir()}
    assert {str(young), "not-ours.txt", str(file.content.id)} <= left
    assert str(old) not in left
    assert not cut.exists()
    for name in (str(young), "not-ours.txt"):
        (month / name).unlink()


def test_two_that_send_the_same_bytes_at_once_keep_them_once(kept_cast: Cast) -> None:
    from testing.committed import at_once  # noqa: PLC0415

    raw = picture(colour="olive")
    people = apart(lambda: [person_of(kept_cast, family=name) for name in ("Seo", "Moon", "Han")])
    before = places()
    done = at_once([lambda person=person: attach(kept_cast, person, raw, "a.png").file for person in people])
    assert len({file.content_id for file in done}) == 1
    assert len(places() - before) == 3
