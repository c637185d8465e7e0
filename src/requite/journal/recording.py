"""One transaction, one entry for each event, one NOTIFY on commit, reactions as jobs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from requite.journal import reactions
from requite.journal.events import Event
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, fetch_one

HINTS, CONTROL = "requite_hints", "requite_control"
PAYLOAD_LIMIT = 7_000

INSERT = """
WITH kept AS (
    INSERT INTO journal_entry (at, type, subject_kind, subject_id, actor_id, actor_name, via, changes, topics)
    SELECT %s::timestamptz, t.type, t.kind, t.id, %s::uuid, %s, %s, t.changes, t.topics
    FROM unnest(%s::text[], %s::text[], %s::uuid[], %s::jsonb[], %s::text[])
         WITH ORDINALITY AS raw(type, kind, id, changes, topics_json, n)
    CROSS JOIN LATERAL (SELECT raw.type, raw.kind, raw.id, raw.changes,
        ARRAY(SELECT jsonb_array_elements_text(raw.topics_json::jsonb)) AS topics) t
    ORDER BY raw.n
    RETURNING id
)
SELECT array_agg(id ORDER BY id), pg_notify(%s, %s::jsonb
    || jsonb_build_object('id', max(id)) #>> '{}') FROM kept
"""


CLAIM = """
INSERT INTO journal_once (key, actor_id, subject_id, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (key) DO NOTHING RETURNING key
"""


def _plain(value: object) -> object:
    if isinstance(value, Decimal | UUID | datetime | date):
        return str(value)
    return str(value) if value is not None else None


@dataclass(slots=True)
class Recorder:
    """Collects the events of one transaction; `recording` writes them at its end.

    From then on `entry_ids` names their entries, in the order of the events.
    """

    actor: Actor
    at: datetime
    events: list[Event] = field(default_factory=list)
    entry_ids: list[int] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        """Note the event."""
        self.events.append(event)


@contextmanager
def recording(*, actor: Actor, at: datetime) -> Iterator[Recorder]:
    """Open the one transaction of a use case and keep what happened in it.

    Nothing is kept and nobody is told when the block raises. `at` is aware.
    """
    with transaction.atomic():
        record = Recorder(actor=actor, at=at)
        yield record
        if record.events:
            _keep(record)


def _keep(record: Recorder) -> None:
    topics: set[str] = set()
    columns: tuple[list[Any], ...] = ([], [], [], [], [])
    for event in record.events:
        topics |= event.topics
        values = (
            event.type(),
            event.kind,
            event.subject_id,
            orjson.dumps(dict(event.changes), default=_plain).decode(),
            orjson.dumps(sorted(event.topics)).decode(),
        )
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    payload = orjson.dumps({"topics": sorted(topics)}).decode()
    if len(payload.encode()) > PAYLOAD_LIMIT:
        payload = "{}"
    actor = record.actor
    ids = fetch_all(INSERT, [record.at, actor.id, actor.name, actor.via, *columns, HINTS, payload])[0][0]
    record.entry_ids = ids
    reactions.defer(events=record.events, entry_ids=ids, at=record.at)


def tell(*, topics: Iterable[str]) -> None:
    """Hint, on commit, at topics that moved without an event of their own (a derived value was computed anew)."""
    chosen = sorted(set(topics))
    for start in range(0, len(chosen), 100):
        with connection.cursor() as cursor:
            payload = orjson.dumps({"id": 0, "topics": chosen[start : start + 100]}).decode()
            cursor.execute("SELECT pg_notify(%s, %s)", [HINTS, payload])


def end_streams(*, user_id: UUID) -> None:
    """Tell the live processes, on commit, to end that user's streams."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CONTROL, orjson.dumps({"end": str(user_id)}).decode()])


def claim_once(*, key: UUID | None, actor: Actor, subject_id: UUID, at: datetime) -> UUID | None:
    """Claim a form's key for the record that is about to be made, inside `recording`.

    None when the key is fresh (or none was given); else the id of the record that the same form made before.
    A parallel twin waits here until the first has committed. A key of another person's is treated as fresh noise:
    it never gives away that person's record.
    """
    if key is None:
        return None
    if fetch_all(CLAIM, [key, actor.id, subject_id, at]):
        return None
    return find_once(key=key, actor=actor)


def find_once(*, key: UUID, actor: Actor) -> UUID | None:
    """The id of the record that the actor's form of that key made, None where none did."""
    row = fetch_one("SELECT subject_id FROM journal_once WHERE key = %s AND actor_id = %s", [key, actor.id])
    return row[0] if row else None
