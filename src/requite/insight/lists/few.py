"""Conditions that few records pass, or few texts: these are read first, along an index, custom fields by their values.

The planner can't know how many records pass a test of another table. Told the ids, it begins with them; of some
it makes a table in memory; where they are many, it meets the records in the order wanted and asks each.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.fields.blanks import NAMING, find_upto, lacking
from requite.fields.models import PREFIX
from requite.insight.lists.compiling import WHOLE, Few, Found, Lacking, Texts, Values, seen_by
from requite.insight.lists.conditions import Condition, Query
from requite.insight.lists.field_tests import compile_test
from requite.insight.lists.fields import Field, Kind, find_field
from requite.insight.lists.listed import LISTED
from requite.insight.lists.own import OwnField
from requite.kernel.actor import Actor

FEW, SOME = 2_000, 20_000
DIFFERENT = 1_000
REPEATED = ("contains", "without", "is", "is_not")
LEAPS = """WITH RECURSIVE q(x) AS ((SELECT {column} FROM {table} r WHERE {column} <> '' ORDER BY {column} LIMIT 1)
UNION ALL SELECT (SELECT {column} FROM {table} r WHERE {column} <> '' AND {column} > q.x ORDER BY {column} LIMIT 1)
    FROM q WHERE q.x IS NOT NULL)
SELECT count(*), array_agg(w.x) FILTER (WHERE {test}) FROM (SELECT x FROM q WHERE x IS NOT NULL LIMIT {most}) w"""
Read = Callable[[str, dict[str, Any]], Sequence[Any] | None]


def find_few(*, actor: Actor, at: datetime, query: Query, read: Read) -> Few:
    """What is known of conditions on custom fields: ids up to some thousand, else "some" or "many"; of texts: all.

    `read` gives a statement's rows, or None where that takes longer than a moment.
    """
    # Who sees a part of the records meets fewer that pass, and is sooner served by ids.
    limit = FEW if actor.owners(LISTED[query.kind].right) is None else FEW * 5 // 2
    found: dict[Condition, Found] = {}
    for one in set(query.filter.own):
        known = find_field(query.kind, one.field)
        if known is not None and known.repeats and one.op in REPEATED:
            texts = _texts(LISTED[query.kind].table, known, one, Values(actor, at), read)
            if texts is not None:
                found[one] = texts
        if isinstance(known, OwnField):
            values = Values(actor, at, bound=seen_by(actor))
            test = compile_test(known, WHOLE.get(one.op, one.op), one.value, values)
            lacking = _lacking(query.kind, known, read) if one.op == "empty" else None
            if lacking is not None:
                found[one] = lacking
                continue
            found[one] = _weigh(f"FROM {_rows(known, one)} AND {test}", values.bound, read, limit)
    return found


def _texts(table: str, known: Field, one: Condition, values: Values, read: Read) -> Texts | None:
    """The different texts that pass, by leaps from one to the next; None where there are too many to look at."""
    test = compile_test(replace(known, sql="w.x"), WHOLE.get(one.op, one.op), one.value, values)
    rows = read(LEAPS.format(column=known.sql, table=table, most=DIFFERENT + 1, test=test), values.bound)
    if not rows or rows[0][0] > DIFFERENT:
        return None
    return Texts(rows[0][1] or [])


def _lacking(kind: Kind, known: OwnField, read: Read) -> Lacking | None:
    """Who lacks a field that nearly all have; None where that isn't known, or they are many."""
    field_id = UUID(known.slug[len(PREFIX) :])
    upto = None if known.own in NAMING else find_upto(field_id)
    if upto is None:
        return None
    rows = read(lacking(kind, known.kinds), {"field": field_id, "upto": upto, "limit": FEW + 1})
    return Lacking(row[0] for row in rows) if rows is not None and len(rows) <= FEW else None


def _rows(known: OwnField, one: Condition) -> str:
    """The values of all records; those of a text by the index of its trigrams, which the planner underrates."""
    is_by_trigrams = known.type == "line" and one.op in ("contains", "without") and len(one.value) > 2
    head, _where, own = known.rows.partition(" WHERE ")
    return f"{head} WHERE ({own}) IS TRUE" if is_by_trigrams else known.rows


def _weigh(body: str, bound: dict[str, Any], read: Read, few: int) -> Found:
    rows = read(f"SELECT o.record_id {body} LIMIT {few + 1}", bound)
    if rows is not None and len(rows) <= few:
        return [row[0] for row in rows]
    counted = rows and read(f"SELECT count(*) FROM (SELECT {body} LIMIT {SOME + 1}) n", bound)  # noqa: S608
    return "some" if counted and counted[0][0] <= SOME else "many"


def gathering_few(few: Few) -> Few:
    """The same, and that all who pass those that many pass are gathered, for a list that isn't met in its order."""
    return {**known_few(few), **{one: "all" for one, ids in few.items() if ids == "many"}}


def sorting_few(few: Few) -> Few:
    """The same where all are sorted: then none is left out, and their ids are gathered before the records."""
    return {one: "at once" if ids == "all" else ids for one, ids in gathering_few(few).items()}


def is_met(query: Query, few: Few) -> bool:
    """Whether each record is asked, and nothing but that many pass: then the planner likes the walk itself."""
    parts = [one for group in query.filter.asked for one in group]
    return all(isinstance(one, Condition) and few.get(one) == "many" for one in parts)


def known_few(few: Few) -> Few:
    """Those of which all ids are known."""
    return {one: ids for one, ids in few.items() if isinstance(ids, list)}
