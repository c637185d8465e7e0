"""What hangs on persons and companies, in whichever room: each room says how its rows follow when two records become one.

A test walks the database's catalogue: a column that names a person or a company and isn't declared here fails it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from requite.kernel.reading import fetch_all

Kind = Literal["person", "company"]
MOVE = "UPDATE {table} r SET {column} = %(survivor)s WHERE r.{column} = %(merged)s AND ({among}) RETURNING r.id"
BACK = """
UPDATE {table} r SET {column} = %(merged)s WHERE r.id = ANY(%(keys)s::uuid[]) AND r.{column} = %(survivor)s RETURNING r.id
"""


class Pair(NamedTuple):
    """Two records of a kind of which one survives. `points` maps points of the merged one to the survivor's same ones."""

    kind: Kind
    survivor: UUID
    merged: UUID
    at: datetime
    points: Mapping[UUID, UUID] = {}

    @property
    def bound(self) -> dict[str, Any]:
        """The two as statements name them."""
        return {"survivor": self.survivor, "merged": self.merged, "at": self.at}


Move = Callable[[Pair], Any]
Back = Callable[[Pair, Any], int]


@dataclass(frozen=True, slots=True)
class Hanging:
    """Rows that hang on records of a kind.

    `columns` are those ("table.column") that it takes care of. `move` lets the rows follow and returns, as JSON, what takes
    them back; `back` does that and returns how many rows had gone elsewhere since. `holding` is a statement that locks them
    beforehand: whoever writes them locks them before the record. `settle` judges anew what hangs on the survivor, at last.
    `order` says what comes before what. `counts` is the journal's word for how many came over, "" for none.
    """

    kind: Kind
    name: str
    columns: tuple[str, ...]
    move: Move
    back: Back
    count: Callable[[Any], int] = len
    holding: str = ""
    settle: Callable[[Pair], None] | None = None
    order: int = 5
    counts: str = ""


@dataclass(slots=True)
class Room:
    """All that was declared, and the columns that need no care, each with why."""

    hanging: list[Hanging] = field(default_factory=list)
    derived: dict[str, str] = field(default_factory=dict)


ALL = Room()


def declare(*found: Hanging) -> None:
    """Make rows known that hang on persons or companies."""
    ALL.hanging = sorted([*ALL.hanging, *found], key=lambda one: one.order)


def leave(column: str, why: str) -> None:
    """Make a column ("table.column") known that needs no care, and why."""
    ALL.derived[column] = why


def list_hanging(kind: Kind) -> Sequence[Hanging]:
    """What hangs on records of the kind, in its order."""
    return [one for one in ALL.hanging if one.kind == kind]


def link(
    kind: Kind, table: str, column: str, *, name: str, among: str = "true", holding: str = "",
    settle: Callable[[Pair], None] | None = None, order: int = 5, counts: str = "",
) -> Hanging:  # fmt: skip
    """Rows with an `id` whose column names the record: they name the survivor from now on, those of `among` (over r).

    Where each of two indexes has a part of the rows, `among` says both parts: PostgreSQL asks both then, and else neither.
    """
    move, back = (sql.format(table=table, column=column, among=among) for sql in (MOVE, BACK))

    def follow(pair: Pair) -> list[str]:
        return [str(row[0]) for row in fetch_all(move, pair.bound, prepare=False)]

    def go_back(pair: Pair, kept: Sequence[str]) -> int:
        return len(kept) - len(fetch_all(back, {**pair.bound, "keys": list(kept)}, prepare=False)) if kept else 0

    return Hanging(
        kind, name, (f"{table}.{column}",), follow, go_back, holding=holding, settle=settle, order=order,
        counts=counts,
    )
