"""Findings of many records written by one statement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from requite.kernel.reading import run
from requite.quality.engine import FADING, FINDINGS

MANY = 200
KEPT = ", ".join(f"r.{name}" for name in FINDINGS)  # the last columns of what is read to be judged
KEPT_FADING = ", ".join((KEPT, *(f"r.{name}" for name in FADING)))
TYPES = {"missing": "text", "owed_at": "timestamptz", "full_score": "float8", "fades_at": "timestamptz"}
WRITE = """
UPDATE {table} r SET {columns} FROM unnest(%s::uuid[], {arrays}) AS n(id, {names}) WHERE r.id = n.id
"""
JUDGED = "SELECT set_config('requite.judged', %s, true)"
Told = Mapping[str, Any]
Before = Sequence[object]


@contextmanager
def by_rule() -> Iterator[None]:
    """What is kept meanwhile comes of a changed rule, a passing day or a file, and of nobody's work: it is counted apart.

    Within a transaction; where that is rolled back, so is this.
    """
    run(JUDGED, ["rule"])
    yield
    run(JUDGED, [""])


def keep_findings(table: str, found: Mapping[UUID, Told]) -> None:
    """Put the findings on their records. `missing` names fields, which hold no signs that an array would quote."""
    if not found:
        return
    kept = next(iter(found.values()))
    columns = ", ".join(f"{name} = n.{name}{'::varchar[]' if name == 'missing' else ''}" for name in kept)
    arrays = ", ".join(f"%s::{TYPES.get(name, 'smallint')}[]" for name in kept)
    sql = WRITE.format(table=table, columns=columns, arrays=arrays, names=", ".join(kept))
    run(sql, [list(found), *(_column(found, name) for name in kept)])


def keep_judged(table: str, judged: Iterable[tuple[UUID, Before, Told]]) -> set[UUID]:
    """Keep what the engine found of each record where it isn't what its columns `KEPT` held: whose it was not."""
    moved = {id_: told for id_, before, told in judged if tuple(told.values()) != tuple(before)}
    if len(moved) > MANY:
        run("DISCARD PLANS")  # the triggers keep plans made for one row: with many these would take minutes
    keep_findings(table, moved)
    return set(moved)


def _column(found: Mapping[UUID, Told], name: str) -> Sequence[object]:
    values = [one[name] for one in found.values()]
    return ["{" + ",".join(value) + "}" for value in values] if name == "missing" else values
