from dataclasses import replace
from datetime import timedelta

import pytest

from requite.identity.access import find_actor
from requite.identity.actions.accept_invitation import accept_invitation, find_invitation
from requite.identity.actions.correct_user import UserDraft, correct_user
from requite.identity.actions.deactivate_user import deactivate_user
from requite.identity.actions.invite_user import digest_of, invite_user
from requite.identity.actions.retract_invitation import retract_invitation
from requite.identity.models import Invitation, User
from requite.identity.tests.cast import NOW, PASSWORD, entries
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id


@pytest.fixture
def given(cast):
    return invite_user(
        actor=cast.actors["oleg"], at=NOW, email="Zoya@Hanil.kr", role="leader", team_id=cast.south.id
    )


def take(given, at=NOW, **values):
    values = {"family_name": "Yun", "given_name": "Zoya", "password": PASSWORD, **values}
    return accept_invitation(secret=given.secret, at=at, **values)


def test_keeps_a_digest_only(given):
    kept = Invitation.objects.get()
    assert kept.digest == digest_of(given.secret)
    assert given.secret not in str(Invitation.objects.values().get())
    assert kept.email == "zoya@hanil.kr"
    [entry] = entries("identity.UserInvited")
    assert entry.subject_id == kept.id
    assert given.secret not in str(entry.changes)


def test_makes_a_user_of_that_role_and_team(cast, given):
    user = take(given, at=NOW + timedelta(days=6))
    assert (user.email, user.role, user.team_id) == ("zoya@hanil.kr", "leader", cast.south.id)
    assert user.check_password(PASSWORD)
    [entry] = entries("identity.UserJoined")
    assert (entry.subject_id, entry.actor_id, entry.via) == (user.id, user.id, "invitation")


def test_works_once(given):
    take(given)
    with pytest.raises(NotVisible):
        take(given)
    assert User.objects.filter(email="zoya@hanil.kr").count() == 1


def test_ends_after_a_week(given):
    with pytest.raises(NotVisible):
        take(given, at=NOW + timedelta(days=7))


def test_ends_when_taken_back(cast, given):
    retract_invitation(actor=cast.actors["oleg"], at=NOW, invitation_id=given.invitation.id)
    retract_invitation(actor=cast.actors["oleg"], at=NOW, invitation_id=given.invitation.id)
    with pytest.raises(NotVisible):
        take(given)
    assert len(entries("identity.InvitationRetracted")) == 1


def test_a_used_one_cant_be_taken_back(cast, given):
    take(given)
    with pytest.raises(Refused):
        retract_invitation(actor=cast.actors["oleg"], at=NOW, invitation_id=given.invitation.id)


@pytest.mark.parametrize("fall", ["role", "leave"])
def test_ends_when_its_giver_may_no_longer_give_it(cast, given, fall):
    second = cast.vera
    User.objects.filter(id=second.id).update(role="administrator")
    actor = cast.actors["oleg"]
    if fall == "role":
        draft = UserDraft(family_name="Oh", given_name="Oleg", role="leader")
        correct_user(actor=actor, at=NOW, user_id=cast.oleg.id, draft=draft)
    else:
        deactivate_user(actor=find_actor(user_id=second.id), at=NOW, user_id=cast.oleg.id)
    assert find_invitation(secret=given.secret, at=NOW) is None
    with pytest.raises(NotVisible):
        take(given)


def test_an_unknown_secret_is_as_a_spent_one(cast):
    assert find_invitation(secret="0" * 64, at=NOW) is None


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, who):
    with pytest.raises(NotAllowed):
        invite_user(actor=cast.actors[who], at=NOW, email="z@z.kr", role="rep")
    assert not Invitation.objects.exists()
    assert not entries()


def test_refuses_a_role_above_the_givers(cast):
    leader = replace(cast.actors["vera"], rights={**cast.actors["vera"].rights, "settings.users": "all"})
    with pytest.raises(NotAllowed):
        invite_user(actor=leader, at=NOW, email="z@z.kr", role="executive")
    assert not Invitation.objects.exists()
    assert invite_user(actor=leader, at=NOW, email="z@z.kr", role="leader").invitation.role == "leader"


def test_refuses_known_addresses_and_bad_ones(cast, given):
    for email in ("anna@hanil.kr", "ANNA@hanil.kr", "zoya@hanil.kr", "nothing", ""):
        with pytest.raises(Refused) as refused:
            invite_user(actor=cast.actors["oleg"], at=NOW, email=email, role="rep")
        assert set(refused.value.errors) == {"email"}
    with pytest.raises(Refused) as refused:
        invite_user(actor=cast.actors["oleg"], at=NOW, email="q@q.kr", role="king", team_id=new_id())
    assert set(refused.value.errors) == {"role", "team"}


def test_a_form_sent_twice_gives_one_link(cast):
    once = new_id()
    first, second = (
        invite_user(actor=cast.actors["oleg"], at=NOW, email="q@hanil.kr", role="rep", once=once)
        for _ in "12"
    )
    assert first.secret == second.secret
    assert Invitation.objects.count() == 1
    assert len(entries("identity.UserInvited")) == 1


def test_refuses_a_weak_password_and_no_name(given):
    with pytest.raises(Refused) as refused:
        take(given, family_name="", given_name="", password="password12")
    assert set(refused.value.errors) == {"family_name", "password"}
    assert take(given).is_active
