"""Let the rows of a mapped file come in."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.intake import access
from requite.intake.events import ImportLaunched
from requite.intake.models import Import
from requite.intake.reading.headings.targets import PERSON_NAMES
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


def launch_import(*, actor: Actor, at: datetime, import_id: UUID) -> Import:
    """Queue the import, once however often it is asked. One that stopped goes on behind its last settled row."""
    from requite.intake import jobs  # noqa: PLC0415 - the job calls the actions back

    with recording(actor=actor, at=at) as record:
        found = access.take_import(actor=actor, import_id=import_id)
        if found.is_under_way or found.status == Import.Status.DONE:
            return found
        if found.status == Import.Status.RETURNED:
            raise Refused(_("This import was undone. Hand the file in again."))
        if not set(found.columns) & {*PERSON_NAMES, "company"}:
            raise Refused(
                _("Say which column holds the name of the person or of the company."), field="columns"
            )
        found.status, found.trouble = Import.Status.WAITING, ""
        found.started_at = found.started_at or at
        found.save()
        record(ImportLaunched(subject_id=found.id, topics=frozenset({f"import:{found.id}"})))
        jobs.defer_import(import_id=found.id, actor_id=actor.id)
    return found
