"""Colleagues to choose from: a list of them, or, where there are more than a list holds, whom one types."""

from typing import Any
from uuid import UUID

from requite.fields.references import names_of
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_all
from requite.web.screens.names import full

MOST = 200
FOUND = 10
LONGEST, MOST_WORDS = 200, 5
REACHED = "is_active AND (%(reach)s::uuid[] IS NULL OR id = ANY(%(reach)s::uuid[]))"
ORDER = "ORDER BY family_name, given_name, id LIMIT %(limit)s"
OWNERS = f"SELECT id, family_name, given_name, email FROM identity_user WHERE {REACHED} {ORDER}"  # noqa: S608 - texts of this file
WORDS = f"""
SELECT id, family_name, given_name, email FROM identity_user
WHERE {REACHED} AND NOT EXISTS (
    SELECT FROM unnest(%(words)s::text[]) w WHERE strpos(lower(concat_ws(' ', family_name, given_name, email)), w) = 0)
{ORDER}
"""  # noqa: S608
NAMED = f"""
SELECT id FROM identity_user WHERE {REACHED} AND %(text)s IN (lower(email), lower(family_name || given_name),
    lower(family_name || ' ' || given_name), lower(given_name || ' ' || family_name))
LIMIT 2
"""  # noqa: S608


CALLED = f"SELECT family_name, given_name, email FROM identity_user WHERE id = %(id)s AND {REACHED}"  # noqa: S608


class Colleagues(list[tuple[str, str]]):
    """Colleagues as (id, name), by name. `is_whole`: these are all that the actor may choose."""

    is_whole = True

    def has(self, user_id: object) -> bool:
        """Whether that one is among them."""
        return str(user_id) in dict(self)


def owners_for(actor: Actor) -> Colleagues:
    """Colleagues to whom the actor may give a record: the first `MOST` by name."""
    found = Colleagues(_named(fetch_all(OWNERS, _reach(actor) | {"limit": MOST + 1})))
    if len(found) > MOST:
        found.is_whole = False
        del found[MOST:]
    return found


def find_colleagues(actor: Actor, query: str, *, limit: int = FOUND) -> list[tuple[str, str, str]]:
    """Those of the same reach of whom each word of the query is in the name or the address, as (id, name, address)."""
    words = query[:LONGEST].replace("\0", "").lower().split()[:MOST_WORDS]
    if not words:
        return []
    rows = fetch_all(WORDS, _reach(actor) | {"words": words, "limit": limit})
    return [(str(id_), full(family, given) or email, email) for id_, family, given, email in rows]


def name_colleague(actor: Actor, text: str) -> UUID | None:
    """The one colleague of that full name, in either order, or address; None for nobody and for several."""
    plain = " ".join(text[:LONGEST].replace("\0", "").lower().split())
    if not plain:
        return None
    rows = fetch_all(NAMED, _reach(actor) | {"text": plain})
    return rows[0][0] if len(rows) == 1 else None


def is_called(actor: Actor, user_id: str, text: str) -> bool:
    """Whether the user of that id is the one whom a field's text says: by the name that it shows, or the address."""
    name, address = call_colleague(actor, user_id)
    return bool(name) and text.strip().lower() in (name.lower(), address)


def call_colleague(actor: Actor, text: str) -> tuple[str, str]:
    """Name and address of one within the actor's reach whose id that is; blank for anybody else."""
    user_id = parse_id(text)
    rows = fetch_all(CALLED, _reach(actor) | {"id": user_id}) if user_id else []
    return (full(rows[0][0], rows[0][1]) or rows[0][2], rows[0][2]) if rows else ("", "")


def say_colleague(actor: Actor, text: str) -> str:
    """The name of the user whose id that is, "" for none."""
    user_id = parse_id(text)
    return names_of(actor, "user", [user_id]).get(user_id, "") if user_id else ""


def _reach(actor: Actor) -> dict[str, Any]:
    return {"reach": None if actor.owners("people.see") is None else list(actor.reach)}


def _named(rows: Any) -> list[tuple[str, str]]:
    return [(str(row[0]), full(row[1], row[2]) or row[3]) for row in rows]
