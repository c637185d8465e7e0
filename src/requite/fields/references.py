"""Records that a value may name: rooms above say what their records are called, and who sees which."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.names import display_name
from requite.kernel.reading import fetch_all

Names = Callable[[Actor, Iterable[UUID]], Mapping[UUID, str]]
REFERENCES: dict[str, Names] = {}
TABLES: dict[str, str] = {}


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


def count_records(kind: str) -> int:
    """How many records of the kind there are."""
    return int(fetch_all(f"SELECT count(*) FROM {TABLES[kind]}")[0][0])  # noqa: S608 - a name of our own


def _users(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    found = User.objects.filter(id__in=list(ids))
    return {
        one.id: display_name(one.family_name, one.given_name, locale=actor.language) or one.email
        for one in found
    }


declare("user", _users)
