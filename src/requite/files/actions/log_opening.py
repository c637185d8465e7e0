"""Note that somebody took a file out that another had attached."""

from datetime import datetime, timedelta

from requite.files.events import FileOpened
from requite.files.models import File
from requite.journal.models import Entry
from requite.journal.recording import recording
from requite.kernel.actor import Actor

AGAIN = timedelta(days=1)


def log_opening(*, actor: Actor, at: datetime, file: File) -> None:
    """Keep it in the record's history, once a day for each reader and file. The caller has authorised the file."""
    if file.made_by_id == actor.id:
        return
    mark = f"file:{file.id}"
    known = Entry.objects.filter(
        subject_id=file.record_id, type=FileOpened.type(), actor_id=actor.id, at__gt=at - AGAIN, topics__contains=[mark]
    )
    if known.exists():
        return
    with recording(actor=actor, at=at) as record:
        record(FileOpened(subject_id=file.record_id, changes={"file": (None, file.name)}, topics=frozenset({mark})))
