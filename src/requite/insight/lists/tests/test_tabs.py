"""Kept views above a list are read once for each reader, and anew in the request after any view has changed."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.cast import NOW, Cast

from requite.identity.access import find_actor
from requite.identity.models import User
from requite.insight.lists.models import View
from requite.insight.lists.queries import PRESENT, list_tabs, list_views

pytestmark = pytest.mark.django_db
Told = tuple[list[str], list[str]]


def view(owner: User, name: str, **values: object) -> View:
    return View.objects.create(kind="person", name=name, owner=owner, made_at=NOW, **values)


def within(cast: Cast, who: str = "anna") -> tuple[Told, int]:
    """The names above People, and of all views, as a request that begins now is told; and how many statements that took."""
    actor = find_actor(user_id=getattr(cast, who).id)
    assert actor
    token = PRESENT.set(actor.views_stamp)
    try:
        with CaptureQueriesContext(connection) as asked:
            tabs = [one.name for one in list_tabs(actor=actor, kind="person")]
            found = tabs, [name for _kind, _id, name in list_views(actor=actor)]
        return found, len(asked)
    finally:
        PRESENT.reset(token)


def test_are_read_once_for_each_reader(cast: Cast) -> None:
    view(cast.anna, "Hers"), view(cast.vera, "Theirs", share="team", team=cast.north), view(cast.vera, "Vera's")
    assert (within(cast), within(cast)[1]) == (((["Hers", "Theirs"], ["Hers", "Theirs"]), 2), 0)
    assert within(cast, "vera")[0] == (["Theirs", "Vera's"], ["Theirs", "Vera's"])


CHANGES: dict[str, tuple[Callable[[UUID], object], list[str]]] = {
    "one gets a name": (lambda id_: View.objects.filter(id=id_).update(name="Other"), ["Other"]),
    "one is archived": (lambda id_: View.objects.filter(id=id_).update(archived_at=NOW), []),
    "one is shared no longer": (lambda id_: View.objects.filter(id=id_).update(share="private"), []),
    "one goes": (lambda id_: View.objects.filter(id=id_).delete(), []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_are_read_anew_when(cast: Cast, what: str) -> None:
    one, (change, names) = view(cast.vera, "Calls", share="all"), CHANGES[what]
    assert within(cast)[0] == (["Calls"], ["Calls"])
    change(one.id)
    assert within(cast)[0] == (names, names)
    view(cast.anna, "New")
    assert within(cast)[0] == (sorted([*names, "New"]), sorted([*names, "New"]))


def test_who_comes_to_another_team_sees_its_views(cast: Cast) -> None:
    view(cast.vera, "Calls", share="team", team=cast.south)
    assert within(cast)[0] == ([], [])
    User.objects.filter(id=cast.anna.id).update(team=cast.south)
    assert within(cast)[0] == (["Calls"], ["Calls"])


def test_are_not_changed_by_who_asks(cast: Cast) -> None:
    view(cast.anna, "Hers")
    actor = find_actor(user_id=cast.anna.id)
    assert actor
    token = PRESENT.set(actor.views_stamp)
    try:
        list_tabs(actor=actor, kind="person").clear()
        assert len(list_tabs(actor=replace(actor, language="ko"), kind="person")) == 1
    finally:
        PRESENT.reset(token)
