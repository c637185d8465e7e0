"""What was asked of customers and not told: of one record, and of all records of which something lapsed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from requite.fields.catalogue import told
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, fetch_one
from requite.quality.measure import is_asked, lapses_on
from requite.quality.registry import KINDS, Kind

BATCH = 1_000
DAYS_BACK = 14  # a worker that was down so long still finds what lapsed meanwhile
GONE = {"work_activity": "r.retracted_at IS NULL AND r.kind = %(kind)s"}
# Of those in which something lapsed of late that isn't missing: filled by now, or not judged since it lapsed.
LAPSED = """
SELECT r.id FROM {table} r WHERE NOT (r.asked = '{{}}'::jsonb) AND {gone} AND (%(after)s::uuid IS NULL OR r.id > %(after)s)
  AND EXISTS (SELECT FROM jsonb_each_text(r.asked) a
              WHERE a.value > %(since)s AND a.value <= %(upto)s AND a.key <> ALL(r.missing))
ORDER BY r.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that was asked on a day and not told, and when that stops counting."""

    field: str
    on: date
    lapses_on: date
    has_lapsed: bool


def list_asked(*, actor: Actor, kind: str, record_id: UUID, today: date) -> list[Asked]:
    """What was asked of the record and not told, as far as the actor may know; the caller has seen it. One statement."""
    row = fetch_one(f"SELECT r.asked, r.missing FROM {KINDS[kind].table} r WHERE r.id = %s", [record_id])  # noqa: S608
    return read_asked(actor, row[0], row[1], today=today) if row else []


def read_asked(
    actor: Actor, asked: Mapping[str, str], missing: Sequence[str], *, today: date
) -> list[Asked]:
    """The days of a record in words' order; what lapsed stays while the field is missing."""
    found = []
    for field in told(actor, asked):
        day = date.fromisoformat(asked[field])
        holds = is_asked(day, today=today)
        if field in missing or holds:
            found.append(Asked(field, day, lapses_on(day), not holds))
    return sorted(found, key=lambda one: (one.on, one.field))


def list_lapsed(kind: Kind, *, today: date) -> Iterator[list[UUID]]:
    """Records of the kind of which something lapsed of late, some at a time."""
    upto = today - (lapses_on(today) - today)
    sql = LAPSED.format(table=kind.table, gone=GONE.get(kind.table, "r.archived_at IS NULL"))
    after: UUID | None = None
    while True:
        values = {
            "kind": kind.slug, "after": after, "limit": BATCH,
            "upto": upto.isoformat(), "since": (upto - timedelta(days=DAYS_BACK)).isoformat(),
        }  # fmt: skip
        found = [row[0] for row in fetch_all(sql, values)]
        if found:
            yield found
        if len(found) < BATCH:
            return
        after = found[-1]
