"""Attach a file to a record: looked at by a bounded child, kept whole or not at all."""

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.files import access, keeping, kinds
from requite.files.access import Subject
from requite.files.actions.refusing import demand_room, refuse_dangerous, refuse_size
from requite.files.events import FileAttached
from requite.files.limits import incoming
from requite.files.looking.look import look_at
from requite.files.models import Content, File
from requite.files.models.file import Kind
from requite.files.naming import clean_name, cut_name, extension_of
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.kernel.locks import Lock, hold

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """The file, and what has to be said of it: "" for nothing."""

    file: File
    say: str | Promise = ""


class Gone(Exception):  # noqa: N818 - says what happened
    """The content that was to be shared has been deleted meanwhile."""


def attach_file(
    *, actor: Actor, at: datetime, kind: Kind, record_id: UUID, stream: BinaryIO, name: str, size: int
) -> Attached:
    """Attach the open file (a real one, of `size` bytes) to the record under its cleaned name.

    The same bytes on the same record stay one file, and that is said. So is a name that promised another content.
    Raises NotVisible, NotAllowed, and Refused with a sentence for what can't or mustn't be kept.
    """
    with transaction.atomic():
        access.take_record(actor=actor, kind=kind, record_id=record_id)
    name = clean_name(name)
    refuse_size(name, size)
    refuse_dangerous(name, extension_of(name))
    checksum = checksum_of(stream)
    double = _find_double(kind, record_id, checksum)
    if double is not None:
        said = _("“%(name)s” is attached here already, as “%(known)s”.")
        return Attached(double, said % {"name": name, "known": double.name})
    for last in (False, True):
        try:
            return _attach(actor, at, kind, record_id, stream=stream, name=name, checksum=checksum)
        except Gone:
            if last:
                raise
    raise Gone


def checksum_of(stream: BinaryIO) -> str:
    """The SHA-256 of the open file."""
    found = hashlib.sha256()
    stream.seek(0)
    while piece := stream.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def _find_double(kind: Kind, record_id: UUID, checksum: str) -> File | None:
    found = File.objects.filter(
        removed_at__isnull=True, content__checksum=checksum, **{f"{kind}_id": record_id}
    )
    return found.first()


def _attach(
    actor: Actor, at: datetime, kind: Kind, record_id: UUID, *, stream: BinaryIO, name: str, checksum: str
) -> Attached:
    with ExitStack() as undone:
        content = Content.objects.filter(checksum=checksum).first()
        if content is None:
            content = _keep_content(stream, name=name, checksum=checksum, at=at)
            undone.callback(keeping.drop, content.places)
        right_name, say = _named(name, content)
        with recording(actor=actor, at=at) as record:
            subject = access.take_record(actor=actor, kind=kind, record_id=record_id)
            kept = _settle(content)
            made = _make(subject, actor=actor, at=at, name=right_name, content=kept)
            changes: dict[str, tuple[object, object]] = {"file": (None, made.name)}
            record(FileAttached(subject_id=subject.id, changes=changes, topics=subject.topics))
        if kept.id == content.id:
            undone.pop_all()
    return Attached(made, say)


def _keep_content(stream: BinaryIO, *, name: str, checksum: str, at: datetime) -> Content:
    """Look at the bytes and keep them; the row is the caller's to save. Raises Refused."""
    extension = extension_of(name)
    with keeping.said(), tempfile.TemporaryDirectory(dir=incoming()) as folder, ExitStack() as undone:
        look = look_at(stream, extension=extension, name=name, folder=Path(folder))
        refuse_dangerous(name, extension, kind=look.kind, type_=look.type)
        kept = look.kept or _sent(stream, Path(folder))
        content = Content(
            id=new_id(), checksum=checksum, type=look.type, kind=look.kind, size=kept.stat().st_size,
            has_preview=look.preview is not None, text=look.text, made_at=at,
        )  # fmt: skip
        demand_room(content.size)
        undone.callback(keeping.drop, content.places)
        keeping.keep(content.place, kept)
        if look.preview and look.thumb:
            keeping.keep(content.preview, look.preview)
            keeping.keep(content.thumb, look.thumb)
        undone.pop_all()
    return content


def _sent(stream: BinaryIO, folder: Path) -> Path:
    """The bytes as they were sent, as a file of its own in the folder: a second name for it, or a copy."""
    path = folder / "sent"
    named = getattr(stream, "name", None)
    if isinstance(named, str):
        try:
            path.hardlink_to(named)
        except OSError:
            path.unlink(missing_ok=True)
        else:
            return path
    stream.seek(0)
    with path.open("wb") as file:
        while piece := stream.read(PIECE):
            file.write(piece)
    return path


def _named(name: str, content: Content) -> tuple[str, str | Promise]:
    """The name that says what it is, and a sentence where it had said something else. Raises Refused."""
    extension = extension_of(name)
    refuse_dangerous(name, extension, kind=content.kind, type_=content.type)
    if kinds.keeps_promise(extension, content.type):
        return name, ""
    right = kinds.right_extension(content.type)
    stem = name if right == "bin" else name[: -len(extension) - 1]
    shown = f"{cut_name(stem, 250)}.{right}"
    said = _("“%(name)s” isn't what its name says: it is kept as what it is (%(kind)s), as “%(known)s”.")
    return shown, said % {"name": name, "kind": kinds.LABELS[content.kind], "known": shown}


def _settle(content: Content) -> Content:
    """The content as it stands in the base, with this one's row or an equal one's. Raises Refused, Gone."""
    hold(Lock.CONTENTS)
    known = Content.objects.select_for_update().filter(checksum=content.checksum).first()
    if known is not None:
        return known
    if not content._state.adding:
        raise Gone
    demand_room(content.size)
    content.save(force_insert=True)
    return content


def _make(subject: Subject, *, actor: Actor, at: datetime, name: str, content: Content) -> File:
    return File.objects.create(
        id=new_id(), name=name, content=content, made_at=at, made_by_id=actor.me, **{f"{subject.kind}_id": subject.id}
    )
