"""Where bytes are kept: a folder or an S3 bucket, behind Django's storage. Its faults become sentences."""

import errno
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.base import File as Wrapped
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext_lazy as _

from requite.kernel.errors import Refused

log = logging.getLogger("requite.files")
FULL = {errno.ENOSPC, errno.EDQUOT}
PIECE = 64 * 1024
UNREAD = _("The place for files can't be read just now: try again later, or tell your administrator.")


class Finished(Wrapped):  # type: ignore[type-arg]
    """A finished file on this machine, which a storage in a folder may move to its place in one step."""

    def __init__(self, file: BinaryIO, path: Path | None) -> None:
        super().__init__(file)
        self.path = path

    def temporary_file_path(self) -> str:
        """Where it is. Raises AttributeError, as for a file that has no place of its own."""
        if self.path is None:
            raise AttributeError
        return str(self.path)


def storage() -> Storage:
    """Where files are kept."""
    return storages["attached"]


def faults() -> tuple[type[Exception], ...]:
    """What a storage raises when it can't do its work."""
    try:
        from boto3.exceptions import Boto3Error  # noqa: PLC0415 - only who keeps files in S3 pays for it
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    except ImportError:
        return (OSError,)
    return (OSError, Boto3Error, BotoCoreError, ClientError)


@contextmanager
def said(*, reading: bool = False) -> Iterator[None]:
    """Turn a storage's fault into Refused, and note the fault for who runs the machine. Other faults are ours, and stay."""
    try:
        yield
    except faults() as fault:  # asked for only once there is a fault
        log.exception("a file couldn't be %s", "read" if reading else "kept")
        raise Refused(UNREAD if reading else sentence_of(fault), field="files") from fault


def sentence_of(fault: Exception) -> Any:
    """What a reader is told of a storage's fault."""
    if isinstance(fault, OSError) and fault.errno in FULL:
        return _("The disk for files is full: nothing of it was kept. Tell your administrator.")
    return _("The place for files can't be written just now: nothing of it was kept. Tell your administrator.")


def keep(place: str, path: Path) -> None:
    """Keep the finished file at its place, whole or not at all, whatever ends it. Raises Refused."""
    with said(), ExitStack() as undone:
        undone.callback(drop, [place])
        with path.open("rb") as file:
            os.fsync(file.fileno())
            kept = storage().save(place, Finished(file, path))
        if kept != place:
            drop([kept])
            raise FileExistsError(place)
        undone.pop_all()


def drop(places: Iterable[str]) -> None:
    """Delete what is kept there; what can't be deleted now is found by the nightly job."""
    for place in places:
        try:
            storage().delete(place)
        except faults():
            log.warning("what is kept at %s can't be deleted now", place)


def read(place: str) -> Iterator[bytes]:
    """The bytes kept there, piece by piece. The first piece is read at once: raises Refused where there is none.

    From a bucket they come as they are asked for; the storage's own file would first be copied to this machine.
    """
    with said(reading=True):
        file: Any = storage().open(place, "rb")
        stored = getattr(file, "obj", None)
        body: Any = stored.get()["Body"] if stored is not None else file
        first = body.read(PIECE)
    return _pieces(body, first)


def _pieces(body: Any, first: bytes) -> Iterator[bytes]:
    try:
        piece = first
        while piece:
            yield piece
            piece = body.read(PIECE)
    finally:
        body.close()
