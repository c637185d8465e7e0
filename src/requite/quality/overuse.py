"""Words of their own that somebody has on more than max(3, 2 %) of their records: they say nothing (measures, §2).

Looked for each night, owner by owner. What was found, or is so no longer, is kept until the records that hold it are judged
anew; rules bring it to the engine (`rules.Rule.overused`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.identity.models import User
from requite.kernel.reading import fetch_all
from requite.quality.fillers import OVERUSED_LEAST, OVERUSED_SHARE, digest_of
from requite.quality.models import Overused, Requirement, going_on
from requite.quality.registry import KINDS, Kind, Requirable
from requite.quality.rules import list_rules

NORMAL = r"lower(regexp_replace(btrim({words}), '\s+', ' ', 'g'))"
OWN = "FROM {table} r WHERE {owing} AND r.owner_id = %(owner)s"
FOUND = f"""
SELECT md5(normal), min(words) FROM (SELECT {NORMAL} AS normal, {{words}} AS words {OWN}) w
WHERE normal <> '' GROUP BY normal
HAVING count(*) > greatest(%(least)s::numeric, %(share)s::numeric * (SELECT count(*) {OWN}))
"""  # noqa: S608 - our own pieces
HOLDING = f"SELECT r.id {OWN} AND md5({NORMAL}) = ANY(%(keys)s) ORDER BY r.id"

WORDY = f"""
SELECT r.id FROM {{table}} r JOIN quality_overused o ON o.owner_id = r.owner_id AND o.kind = %(kind)s AND o.field = %(field)s
AND o.is_over AND o.key = md5({NORMAL}) WHERE r.id = ANY(%(ids)s)
"""  # noqa: S608


def list_owners(*, after: UUID | None = None) -> list[UUID]:
    """Everybody who may own records, in the order of their ids, from behind `after` on."""
    users = User.objects.order_by("id")
    return list((users.filter(id__gt=after) if after else users).values_list("id", flat=True))


def note_words(owner_id: UUID, *, at: datetime) -> None:
    """Note which words the owner has on too many records by now, and which no longer: a statement for each field."""
    with transaction.atomic():
        rows = Overused.objects.select_for_update().filter(owner_id=owner_id)
        kept = {(row.kind, row.field, row.key): row for row in rows}
        found = {
            (kind.slug, one.name, key): words for kind, one in _asked(at) for key, words in _found(kind, one, owner_id)
        }
        for place, words in found.items():
            row = kept.get(place)
            if row is None:
                kind, name, key = place
                Overused.objects.create(
                    kind=kind, field=name, owner_id=owner_id, key=key, digest=digest_of(words), found_at=at
                )
            elif not row.is_over:
                _turn(row, is_over=True, at=at)
        for place, row in kept.items():
            if row.is_over and place not in found:
                _turn(row, is_over=False, at=at)


def list_unsettled(owner_id: UUID) -> list[Overused]:
    """What of the owner's words was found, or ended, since the records that hold it were judged."""
    return list(Overused.objects.filter(owner_id=owner_id, is_settled=False).order_by("id"))


def list_holding(rows: Sequence[Overused]) -> Iterator[tuple[Kind, list[UUID]]]:
    """The records that hold these words, by kind. A statement for each field."""
    for slug, name in sorted({(row.kind, row.field) for row in rows}):
        kind = KINDS[slug]
        known = kind.find_field(name)
        for owner_id in {row.owner_id for row in rows}:
            keys = [row.key for row in rows if (row.kind, row.field, row.owner_id) == (slug, name, owner_id)]
            if known is not None and known.words and keys:
                sql = HOLDING.format(table=kind.table, owing=kind.owing, words=known.words)
                yield kind, [row[0] for row in fetch_all(sql, {"owner": owner_id, "keys": keys}, prepare=False)]


def list_wordy(kind: Kind, field: str, ids: Sequence[UUID], *, at: datetime) -> frozenset[UUID]:
    """Those of the records whose words in the field stand on too many. A statement, none where nobody's do."""
    known = kind.find_field(field)
    over = any(rule.overused for rule in list_rules(kind.slug, at=at) if rule.field == field)
    if known is None or not known.words or not over or not ids:
        return frozenset()
    sql = WORDY.format(table=kind.table, words=known.words)
    return frozenset(row[0] for row in fetch_all(sql, {"ids": list(ids), "kind": kind.slug, "field": field}))


def settle(rows: Sequence[Overused]) -> None:
    """The records that hold these words were judged by them."""
    ids = [row.id for row in rows]
    Overused.objects.filter(id__in=ids, is_over=False).delete()
    Overused.objects.filter(id__in=ids).update(is_settled=True)


def _turn(row: Overused, *, is_over: bool, at: datetime) -> None:
    row.is_over, row.is_settled, row.found_at = is_over, False, at
    row.save(update_fields=["is_over", "is_settled", "found_at"])


def _asked(at: datetime) -> list[tuple[Kind, Requirable]]:
    """The fields of words that a line asks for."""
    lines = Requirement.objects.filter(going_on(at), starts_at__lte=at).values_list("kind", "field").distinct()
    known = [(KINDS[slug], KINDS[slug].find_field(name)) for slug, name in sorted(lines) if slug in KINDS]
    return [(kind, one) for kind, one in known if one is not None and one.words]


def _found(kind: Kind, one: Requirable, owner_id: UUID) -> list[tuple[str, str]]:
    sql = FOUND.format(table=kind.table, owing=kind.owing, words=one.words)
    values = {"owner": owner_id, "least": OVERUSED_LEAST, "share": str(OVERUSED_SHARE)}
    return [(key, words) for key, words in fetch_all(sql, values, prepare=False)]
