"""Live topics that a rep's records move: the rep's own, each team's above, the company's."""

from collections.abc import Iterable
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import DEAR, ONCE_IN_TURN, fetch_all

ABOVE = f"""
WITH RECURSIVE above AS (
    SELECT t.id, t.parent_id FROM identity_team t JOIN identity_user u ON u.team_id = t.id WHERE u.id = ANY(%s)
    UNION SELECT t.id, t.parent_id FROM identity_team t JOIN above ON t.id = above.parent_id
) SELECT id FROM above WHERE {ONCE_IN_TURN}
"""  # noqa: S608


def topics_of(owner_ids: Iterable[UUID | None], *, actor: Actor | None = None) -> frozenset[str]:
    """The topics that a change to records of these owners moves. Of the actor's own alone nothing is asked of the base."""
    owners = {owner for owner in owner_ids if owner}
    if not owners:
        return frozenset({"company"})
    if actor is not None and actor.above is not None and owners == {actor.id}:
        above: Iterable[UUID] = actor.above
    else:
        above = [row[0] for row in fetch_all(ABOVE, [list(owners), DEAR])]
    return frozenset({*(f"user:{owner}" for owner in owners), *(f"team:{team}" for team in above), "company"})


def replies_of(user_id: UUID) -> frozenset[str]:
    """The topic of what is said to a rep in answer: theirs alone to hear, and seldom moved."""
    return frozenset({f"replies:{user_id}"})


def topics_for(actor: Actor) -> frozenset[str]:
    """The topics that the actor may listen to, as far as reps and teams go."""
    topics = {f"user:{actor.id}", f"replies:{actor.id}"}
    scope = actor.scope("work.see") or actor.scope("people.see")
    if scope in ("team", "all"):
        topics |= {f"user:{user_id}" for user_id in actor.reach} | {f"team:{team_id}" for team_id in actor.team_ids}
    if scope == "all":
        topics |= {"company"}
    return frozenset(topics)
