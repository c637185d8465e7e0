"""Hand a file in: kept, looked at, and its mapping guessed; nothing comes into the base yet."""

from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from requite.intake import access
from requite.intake.events import ImportEnqueued
from requite.intake.landing.own import list_own
from requite.intake.models import Import
from requite.intake.options import Options
from requite.intake.reading import limits
from requite.intake.reading.countries import guess_country
from requite.intake.reading.headings.guess import add_own, guess_mapping
from requite.intake.reading.inspect import inspect_file
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id


def enqueue_import(
    *, actor: Actor, at: datetime, stream: BinaryIO, name: str, size: int, once: UUID | None = None
) -> Import:
    """Keep the file and return the import, mapped as well as it can be guessed; its owner maps the rest.

    Refused, with the reason in a sentence, where the file is no table of text, is empty or too large.
    """
    access.refuse_unentitled(actor)
    if actor.id is None:
        raise Refused(_("Only a person can hand a file in."))
    limit = getattr(settings, "REQUITE_IMPORT_BYTES", limits.FILE_BYTES)
    sheet = inspect_file(stream, size=size, limit=limit)
    own = list_own(actor)
    guess = guess_mapping(sheet.headings, sheet.samples, own)
    columns = add_own(guess, sheet.headings, own)
    country = guess_country(sheet.samples, guess.columns, home=actor.country)
    with recording(actor=actor, at=at) as record:
        made = Import(
            id=new_id(),
            owner_id=actor.id,
            name=PurePath(name.replace("\\", "/").replace("\0", "")).name[:200] or "import.csv",
            size=size,
            sheet=sheet.as_json(),
            kind=guess.kind,
            columns=columns,
            options=Options(country=country).as_json(),
            made_at=at,
        )
        earlier = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if earlier:
            return access.see_import(actor=actor, import_id=earlier)
        stream.seek(0)
        _keep_file(made, stream)
        made.save(force_insert=True)
        record(ImportEnqueued(subject_id=made.id, changes={"file": (None, made.name)}))
    return made


def _keep_file(made: Import, stream: BinaryIO) -> None:
    try:
        made.file.save(f"{made.id}.csv", File(stream), save=False)
    except OSError as error:
        raise Refused(
            _("The file couldn't be kept: the disk is full or can't be written."), field="file"
        ) from error
