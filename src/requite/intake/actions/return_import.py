"""Undo an import: what it made and nobody has touched since leaves lists and search, until a file brings it again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from requite.intake import access
from requite.intake.events import ImportReturned
from requite.intake.models import Import
from requite.journal.recording import recording, tell
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.reading import fetch_all
from requite.people.actions.archive import ARCHIVED
from requite.people.actions.archive_many import Kind, archive_many, restore_many
from requite.people.bulk.entries import Outcome

CHUNK = 10_000
UNTOUCHED = """
SELECT l.number, l.{kind}_id FROM intake_landed_row l JOIN {table} r ON r.id = l.{kind}_id AND r.archived_at IS NULL
WHERE l.batch_id = %(batch)s AND l.made_{kind} AND l.number > %(after)s
  AND NOT EXISTS (SELECT 1 FROM work_activity a WHERE a.{kind}_id = r.id AND a.retracted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM journal_entry j WHERE j.subject_id = r.id AND j.at > %(ended)s)
ORDER BY l.number LIMIT %(chunk)s
"""
STAYED = """
SELECT count(*) FROM intake_landed_row l JOIN {table} r ON r.id = l.{kind}_id AND r.archived_at IS NULL
WHERE l.batch_id = %(batch)s AND l.made_{kind}
"""
# What was archived last by the undo of an import. A company that came in closed has no such entry.
TAKEN_OUT = """
SELECT r.id FROM {table} r WHERE r.id = ANY(%(ids)s::uuid[]) AND r.archived_at IS NOT NULL AND r.survivor_id IS NULL
  AND 'import' = (
    SELECT j.via FROM journal_entry j WHERE j.subject_id = r.id AND j.type = %(type)s ORDER BY j.id DESC LIMIT 1)
"""
TABLES: dict[Kind, str] = {"person": "people_person", "company": "people_company"}
KINDS: tuple[Kind, ...] = ("person", "company")


def return_import(*, actor: Actor, at: datetime, import_id: UUID) -> Import:
    """Mark the import as undone and queue the work. What somebody touched since stays; so do filled blanks.

    Refused while rows are still coming in.
    """
    from requite.intake import jobs  # noqa: PLC0415 - the job calls the actions back

    with recording(actor=actor, at=at) as record:
        found = access.take_import(actor=actor, import_id=import_id)
        if found.status == Import.Status.RETURNED:
            return found
        if found.status not in (Import.Status.DONE, Import.Status.FAILED):
            raise Refused(_("Rows are still coming in. Wait for the end, then undo it."))
        found.status = Import.Status.RETURNED
        found.ended_at = found.ended_at or at
        found.save()
        record(ImportReturned(subject_id=found.id, topics=frozenset({f"import:{found.id}"})))
        jobs.defer_return(import_id=found.id, actor_id=actor.id)
    return found


def archive_untouched(*, actor: Actor, at: datetime, found: Import, kind: Kind) -> int:
    """Archive what the import made of a kind and nobody has touched since, chunk by chunk; returns how many."""
    sql, after, count = UNTOUCHED.format(kind=kind, table=TABLES[kind]), 0, 0
    values = {"batch": found.id, "ended": found.ended_at, "chunk": CHUNK}
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**values, "after": after})
            rows = cursor.fetchall()
        if not rows:
            return count
        after = rows[-1][0]
        count += archive_many(actor=actor, at=at, kind=kind, ids=[row[1] for row in rows]).changed


def settle_return(*, found: Import) -> None:
    """Keep how many of the records that the import made are left, now that its undo is through, and tell its page."""
    with transaction.atomic():
        counts = (fetch_all(STAYED.format(kind=kind, table=TABLES[kind]), {"batch": found.id}) for kind in KINDS)
        Import.objects.filter(id=found.id).update(stayed=sum(int(rows[0][0]) for rows in counts))
        tell(topics={f"import:{found.id}"})


def bring_back(*, actor: Actor, at: datetime, outcomes: Sequence[Outcome]) -> None:
    """Restore what rows know again and an undone import had archived; the first row of each made it, as of a new one."""
    for kind in KINDS:
        known = {
            id_: one for one in reversed(outcomes)
            if (id_ := getattr(one, f"{kind}_id")) and not getattr(one, f"made_{kind}")
        }  # fmt: skip
        values = {"ids": list(known), "type": ARCHIVED[kind].type()}
        ids = [row[0] for row in fetch_all(TAKEN_OUT.format(table=TABLES[kind]), values)] if known else []
        if ids:
            restore_many(actor=actor, at=at, kind=kind, ids=ids)
        for id_ in ids:
            setattr(known[str(id_)], f"made_{kind}", True)
