"""Entries for a whole batch of records at once, by COPY: bulk work is kept like any other, only faster."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import orjson
from django.db import connection

from requite.journal.events import Event
from requite.journal.recording import HINTS, PAYLOAD_LIMIT
from requite.kernel.actor import Actor
from requite.kernel.copying import NULL, array, cell, copy_lines

COPY = """
COPY journal_entry (at, actor_id, actor_name, via, type, subject_kind, subject_id, changes, topics) FROM STDIN
"""
Kept = tuple[type[Event], str, bytes]


BULK = "bulk"  # through what an act on many of a page came; an import says so itself


def keep_many(*, actor: Actor, at: datetime, entries: Iterable[Kept], topics: frozenset[str]) -> int:
    """Keep one entry for each (event class, subject, changes as JSON), in the transaction that is open.

    Returns the id of the last one, 0 for none. The hint is one for the batch: `topics` stand on its last entry alone, and
    are told once on commit. Reactions to the single events aren't queued; a room that must know of bulk work reacts to
    the event of the whole.
    """
    marks = sorted(topics)
    if not copy_lines(COPY, _lines(actor, at, entries, marks)):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT currval(pg_get_serial_sequence('journal_entry', 'id'))")
        last = cursor.fetchone()[0]
        payload = orjson.dumps({"topics": marks, "id": last}).decode()
        if len(payload.encode()) > PAYLOAD_LIMIT:
            payload = orjson.dumps({"id": last}).decode()
        cursor.execute("SELECT pg_notify(%s, %s)", [HINTS, payload])
    return int(last)


def _lines(actor: Actor, at: datetime, entries: Iterable[Kept], marks: list[str]) -> Iterator[str]:
    via = BULK if actor.via == "page" else actor.via
    head = f"{at.isoformat()}\t{actor.id or NULL}\t{cell(actor.name)}\t{cell(via)}"
    names: dict[type[Event], str] = {}
    line = ""
    for event, subject_id, changes in entries:
        if line:
            yield line + "{}\n"
        name = names.get(event)
        if name is None:
            name = names[event] = f"{event.type()}\t{event.kind}"
        line = f"{head}\t{name}\t{subject_id}\t{cell(changes.decode())}\t"
    if line:
        yield f"{line}{array(marks)}\n"
