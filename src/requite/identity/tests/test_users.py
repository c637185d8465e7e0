from dataclasses import replace

import pytest

from requite.identity import queries
from requite.identity.access import find_actor
from requite.identity.actions.correct_user import UserDraft, correct_user
from requite.identity.actions.deactivate_user import deactivate_user
from requite.identity.actions.restore_user import restore_user
from requite.identity.models import User
from requite.identity.tests.cast import NOW, entries
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id


def draft(user, **values):
    kept = {
        name: getattr(user, name) for name in ("family_name", "given_name", "role", "team_id", "language")
    }
    return UserDraft(**{**kept, **values})


def test_corrects_and_journals_by_name(cast):
    given = draft(cast.anna, given_name=" Anne ", team_id=cast.south.id, role="leader", language="ko")
    user = correct_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.anna.id, draft=given, version=1)
    assert (user.given_name, user.team_id, user.role, user.version) == ("Anne", cast.south.id, "leader", 2)
    [entry] = entries("identity.UserCorrected")
    assert entry.changes == {
        "given_name": ["Anna", "Anne"], "role": ["rep", "leader"], "language": ["", "ko"],
        "team": ["North", "South"],
    }  # fmt: skip
    assert {f"user:{cast.anna.id}", f"team:{cast.north.id}", f"team:{cast.south.id}"} <= set(entry.topics)


def test_nothing_changed_is_nothing_written(cast):
    correct_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.anna.id, draft=draft(cast.anna))
    assert not entries()
    assert User.objects.get(id=cast.anna.id).version == 1


def test_the_second_saver_learns_of_the_first(cast):
    oleg = cast.actors["oleg"]
    correct_user(
        actor=oleg, at=NOW, user_id=cast.anna.id, draft=draft(cast.anna, given_name="Anne"), version=1
    )
    with pytest.raises(Stale) as stale:
        correct_user(
            actor=oleg, at=NOW, user_id=cast.anna.id, draft=draft(cast.anna, given_name="Ann"), version=1
        )
    assert stale.value.changes == {"given_name": ("Anne", "Ann")}
    assert stale.value.by == oleg.name
    assert User.objects.get(id=cast.anna.id).given_name == "Anne"


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, who):
    actor = cast.actors[who]
    with pytest.raises(NotAllowed):
        correct_user(actor=actor, at=NOW, user_id=actor.id, draft=draft(cast.anna, role="administrator"))
    with pytest.raises(NotAllowed):
        deactivate_user(actor=actor, at=NOW, user_id=cast.gleb.id)
    with pytest.raises(NotAllowed):
        restore_user(actor=actor, at=NOW, user_id=cast.gleb.id)
    with pytest.raises(NotAllowed):
        queries.list_users(actor=actor)
    assert not entries()


def test_nobody_rises_above_the_giver(cast):
    leader = replace(cast.actors["vera"], rights={"settings.users": "all"})
    for user, role in ((cast.vera, "administrator"), (cast.anna, "executive"), (cast.oleg, "rep")):
        with pytest.raises(NotAllowed):
            correct_user(actor=leader, at=NOW, user_id=user.id, draft=draft(user, role=role))
    with pytest.raises(NotAllowed):
        deactivate_user(actor=leader, at=NOW, user_id=cast.oleg.id)
    assert not entries()


def test_the_last_administrator_stays(cast):
    oleg = cast.actors["oleg"]
    with pytest.raises(Refused) as refused:
        correct_user(actor=oleg, at=NOW, user_id=cast.oleg.id, draft=draft(cast.oleg, role="rep"))
    assert set(refused.value.errors) == {"role"}
    with pytest.raises(Refused):
        deactivate_user(actor=oleg, at=NOW, user_id=cast.oleg.id)
    assert not entries()


def test_an_administrator_may_step_down_beside_another(cast):
    correct_user(
        actor=cast.actors["oleg"], at=NOW, user_id=cast.vera.id, draft=draft(cast.vera, role="administrator")
    )
    user = correct_user(
        actor=cast.actors["oleg"], at=NOW, user_id=cast.oleg.id, draft=draft(cast.oleg, role="rep")
    )
    assert user.role == "rep"


def test_a_deactivated_user_is_no_actor_and_comes_back(cast):
    oleg = cast.actors["oleg"]
    deactivate_user(actor=oleg, at=NOW, user_id=cast.anna.id)
    deactivate_user(actor=oleg, at=NOW, user_id=cast.anna.id)
    assert find_actor(user_id=cast.anna.id) is None
    assert User.objects.get(id=cast.anna.id).deactivated_at == NOW
    restore_user(actor=oleg, at=NOW, user_id=cast.anna.id)
    assert find_actor(user_id=cast.anna.id)
    assert [entry.type for entry in entries()] == ["identity.UserDeactivated", "identity.UserRestored"]


def test_nobody_deactivates_themselves(cast):
    User.objects.filter(id=cast.vera.id).update(role="administrator")
    with pytest.raises(Refused):
        deactivate_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.oleg.id)


def test_an_unknown_user_isnt_visible(cast):
    with pytest.raises(NotVisible):
        deactivate_user(actor=cast.actors["oleg"], at=NOW, user_id=new_id())
    with pytest.raises(NotVisible):
        queries.get_user(actor=cast.actors["oleg"], user_id=new_id())


def test_refuses_an_unknown_team_and_role(cast):
    given = draft(cast.anna, team_id=new_id(), role="king", language="de")
    with pytest.raises(Refused) as refused:
        correct_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.anna.id, draft=given)
    assert set(refused.value.errors) == {"team_id", "role", "language"}


def test_finds_by_words_team_role_and_state(cast):
    oleg = cast.actors["oleg"]

    def found(**filters):
        return {line.given_name for line in queries.list_users(actor=oleg, **filters).lines}

    assert found(q="kim ANN") == {"Anna"}
    assert found(q="dina@") == {"Dina"}
    assert found(q="100%_") == set()
    assert found(team_id=cast.north.id, role="rep") == {"Anna", "Boris"}
    deactivate_user(actor=oleg, at=NOW, user_id=cast.anna.id)
    assert "Anna" not in found()
    assert found(state="deactivated") == {"Anna"}
    assert len(found(state="all")) == 7


def test_pages_by_key(cast, django_assert_num_queries):
    oleg, seen, after = cast.actors["oleg"], [], None
    for _ in range(4):
        page = queries.list_users(actor=oleg, after=after, limit=2)
        seen += [line.family_name for line in page.lines]
        after = page.after
    assert after is None
    assert seen == sorted(seen)
    assert len(seen) == 7
    with django_assert_num_queries(1):
        queries.list_users(actor=oleg)
