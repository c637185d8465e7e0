"""Archive many records at once: one statement and one batch of entries for all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import connection, transaction

from requite.identity.topics import topics_of
from requite.journal.bulk import keep_many
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.people.events import CompanyArchived, PersonArchived

Kind = Literal["person", "company"]
EVENTS = {"person": PersonArchived, "company": CompanyArchived}
TABLES = {"person": "people_person", "company": "people_company"}


def archive_many(*, actor: Actor, at: datetime, kind: Kind, ids: Sequence[UUID]) -> int:
    """Take the records out of lists and search, those of them that the actor may archive; returns how many."""
    owners = actor.owners("people.archive")
    if owners == ():
        raise NotAllowed
    owned = "" if owners is None else "AND owner_id = ANY(%(owners)s)"
    sql = f"""
    UPDATE {TABLES[kind]} SET archived_at = %(at)s, version = version + 1
    WHERE id = ANY(%(ids)s) AND archived_at IS NULL {owned} RETURNING id, owner_id
    """  # noqa: S608
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, {"at": at, "ids": list(ids), "owners": list(owners or ())})
            rows = cursor.fetchall()
        entries = ((EVENTS[kind], str(row[0]), b"{}") for row in rows)
        keep_many(actor=actor, at=at, entries=entries, topics=topics_of({row[1] for row in rows}))
    return len(rows)
