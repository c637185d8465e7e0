"""Begin to give a field with many values another type; the rest is a job's."""

from datetime import datetime
from uuid import UUID

from requite.fields import jobs
from requite.fields.access import demand_same, stamp, take_field
from requite.fields.actions.retype import NONE, draft_of, set_aside
from requite.fields.models import Conversion, Field
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

MANY = 20_000
COUNT = "SELECT count(*) FROM (SELECT FROM fields_value WHERE field_id = %s AND place = 0 LIMIT %s) v"
ALL = "SELECT count(*) FROM fields_value WHERE field_id = %s AND place = 0"


def has_many(field_id: UUID) -> bool:
    """Whether the field has too many values to be converted while somebody waits."""
    return int(fetch_all(COUNT, [field_id, MANY + 1])[0][0]) > MANY


def enqueue_conversion(
    *,
    actor: Actor,
    at: datetime,
    field_id: UUID,
    type_: str,
    unit: str = "",
    options: str = "",
    version: int | None = None,
) -> Field:
    """Begin to give the field another type; from now on nobody fills it until `resolve_conversion`.

    Raises NotAllowed, NotVisible, Refused by field, Stale.
    """
    with recording(actor=actor, at=at):
        organisation, field = take_field(actor=actor, field_id=field_id)
        demand_same(field, version)
        new = draft_of(field, type_=type_, unit=unit, options=options, currency=actor.currency)
        Conversion.objects.filter(field=field).delete()  # one that failed
        Conversion.objects.create(
            field=field, stage=set_aside(field, at), type=new.type, unit=new.unit, actor_id=actor.id, upto=NONE,
            options=[[str(one.id), one.label, one.is_ended] for one in new.options],
            total=int(fetch_all(ALL, [field.id])[0][0]),
        )  # fmt: skip
        field.is_turning = True
        field.version += 1
        field.save(update_fields=["is_turning", "version"])
        stamp(organisation)
        jobs.defer_conversion(field_id=field.id, actor_id=actor.id)
    return field
