"""Findings of many records written by one statement."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from requite.kernel.reading import run
from requite.quality.engine import FINDINGS, findings_of

MANY = 200
TYPES = {"missing": "text", "owed_at": "timestamptz"}
WRITE = """
UPDATE {table} r SET {columns} FROM unnest(%s::uuid[], {arrays}) AS n(id, {names}) WHERE r.id = n.id
"""


def keep_findings(table: str, found: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Put the findings on their records. `missing` names fields, which hold no signs that an array would quote."""
    if not found:
        return
    columns = ", ".join(f"{name} = n.{name}{'::varchar[]' if name == 'missing' else ''}" for name in FINDINGS)
    arrays = ", ".join(f"%s::{TYPES.get(name, 'smallint')}[]" for name in FINDINGS)
    sql = WRITE.format(table=table, columns=columns, arrays=arrays, names=", ".join(FINDINGS))
    run(sql, [list(found), *(_column(found, name) for name in FINDINGS)])


def keep_judged(table: str, records: Sequence[Any]) -> None:
    """Keep what `Assessment.put` put on the records."""
    if len(records) > MANY:
        run("DISCARD PLANS")  # the triggers keep plans made for one row: with many these would take minutes
        run("SET LOCAL statement_timeout = '60s'")  # nobody waits for it, and their indexes may lie on the disk
    keep_findings(table, {record.id: dict(zip(FINDINGS, findings_of(record), strict=True)) for record in records})


def _column(found: Mapping[UUID, Mapping[str, Any]], name: str) -> Sequence[object]:
    values = [one[name] for one in found.values()]
    return ["{" + ",".join(value) + "}" for value in values] if name == "missing" else values
