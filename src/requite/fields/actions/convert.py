"""Another type for a field with many values: these are converted beside it, batch by batch, and change places at the end.

Meanwhile nobody fills the field, so that what was read stays true; it is shown as it was.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.fields.access import stamp, take_field
from requite.fields.actions.retype import (
    ASIDE,
    COPY,
    PATIENCE,
    convert_batch,
    define,
    lines_of,
    list_values,
    move_options,
    set_aside,
)
from requite.fields.blanks import forget_blanks
from requite.fields.catalogue import Choice, Definition
from requite.fields.events import FieldCorrected
from requite.fields.models import Conversion, Field
from requite.identity.models import Organisation
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.copying import copy_lines
from requite.kernel.reading import run

DROP = "DELETE FROM fields_value WHERE field_id = %s"


def claim_batch(*, actor: Actor, field_id: UUID) -> bool:
    """Convert the next values; False when there are none, or nothing is under way."""
    with transaction.atomic():
        found = Conversion.objects.select_for_update().filter(field_id=field_id, has_failed=False).first()
        return found is not None and _convert_next(found, actor)


def _convert_next(found: Conversion, actor: Actor) -> bool:
    batch = next(list_values(found.field_id, found.upto), None)
    if batch is None or found.stage_id is None:
        return False
    old, new = _sides(found)
    stage_id, fresh = found.stage_id, convert_batch(old, new, batch, actor)
    copy_lines(COPY, (lines_of(record_id, stage_id, cells) for record_id, cells in fresh if cells))
    found.upto, found.done = max(batch), found.done + len(batch)
    found.save(update_fields=["upto", "done"])
    return True


def resolve_conversion(*, actor: Actor, at: datetime, field_id: UUID) -> None:
    """Let the converted values take the place of the former, which an ended field keeps. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id, settled=False)
        found = Conversion.objects.select_for_update().filter(field=field, has_failed=False).first()
        if found is None or found.stage_id is None:
            return
        while _convert_next(found, actor):  # a meeting that was moved just now has its values from the former one
            pass
        stage = Field.objects.get(id=found.stage_id)
        old, new = _sides(found)
        aside = set_aside(field, at)
        run(PATIENCE)
        run(ASIDE, [aside.id, field.id])
        run(ASIDE, [field.id, stage.id])
        forget_blanks(field.id)
        move_options(field, aside, new)
        found.delete()
        stage.delete()
        field.type, field.unit, field.is_turning = new.type, new.unit, False
        field.version += 1
        field.save(update_fields=["type", "unit", "is_turning", "version"])
        changes: dict[str, tuple[object, object]] = {"field_type": (old.type, new.type)}
        record(FieldCorrected(subject_id=field.id, changes=changes))
        stamp(organisation)


def fail_conversion(*, field_id: UUID) -> None:
    """Leave the field as it was, to be filled again; the conversion says that it failed."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().first()
        field = Field.objects.select_for_update().filter(id=field_id, is_turning=True).first()
        found = Conversion.objects.select_for_update().filter(field_id=field_id).first()
        if organisation is None or field is None or found is None or found.stage_id is None:
            return
        stage_id, found.stage_id, found.has_failed = found.stage_id, None, True
        found.save(update_fields=["stage", "has_failed"])
        run(PATIENCE)
        run(DROP, [stage_id])
        Field.objects.filter(id=stage_id).delete()
        field.is_turning = False
        field.save(update_fields=["is_turning"])
        stamp(organisation)


def _sides(found: Conversion) -> tuple[Definition, Definition]:
    """The field as it is, and as it will be."""
    old = define(Field.objects.get(id=found.field_id))
    options = tuple(Choice(UUID(id_), label, is_ended) for id_, label, is_ended in found.options)
    new = Definition(
        old.id, old.kind, found.type, old.name, old.section, old.help, found.unit, old.audience, False, options
    )
    return old, new
