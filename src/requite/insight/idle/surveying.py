"""When each field that is asked for was used last: a daily look at views, exports and what came into the journal since."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from requite.identity.presence import leaving_room
from requite.insight.idle.models import FieldUse, Survey
from requite.kernel.reading import fetch_all, fetch_one, run
from requite.quality.models import Requirement, going_on
from requite.quality.registry import KINDS

DAYS = 180
WINDOW = 50_000  # entries of the journal at a time
PATIENCE = "SET LOCAL statement_timeout = '60s'"
# What Requite itself shows, finds, dials, adds up or orders by is used whoever looks; these are for people's eyes alone.
IDLE = {"person": ("title", "note", "address"), "company": ("industry", "website"), "meeting": ("place",), "deal": ("note",)}
# How lists and journal call a kind, and lists of others that show its fields under another name.
LISTED = {"meeting": "activity", "call": "activity"}
ELSEWHERE = {"company": ("person", "company_")}
FIRST = "SELECT coalesce(min(id), 1) - 1 FROM journal_entry WHERE at >= %s"
LAST = "SELECT coalesce(max(id), 0) FROM journal_entry WHERE id > %s"
# A field that stands in a kept view is in use now; one that left in an export was then.
SHOWN = """
SELECT n.kind, n.field, CASE WHEN EXISTS (
    SELECT FROM lists_view v WHERE v.archived_at IS NULL AND v.kind = n.listed AND (n.name = ANY(v.columns)
        OR ltrim(v.sort, '-') = n.name OR position('"' || n.name || '"' IN v.conditions::text) > 0)
) THEN %(at)s::timestamptz ELSE (
    SELECT max(e.at) FROM lists_export e WHERE e.kind = n.listed AND e.at > %(since)s
        AND (n.name = ANY(e.columns) OR position(n.name IN e.filter) > 0)
) END
FROM unnest(%(kinds)s::text[], %(fields)s::text[], %(listed)s::text[], %(names)s::text[]) n(kind, field, listed, name)
"""
# Somebody put another value in the place of one: filling what is asked for is no use of it.
CORRECTED = """
SELECT e.subject_kind, c.key, max(e.at) FROM journal_entry e CROSS JOIN jsonb_each(e.changes) c
WHERE e.id > %(after)s AND e.id <= %(upto)s AND e.via NOT IN ('import', 'demo', 'job')
    AND c.key = ANY(%(fields)s) AND coalesce(c.value ->> 0, '') <> ''
GROUP BY 1, 2
"""
USED = """
INSERT INTO idle_field (id, kind, field, used_at)
SELECT gen_random_uuid(), * FROM unnest(%s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT (kind, field) DO UPDATE SET used_at = greatest(idle_field.used_at, excluded.used_at)
"""
Places = dict[tuple[str, str], None]


def is_idle_at_all(kind: str, field: str) -> bool:
    """Whether the field is one that nobody may use: one of the company's own, or for people's eyes alone."""
    known = KINDS[kind].find_field(field) if kind in KINDS else None
    return known is not None and (field in IDLE.get(kind, ()) or known not in KINDS[kind].fields)


def survey(*, at: datetime, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Bring what is known of the fields that are asked for up to date; False when `stopped` said so before the end.

    Cut anywhere it goes on from there.
    """
    rows = Requirement.objects.filter(going_on(at), kind__in=KINDS).values_list("kind", "field").distinct()
    places: Places = dict.fromkeys((kind, field) for kind, field in rows if is_idle_at_all(kind, field))
    with transaction.atomic():
        run(PATIENCE)
        _look_at_lists(places, at)
    is_more = True
    while is_more and not stopped():
        with leaving_room(stopped):
            is_more = _look_at_journal(places, at)
    return not is_more


def _look_at_lists(places: Places, at: datetime) -> None:
    named = [(kind, field, LISTED.get(kind, kind), field) for kind, field in places]
    named += [(kind, field, *_elsewhere(kind, field)) for kind, field in places if kind in ELSEWHERE]
    kinds, fields, listed, names = map(list, zip(*named, strict=True)) if named else ([], [], [], [])
    values = {
        "at": at, "since": at - timedelta(days=DAYS), "kinds": kinds, "fields": fields, "listed": listed, "names": names,
    }  # fmt: skip
    _note([(kind, field, used) for kind, field, used in fetch_all(SHOWN, values, prepare=False) if used])


def _elsewhere(kind: str, field: str) -> tuple[str, str]:
    listed, prefix = ELSEWHERE[kind]
    return listed, prefix + field


def _look_at_journal(places: Places, at: datetime) -> bool:
    """Look at the next window. False when that was the last."""
    with transaction.atomic():
        run(PATIENCE)
        row = Survey.objects.select_for_update().filter(id=1).first()
        if row is None:
            row = Survey(id=1, upto=_number(FIRST, at - timedelta(days=DAYS)))
        last = _number(LAST, row.upto)
        upto = min(last, row.upto + WINDOW) if last else row.upto
        values = {"after": row.upto, "upto": upto, "fields": sorted({field for _kind, field in places})}
        found = {(kind, field): used for kind, field, used in fetch_all(CORRECTED, values, prepare=False)}
        _note([(*place, found[named]) for place in places if (named := (LISTED.get(place[0], place[0]), place[1])) in found])
        row.upto, row.looked_at = upto, at if upto >= last else row.looked_at
        row.save()
    return upto < last


def _number(sql: str, value: object) -> int:
    found = fetch_one(sql, [value])
    return int(found[0]) if found else 0


def _note(uses: list[tuple[str, str, datetime]]) -> None:
    latest: dict[tuple[str, str], datetime] = {}
    for kind, field, used in uses:
        latest[kind, field] = max(used, latest.get((kind, field), used))
    if latest:
        run(USED, [[kind for kind, _field in latest], [field for _kind, field in latest], list(latest.values())])


def uses_of(kind: str) -> dict[str, FieldUse]:
    """What is known of the kind's fields, by name. One statement."""
    return {one.field: one for one in FieldUse.objects.filter(kind=kind)}
