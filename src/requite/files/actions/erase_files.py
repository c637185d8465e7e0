"""Delete the bytes of files that were removed long ago, and bytes that belong to nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction

from requite.files.events import FileErased
from requite.files.keeping import drop, storage
from requite.files.limits import incoming, limits
from requite.files.models import Content, File
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id

CHUNK = 100
UNDER_WAY = timedelta(days=1)  # what is younger may be a file that is just coming in


@dataclass(frozen=True, slots=True)
class Strays:
    """What was found: bytes without a row (deleted, by place), rows without bytes (by place)."""

    deleted: tuple[str, ...]
    missing: tuple[str, ...]


def erase_removed(*, actor: Actor, at: datetime) -> int:
    """Delete the bytes of files whose grace is over, unless another file has them too. Gives how many files that were."""
    until, count = at - timedelta(days=limits().grace_days), 0
    while True:
        with recording(actor=actor, at=at) as record:
            found = list(
                File.objects.select_for_update()
                .filter(removed_at__lt=until, content__isnull=False)
                .order_by("removed_at", "id")[:CHUNK]
            )
            wanted = {file.content_id for file in found if file.content_id}
            File.objects.filter(id__in=[file.id for file in found]).update(content=None)
            for file in found:
                record(FileErased(subject_id=file.record_id, changes={"file": (file.name, None)}))
            _erase_unused(wanted)
        count += len(found)
        if len(found) < CHUNK:
            return count


def _erase_unused(ids: Iterable[UUID]) -> None:
    """Delete those contents that no file has any more; their bytes once that is certain."""
    unused = list(Content.objects.select_for_update().filter(id__in=ids).order_by("id"))
    used = set(File.objects.filter(content__in=unused).values_list("content_id", flat=True))
    for content in unused:
        if content.id not in used:
            places = content.places
            content.delete()
            transaction.on_commit(partial(drop, places), robust=True)


def erase_strays(*, at: datetime) -> Strays:
    """Delete what is kept without a row and isn't just coming in, and uploads that were cut; name rows without bytes."""
    _erase_uploads(at)
    deleted: list[str] = []
    missing: list[str] = []
    months, _files = storage().listdir("")
    rows = Content.objects.values_list("id", "made_at")
    for month in sorted(months):
        _folders, names = storage().listdir(month)
        strays = _strays(month, names, at)
        drop(strays)
        deleted += strays
    there = {month: set(storage().listdir(month)[1]) for month in months}
    for id_, made_at in rows.order_by("id").iterator(1_000):
        month = f"{made_at:%Y-%m}"
        if str(id_) not in there.get(month, ()):
            missing.append(f"{month}/{id_}")
    return Strays(tuple(deleted), tuple(missing))


def _strays(month: str, names: list[str], at: datetime) -> list[str]:
    ids = {name: parse_id(name.partition(".")[0]) for name in names}
    known = set(Content.objects.filter(id__in={id_ for id_ in ids.values() if id_}).values_list("id", flat=True))
    newest = int((at - UNDER_WAY).timestamp() * 1_000)
    return [
        f"{month}/{name}"
        for name, id_ in ids.items()
        if id_ is not None and id_ not in known and id_.int >> 80 < newest
    ]


def _erase_uploads(at: datetime) -> None:
    """Uploads that were cut by a crash of this machine's."""
    oldest = at.timestamp() - UNDER_WAY.total_seconds()
    for path in incoming().iterdir():
        if path.lstat().st_mtime < oldest:
            _erase(path)


def _erase(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            inner.unlink(missing_ok=True)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
