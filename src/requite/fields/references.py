"""Records that a value may name: rooms above say what their records are called, and who sees which."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.kernel.reading import fetch_all

Names = Callable[[Actor, Iterable[UUID]], Mapping[UUID, str]]
REFERENCES: dict[str, Names] = {}
TABLES: dict[str, str] = {}
SIZE = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass"
MANY = 2_000_000


def declare(type_: str, names: Names) -> None:
    """Make known how records of a type are named: those of the ids that the actor sees, by id."""
    REFERENCES[type_] = names


def names_of(actor: Actor, type_: str, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of the records that the actor sees."""
    wanted = list(ids)
    return REFERENCES[type_](actor, wanted) if wanted else {}


def hold(kind: str, table: str) -> None:
    """Make known in which table the records of a kind are, so that they can be counted."""
    TABLES[kind] = table


def count_records(kind: str, kinds: Sequence[str] = ()) -> int:
    """How many records of the kind there are; of activities those of `kinds`, above some millions about right."""
    rows = f"FROM {TABLES[kind]} r{' WHERE r.kind = ANY(%s)' if kinds else ''}"
    values = [list(kinds)] if kinds else []
    if kinds and fetch_all(SIZE, [TABLES[kind]])[0][0] > MANY:
        plan: Any = fetch_all(f"EXPLAIN (FORMAT JSON) SELECT {rows}", values, prepare=False)[0][0]
        return int((orjson.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])
    return int(fetch_all(f"SELECT count(*) {rows}", values)[0][0])


def _users(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    found = User.objects.filter(id__in=list(ids))
    return {
        one.id: display_name(one.family_name, one.given_name, locale=actor.language) or one.email
        for one in found
    }


declare("user", _users)
