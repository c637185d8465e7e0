"""Which records lack a field that nearly all have: known beforehand, since finding them means looking at all.

A job surveys the records made since the last time. From its first look on each value that goes is noted as it goes, behind
the lock that every writer of values holds on the field. So a record lacks the field only if it is a blank, or is newer
than the survey. What is a blank may have been filled since: it is asked again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from requite.fields.models import Field
from requite.fields.references import SIZE, TABLES
from requite.kernel.reading import fetch_all, fetch_one, run

MOST = 5_000  # above, whoever lacks it is met soon in any order
MANY = 50_000  # records of a kind: below, they are asked one by one in no time
PATIENCE = "SET LOCAL statement_timeout = '10min'"
NAMING = ("person", "company")  # blank for who doesn't see the record that is named: each reader has their own blanks
LATEST = timedelta(hours=1)  # a record is there at last so long after its id was made
BEGIN = "INSERT INTO fields_survey (field_id) VALUES (%s) ON CONFLICT DO NOTHING"
LOOK = """
INSERT INTO fields_blank (field_id, record_id)
SELECT %s, r.id FROM {table} r WHERE r.id >= %s AND r.id < %s{among}
AND NOT EXISTS (SELECT FROM fields_value v WHERE v.record_id = r.id AND v.field_id = %s) LIMIT %s ON CONFLICT DO NOTHING
"""
PRUNE = """
DELETE FROM fields_blank b WHERE field_id = %s
AND EXISTS (SELECT FROM fields_value v WHERE v.record_id = b.record_id AND v.field_id = b.field_id)
"""
NOTE = """
INSERT INTO fields_blank (field_id, record_id) SELECT s.field_id, %s FROM fields_survey s
WHERE s.field_id = ANY(%s::uuid[]) ON CONFLICT DO NOTHING
"""
SETTLE = "UPDATE fields_survey SET upto = %s WHERE field_id = %s"
FORGET = "DELETE FROM fields_blank WHERE field_id = %s"
COUNT = "SELECT count(*) FROM fields_blank WHERE field_id = %s"
UPTO = "SELECT upto FROM fields_survey WHERE field_id = %s"
LACKING = """
SELECT o.id FROM (
    SELECT record_id FROM fields_blank WHERE field_id = %(field)s
    UNION SELECT r.id FROM {table} r WHERE r.id >= %(upto)s{among}
) o(id) WHERE NOT EXISTS (SELECT FROM fields_value v WHERE v.record_id = o.id AND v.field_id = %(field)s) LIMIT %(limit)s
"""


def note_blanks(record_id: UUID, field_ids: Sequence[UUID]) -> None:
    """Note that the record's values of these fields, which are locked, went."""
    if field_ids:
        run(NOTE, [record_id, list(field_ids)])


def forget_blanks(field_id: UUID) -> None:
    """Begin anew: the field, locked, has other values. It is surveyed the next time."""
    run(SETTLE, [None, field_id])
    run(FORGET, [field_id])


def find_upto(field_id: UUID) -> UUID | None:
    """The id up to which it is known who lacks the field; None where it isn't."""
    row = fetch_one(UPTO, [field_id])
    return row[0] if row else None


def lacking(kind: str, kinds: Sequence[str] = ()) -> str:
    """The statement that finds who lacks a field; it binds `field`, its `upto`, and `limit`. `kinds` as the field's."""
    return LACKING.format(table=TABLES[kind], among=among(kinds))


def among(kinds: Sequence[str]) -> str:
    """A further test of `r`: one of the activities that have the field; "" where all records have it."""
    return " AND r.kind IN ({})".format(", ".join(f"'{one}'" for one in kinds)) if kinds else ""


def survey_fields(*, at: datetime) -> None:
    """Bring the surveys of all fields in force up to date, where their records are many."""
    sizes = {kind: int(fetch_all(SIZE, [table])[0][0]) for kind, table in TABLES.items()}
    for field in Field.objects.filter(ended_at__isnull=True).exclude(type__in=NAMING).order_by("id"):
        if sizes.get(field.kind, 0) >= MANY:
            survey(field, at=at)


def survey(field: Field, *, at: datetime) -> None:
    """Look at the records made since the field's last survey, at all of them the first time."""
    with transaction.atomic():  # who writes values of the field by now ends before, and who begins notes what goes
        Field.objects.select_for_update().get(id=field.id)
        run(BEGIN, [field.id])
        run(PRUNE, [field.id])
    since = find_upto(field.id) or UUID(int=0)
    until = UUID(int=int((at - LATEST).timestamp() * 1000) << 80)
    with transaction.atomic():
        run(PATIENCE)
        run(LOOK.format(table=TABLES[field.kind], among=among(field.kinds)), [field.id, since, until, field.id, MOST + 1])
    with transaction.atomic():
        Field.objects.select_for_update().get(id=field.id)
        if (find_upto(field.id) or UUID(int=0)) != since or fetch_all(COUNT, [field.id])[0][0] > MOST:
            forget_blanks(field.id)
        else:
            run(SETTLE, [max(since, until), field.id])
