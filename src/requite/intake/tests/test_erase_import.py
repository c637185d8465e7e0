"""An import that was looked at and left is deleted; one that began never is."""

from pathlib import Path

import pytest

from requite.identity.tests.cast import NOW, entries
from requite.intake.actions.erase_import import erase_import
from requite.intake.actions.launch_import import launch_import
from requite.intake.models import Import
from requite.journal.models import Entry
from requite.kernel.errors import NotAllowed, NotVisible, Refused

ROWS = "성명,휴대폰\n김민수,010-2468-1357\n"


def test_goes_with_its_file(enqueue, cast, files, django_capture_on_commit_callbacks):
    made = enqueue(ROWS, who="anna", name="left.csv")
    file = Path(made.file.path)
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_import(actor=cast.actors["anna"], at=NOW, import_id=made.id)
        assert file.exists()  # until it is certain that the import is gone
    assert not file.exists()
    assert not Import.objects.exists()
    [entry] = entries("intake.ImportErased")
    assert (entry.subject_id, entry.actor_id) == (made.id, cast.anna.id)
    assert entry.changes == {"file": ["left.csv", None]}


def test_a_file_that_is_gone_already_stops_nothing(enqueue, cast, django_capture_on_commit_callbacks):
    made = enqueue(ROWS)
    Path(made.file.path).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        erase_import(actor=cast.actors["oleg"], at=NOW, import_id=made.id)
    assert not Import.objects.exists()


def test_asked_twice_is_done_once(enqueue, cast):
    made = enqueue(ROWS, who="anna")
    for _ in "12":
        erase_import(actor=cast.actors["anna"], at=NOW, import_id=made.id)
    assert len(entries("intake.ImportErased")) == 1
    with pytest.raises(NotVisible):
        erase_import(actor=cast.actors["vera"], at=NOW, import_id=made.id)


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "oleg"])
def test_is_deleted_by_its_owner_and_whoever_the_right_reaches(enqueue, cast, who):
    made = enqueue(ROWS, who="anna")
    erase_import(actor=cast.actors[who], at=NOW, import_id=made.id)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("who", "error"), [("boris", NotVisible), ("gleb", NotVisible), ("emma", NotAllowed)]
)
def test_is_kept_from_anybody_else(enqueue, cast, who, error):
    made = enqueue(ROWS, who="anna")
    kept = Entry.objects.count()
    with pytest.raises(error):
        erase_import(actor=cast.actors[who], at=NOW, import_id=made.id)
    assert Import.objects.filter(id=made.id).exists()
    assert Entry.objects.count() == kept
    erase_import(actor=cast.actors["anna"], at=NOW, import_id=made.id)
    assert not Import.objects.exists()


@pytest.mark.parametrize("status", [one for one in Import.Status if one != Import.Status.UPLOADED])
def test_refuses_one_that_began(enqueue, cast, status):
    made = enqueue(ROWS, who="anna")
    launch_import(actor=cast.actors["anna"], at=NOW, import_id=made.id)
    Import.objects.update(status=status)
    with pytest.raises(Refused):
        erase_import(actor=cast.actors["anna"], at=NOW, import_id=made.id)
    assert Path(made.file.path).exists()
    assert not entries("intake.ImportErased")
