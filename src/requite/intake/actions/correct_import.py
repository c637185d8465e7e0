"""Change what the columns of a file mean, and what is decided for all its rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.intake import access
from requite.intake.events import ImportCorrected
from requite.intake.landing.own import list_own
from requite.intake.models import Import
from requite.intake.options import Options
from requite.intake.reading.headings.targets import PERSON_NAMES, Target, find_target
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.kernel.ids import parse_id


def correct_import(
    *,
    actor: Actor,
    at: datetime,
    import_id: UUID,
    columns: Sequence[str | None] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Import:
    """Set the field of each column (None or "": left out) and the options; the columns say what a row is.

    Refused when rows are on their way already, where no name is mapped, or a field that holds one value is given
    two columns.
    """
    with recording(actor=actor, at=at) as record:
        found = access.take_import(actor=actor, import_id=import_id)
        refuse_begun(found)
        if columns is not None:
            found.columns = _checked(found, columns, list_own(actor))
            found.kind = kind_of(found.columns)
        if options is not None:
            found.options = Options.read({**found.options, **options}).as_json()
            _refuse_foreign_owner(actor, found.options["owner_id"])
        found.version += 1
        found.save()
        record(ImportCorrected(subject_id=found.id))
    return found


def refuse_begun(found: Import) -> None:
    """Raise Refused once the import has begun."""
    if not found.is_open:
        raise Refused(_("This import has begun already; its mapping can't be changed any more."))


def kind_of(columns: Sequence[str | None]) -> str:
    """What a row is, by the fields that its columns fill."""
    person, company = bool(set(columns) & PERSON_NAMES), "company" in columns
    return (
        Import.Kind.BOTH if person and company else Import.Kind.COMPANIES if company else Import.Kind.PERSONS
    )


def _checked(
    found: Import, columns: Sequence[str | None], own: Mapping[str, Target]
) -> list[str | None]:
    given = [column if find_target(column, own) else None for column in columns]
    if len(given) != found.layout.width:
        raise Refused(_("The mapping doesn't fit the file: load the page again."), field="columns")
    if not set(given) & {*PERSON_NAMES, "company"}:
        raise Refused(_("Say which column holds the name of the person or of the company."), field="columns")
    for target in {column for column in given if column}:
        known = find_target(target, own)
        if known is not None and given.count(target) > 1 and not known.many:
            sentence = _("“%(field)s” holds one value: choose one column for it.")
            raise Refused(sentence % {"field": known.label}, field="columns")
    return given


def _refuse_foreign_owner(actor: Actor, text: str) -> None:
    owner_id = parse_id(text)
    if owner_id is None or owner_id == actor.id:
        return
    if not actor.covers("people.import", owner_id):
        raise NotAllowed(_("You don't have the right to import records for that owner."))
    if not User.objects.filter(id=owner_id, is_active=True).exists():
        raise Refused(_("Choose an active colleague as the owner."), field="owner_id")
