"""Colleagues to choose from."""

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.web.screens.names import full

OWNERS = """
SELECT id, family_name, given_name, email FROM identity_user
WHERE is_active AND (%(reach)s::uuid[] IS NULL OR id = ANY(%(reach)s::uuid[]))
ORDER BY family_name, given_name, id LIMIT 200
"""


def owners_for(actor: Actor) -> list[tuple[str, str]]:
    """Colleagues to whom the actor may give a record, as (id, name): the first 200 by name."""
    reach = None if actor.owners("people.see") is None else list(actor.reach)
    rows = fetch_all(OWNERS, {"reach": reach})
    return [(str(row[0]), full(row[1], row[2]) or row[3]) for row in rows]
