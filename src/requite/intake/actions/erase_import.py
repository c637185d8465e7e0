"""Delete an import that never began, and its file."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.intake import access
from requite.intake.events import ImportErased
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


def erase_import(*, actor: Actor, at: datetime, import_id: UUID) -> None:
    """Delete the import; its file goes once that is certain. The same asked twice by one person is done once.

    Raises NotVisible, NotAllowed, and Refused for an import that has begun.
    """
    with recording(actor=actor, at=at) as record:
        if claim_once(key=import_id, actor=actor, subject_id=import_id, at=at):
            return
        found = access.take_import(actor=actor, import_id=import_id)
        if not found.is_open:
            raise Refused(_("This import has begun: it can't be deleted any more."))
        storage, file = found.file.storage, str(found.file.name)
        found.delete()
        transaction.on_commit(partial(storage.delete, file), robust=True)
        topics = frozenset({f"import:{import_id}"})
        record(ImportErased(subject_id=import_id, changes={"file": (found.name, None)}, topics=topics))
