"""Whom a change concerns: the owner, the teams above, the company; of the actor's own nothing more is asked."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.identity.access import find_actor
from requite.identity.tests.cast import Cast
from requite.identity.topics import topics_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["anna", "vera", "oleg"])
def test_an_actors_own_records_move_what_they_would_move_for_another(cast: Cast, who: str) -> None:
    actor = cast.actors[who]
    with CaptureQueriesContext(connection) as asked:
        told = topics_of([actor.id, None], actor=actor)
    assert len(asked) == 0
    assert told == topics_of([actor.id])
    with CaptureQueriesContext(connection) as asked:
        assert topics_of([actor.id], actor=replace(actor, above=None)) == told
    assert len(asked) == 1


def test_teams_above_are_told_from_the_own_one_up(cast: Cast) -> None:
    anna = cast.actors["anna"]
    assert topics_of([anna.id], actor=anna) == {
        f"user:{anna.id}", f"team:{cast.north.id}", f"team:{cast.sales.id}", "company"
    }  # fmt: skip


def test_others_records_are_asked_after(cast: Cast) -> None:
    anna, gleb = cast.actors["anna"], cast.actors["gleb"]
    told = topics_of([anna.id, gleb.id], actor=anna)
    assert {f"user:{gleb.id}", f"team:{cast.south.id}", f"user:{anna.id}", f"team:{cast.north.id}"} <= told


def test_who_has_moved_to_another_team_tells_that_one(cast: Cast) -> None:
    cast.anna.team = cast.south
    cast.anna.save()
    moved = find_actor(user_id=cast.anna.id)
    assert moved is not None
    assert f"team:{cast.south.id}" in topics_of([moved.id], actor=moved)
    assert f"team:{cast.north.id}" not in topics_of([moved.id], actor=moved)
