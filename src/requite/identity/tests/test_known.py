"""What a process keeps of an actor between requests: whom they lead, and who leads them, as it is now."""

from dataclasses import replace

import pytest
from django.db import transaction

from requite.identity import access
from requite.identity.access import find_reader, find_session_and_reader
from requite.identity.models import Organisation, Team, User
from requite.identity.tests.cast import NOW, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def in_order(reader):
    """Whom somebody leads comes in no order."""
    return reader and replace(reader, actor=replace(reader.actor, reach=tuple(sorted(reader.actor.reach))))


def read(user):
    return find_session_and_reader(key="none", user_id=user.id, now=NOW)[1]


def fresh(user):
    return in_order(find_reader(user_id=user.id))


def stamp():
    return Organisation.objects.values_list("staff_stamp", flat=True).get()


CHANGES = {
    "a member moves away": lambda cast: User.objects.filter(id=cast.anna.id).update(team=cast.south),
    "a member leaves the team": lambda cast: User.objects.filter(id=cast.boris.id).update(team=None),
    "the leader moves": lambda cast: User.objects.filter(id=cast.vera.id).update(team=cast.south),
    "somebody comes": lambda cast: User.objects.create(email="new@hanil.kr", team=cast.north, made_at=NOW),
    "a team comes below": lambda cast: Team.objects.filter(id=cast.south.id).update(parent=cast.north),
    "a team is founded below": lambda cast: Team.objects.create(name="Far north", parent=cast.north),
    "the leader is promoted": lambda cast: User.objects.filter(id=cast.vera.id).update(role="executive"),
    "the leader is called otherwise": lambda cast: User.objects.filter(id=cast.vera.id).update(family_name="Han"),
    "the leader's language changes": lambda cast: User.objects.filter(id=cast.vera.id).update(language="ru"),
    "the company's zone changes": lambda cast: Organisation.objects.update(time_zone="Europe/Moscow"),
    "the company's currency changes": lambda cast: Organisation.objects.update(currency="RUB"),
    "the leader goes": lambda cast: User.objects.filter(id=cast.vera.id).update(is_active=False, deactivated_at=NOW),
}


@pytest.mark.parametrize("what", CHANGES)
def test_is_read_anew_when(cast, what):
    read(cast.vera)
    CHANGES[what](cast)
    assert in_order(read(cast.vera)) == fresh(cast.vera)


def test_is_kept_while_nobody_moves(cast):
    first = read(cast.vera)
    User.objects.filter(id=cast.anna.id).update(last_seen_at=NOW, theme="dark")
    assert read(cast.vera).actor is first.actor
    assert in_order(first) == fresh(cast.vera)


def test_says_at_once_what_is_the_readers_own(cast):
    read(cast.vera)
    User.objects.filter(id=cast.vera.id).update(theme="dark", last_seen_at=NOW)
    found = read(cast.vera)
    assert (found.theme, found.last_seen_at) == ("dark", NOW)


def test_is_the_old_one_again_where_the_change_is_taken_back(cast):
    first = read(cast.vera)
    with transaction.atomic():
        User.objects.filter(id=cast.anna.id).update(team=cast.south)
        assert cast.anna.id not in read(cast.vera).actor.reach
        transaction.set_rollback(True)
    assert in_order(read(cast.vera)) == in_order(first) == fresh(cast.vera)


def test_without_a_company_is_read_each_time(cast):
    Organisation.objects.all().delete()
    assert in_order(read(cast.vera)) == in_order(read(cast.vera)) == fresh(cast.vera)
    assert cast.anna.id in read(cast.vera).actor.reach


def test_is_of_so_many_and_no_more(cast, monkeypatch):
    monkeypatch.setattr(access, "MOST_KNOWN", 2)
    for user in (cast.anna, cast.boris, cast.vera, cast.gleb):
        read(user)
    assert len(access._known) <= 2


@pytest.mark.parametrize("field", ["theme", "last_seen_at"])
def test_a_stamp_stays_where_nothing_hangs_on_it(cast, field):
    before = stamp()
    user = User.objects.get(id=cast.anna.id)
    setattr(user, field, {"theme": "dark", "last_seen_at": NOW}[field])
    user.save()
    assert stamp() == before
