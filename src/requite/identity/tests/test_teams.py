import pytest

from requite.identity import queries
from requite.identity.actions.correct_team import correct_team
from requite.identity.actions.erase_team import erase_team
from requite.identity.actions.invite_user import invite_user
from requite.identity.actions.register_team import register_team
from requite.identity.models import Team
from requite.identity.tests.cast import NOW, entries
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id


def test_the_tree_comes_in_order(cast, django_assert_num_queries):
    anna = cast.actors["anna"]
    with django_assert_num_queries(1):
        nodes = queries.list_teams(actor=anna)
    assert [(node.name, node.depth, node.members) for node in nodes] == [
        ("Sales", 0, 0),
        ("North", 1, 3),
        ("South", 1, 1),
    ]
    assert nodes[1].path == "Sales › North"
    assert not any(node.is_empty for node in nodes)


def test_makes_a_team_once(cast):
    once = new_id()
    teams = {
        register_team(actor=cast.actors["oleg"], at=NOW, name="East", parent_id=cast.sales.id, once=once).id
        for _ in "12"
    }
    assert len(teams) == 1
    [entry] = entries()
    assert (entry.type, entry.changes["name"]) == ("identity.TeamRegistered", ["", "East"])


def test_refuses_a_twin_of_the_same_place_only(cast):
    with pytest.raises(Refused) as refused:
        register_team(actor=cast.actors["oleg"], at=NOW, name="North", parent_id=cast.sales.id)
    assert set(refused.value.errors) == {"name"}
    assert register_team(actor=cast.actors["oleg"], at=NOW, name="North", parent_id=cast.south.id)


def test_refuses_an_unknown_place(cast):
    with pytest.raises(Refused) as refused:
        register_team(actor=cast.actors["oleg"], at=NOW, name="East", parent_id=new_id())
    assert set(refused.value.errors) == {"parent_id"}


def test_renames_and_moves(cast):
    team = correct_team(
        actor=cast.actors["oleg"],
        at=NOW,
        team_id=cast.north.id,
        name="Far North",
        parent_id=cast.south.id,
        version=1,
    )
    assert (team.name, team.parent_id, team.version) == ("Far North", cast.south.id, 2)
    [entry] = entries("identity.TeamCorrected")
    assert entry.changes["name"] == ["North", "Far North"]


def test_refuses_a_circle(cast):
    for parent in (cast.north, cast.sales):
        with pytest.raises(Refused) as refused:
            correct_team(
                actor=cast.actors["oleg"], at=NOW, team_id=cast.sales.id, name="Sales", parent_id=parent.id
            )
        assert set(refused.value.errors) == {"parent_id"}
    assert Team.objects.get(id=cast.sales.id).parent_id is None
    assert not entries()


def test_the_second_saver_learns_of_the_first(cast):
    values = {"actor": cast.actors["oleg"], "at": NOW, "team_id": cast.north.id, "parent_id": cast.sales.id}
    correct_team(**values, name="Upper", version=1)
    with pytest.raises(Stale) as stale:
        correct_team(**values, name="Top", version=1)
    assert stale.value.changes == {"name": ("Upper", "Top")}


def test_deletes_only_what_is_empty(cast):
    oleg = cast.actors["oleg"]
    for team in (cast.sales, cast.north):
        with pytest.raises(Refused):
            erase_team(actor=oleg, at=NOW, team_id=team.id)
    east = register_team(actor=oleg, at=NOW, name="East")
    invite_user(actor=oleg, at=NOW, email="z@z.kr", role="rep", team_id=east.id)
    with pytest.raises(Refused):
        erase_team(actor=oleg, at=NOW, team_id=east.id)
    west = register_team(actor=oleg, at=NOW, name="West")
    erase_team(actor=oleg, at=NOW, team_id=west.id)
    assert not Team.objects.filter(id=west.id).exists()
    with pytest.raises(NotVisible):
        erase_team(actor=oleg, at=NOW, team_id=west.id)
    assert len(entries("identity.TeamErased")) == 1


@pytest.mark.parametrize("who", ["anna", "vera", "emma"])
def test_refuses_those_without_the_right(cast, who):
    actor = cast.actors[who]
    with pytest.raises(NotAllowed):
        register_team(actor=actor, at=NOW, name="Mine")
    with pytest.raises(NotAllowed):
        correct_team(actor=actor, at=NOW, team_id=cast.north.id, name="Mine", parent_id=None)
    with pytest.raises(NotAllowed):
        erase_team(actor=actor, at=NOW, team_id=cast.south.id)
    assert not entries()
