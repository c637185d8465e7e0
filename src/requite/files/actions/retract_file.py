"""Remove a file from its record, and bring it back while its bytes are there."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.files import access
from requite.files.events import FileRestored, FileRetracted
from requite.files.models import File
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


def retract_file(*, actor: Actor, at: datetime, file_id: UUID) -> File:
    """Take the file off its record. Raises NotVisible, NotAllowed, Refused."""
    with recording(actor=actor, at=at) as record:
        found, subject = access.take_file(actor=actor, file_id=file_id)
        found.removed_at, found.removed_by_id = at, actor.id
        found.save(update_fields=["removed_at", "removed_by"])
        changes: dict[str, tuple[object, object]] = {"file": (found.name, None)}
        record(FileRetracted(subject_id=subject.id, changes=changes, topics=subject.topics))
    return found


def restore_file(*, actor: Actor, at: datetime, file_id: UUID) -> File:
    """Undo `retract_file`. Refused once the bytes are deleted."""
    with recording(actor=actor, at=at) as record:
        found, subject = access.take_file(actor=actor, file_id=file_id, removed=True)
        if found.content_id is None:
            raise Refused(_("It was removed too long ago: its bytes are deleted."), field="files")
        found.removed_at = found.removed_by = None
        found.save(update_fields=["removed_at", "removed_by"])
        changes: dict[str, tuple[object, object]] = {"file": (None, found.name)}
        record(FileRestored(subject_id=subject.id, changes=changes, topics=subject.topics))
    return found
