"""Read a file in another way than it was understood: another encoding, another separator."""

from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.utils.translation import gettext as _

from requite.intake import access
from requite.intake.actions.correct_import import refuse_begun
from requite.intake.events import ImportCorrected
from requite.intake.landing.own import list_own
from requite.intake.models import Import
from requite.intake.reading.dialect import SEPARATORS
from requite.intake.reading.encoding import NAMED
from requite.intake.reading.headings.guess import add_own, guess_mapping
from requite.intake.reading.inspect import inspect_file
from requite.intake.reading.sheet import Sheet
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused

OTHER = "other"


def reread_import(*, actor: Actor, at: datetime, import_id: UUID, encoding: str, separator: str) -> Import:
    """Read the file anew in that encoding (a codec of `NAMED`, or the one it has), cut by that separator (of `SEPARATORS`).

    The mapping is kept where the columns stay the same, and guessed anew where they don't.
    Raises NotVisible, NotAllowed, Refused with the reason where the file can't be read so, or its rows are on their way.
    """
    with recording(actor=actor, at=at) as record:
        found = access.take_import(actor=actor, import_id=import_id)
        refuse_begun(found)
        before = found.layout
        if encoding not in {*NAMED, before.encoding}:
            raise Refused(_("Choose an encoding."), field="encoding")
        delimiter = before.dialect.delimiter if separator == OTHER else SEPARATORS.get(separator)
        if delimiter is None:
            raise Refused(_("Choose a separator."), field="separator")
        sheet = _read(found, encoding, delimiter)
        found.sheet = sheet.as_json()
        if (sheet.headings, sheet.has_headings) != (before.headings, True):
            own = list_own(actor)
            guess = guess_mapping(sheet.headings, sheet.samples, own)
            found.columns = add_own(guess, sheet.headings, own)
            found.kind = guess.kind
        found.version += 1
        found.save()
        changes = {
            "encoding": (before.encoding, sheet.encoding),
            "separator": (separator_of(before), separator_of(sheet)),
        }
        moved = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        record(ImportCorrected(subject_id=found.id, changes=moved))
    return Import.objects.get(id=found.id)


def separator_of(sheet: Sheet) -> str:
    """What separates the cells, by its name in `SEPARATORS`; OTHER for one that the file itself declares."""
    return next((name for name, mark in SEPARATORS.items() if mark == sheet.dialect.delimiter), OTHER)


def _read(found: Import, encoding: str, delimiter: str) -> Sheet:
    try:
        with found.file.open("rb") as stream:
            return inspect_file(
                cast(BinaryIO, stream.file), size=found.size, limit=found.size, encoding=encoding, delimiter=delimiter
            )
    except FileNotFoundError as error:
        raise Refused(_("The file isn't there any more: hand it in again."), field="file") from error
