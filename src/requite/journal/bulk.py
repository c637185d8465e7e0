"""Entries for a whole batch of records at once, by COPY: bulk work is kept like any other, only faster."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import orjson
from django.db import connection

from requite.journal.events import Event
from requite.journal.recording import HINTS, PAYLOAD_LIMIT
from requite.kernel.actor import Actor
from requite.kernel.copying import NULL, array, cell, copy_text

COPY = """
COPY journal_entry (at, actor_id, actor_name, via, type, subject_kind, subject_id, changes, topics) FROM STDIN
"""
Kept = tuple[type[Event], str, bytes]
NO_TOPICS = b"{}\n"
BULK = "bulk"  # through what an act on many of a page came; an import says so itself


def keep_many(*, actor: Actor, at: datetime, entries: Iterable[Kept], topics: frozenset[str]) -> int:
    """Keep one entry for each (event class, subject, changes as JSON), in the transaction that is open.

    Returns the id of the last one, 0 for none. The hint is one for the batch: `topics` stand on its last entry alone, and
    are told once on commit. Reactions to the single events aren't queued; a room that must know of bulk work reacts to
    the event of the whole.
    """
    return keep_text("".join(entry_lines(actor=actor, at=at, entries=entries)).encode(), topics=topics)


def entry_lines(*, actor: Actor, at: datetime, entries: Iterable[Kept]) -> Iterator[str]:
    """The lines of entries without topics: what makes many ahead joins and encodes them for `keep_text`."""
    via = BULK if actor.via == "page" else actor.via
    head = f"{at.isoformat()}\t{actor.id or NULL}\t{cell(actor.name)}\t{cell(via)}"
    names: dict[type[Event], str] = {}
    for event, subject_id, changes in entries:
        name = names.get(event)
        if name is None:
            name = names[event] = f"{head}\t{event.type()}\t{event.kind}"
        yield f"{name}\t{subject_id}\t{cell(changes.decode())}\t{{}}\n"


def keep_text(lines: bytes, *, topics: frozenset[str]) -> int:
    """Keep the entries of these lines (see `entry_lines`) as `keep_many` does."""
    if not lines:
        return 0
    marks = sorted(topics)
    copy_text(COPY, lines.removesuffix(NO_TOPICS) + f"{array(marks)}\n".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT currval(pg_get_serial_sequence('journal_entry', 'id'))")
        last = cursor.fetchone()[0]
        payload = orjson.dumps({"topics": marks, "id": last}).decode()
        if len(payload.encode()) > PAYLOAD_LIMIT:
            payload = orjson.dumps({"id": last}).decode()
        cursor.execute("SELECT pg_notify(%s, %s)", [HINTS, payload])
    return int(last)
