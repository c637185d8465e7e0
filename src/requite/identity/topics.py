"""Live topics that a rep's records move: the rep's own, each team's above, the company's."""

from collections.abc import Iterable
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

ABOVE = """
WITH RECURSIVE above AS (
    SELECT t.id, t.parent_id FROM identity_team t JOIN identity_user u ON u.team_id = t.id WHERE u.id = ANY(%s)
    UNION SELECT t.id, t.parent_id FROM identity_team t JOIN above ON t.id = above.parent_id
) SELECT id FROM above
"""


def topics_of(owner_ids: Iterable[UUID | None]) -> frozenset[str]:
    """The topics that a change to records of these owners moves."""
    owners = {owner for owner in owner_ids if owner}
    if not owners:
        return frozenset({"company"})
    teams = [f"team:{row[0]}" for row in fetch_all(ABOVE, [list(owners)])]
    return frozenset({*(f"user:{owner}" for owner in owners), *teams, "company"})


def topics_for(actor: Actor) -> frozenset[str]:
    """The topics that the actor may listen to, as far as reps and teams go."""
    topics = {f"user:{actor.id}"}
    scope = actor.scope("work.see") or actor.scope("people.see")
    if scope in ("team", "all"):
        topics |= {f"user:{user_id}" for user_id in actor.reach} | {f"team:{team_id}" for team_id in actor.team_ids}
    if scope == "all":
        topics |= {"company"}
    return frozenset(topics)
