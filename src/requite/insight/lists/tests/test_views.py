"""Kept views: whose they are, what they ask, what becomes of them."""

import pytest
from testing.cast import NOW

from requite.identity.access import find_actor
from requite.identity.models import User
from requite.insight.lists.access import see_view
from requite.insight.lists.actions.views import ViewDraft, archive_view, correct_view, keep_view, restore_view
from requite.insight.lists.conditions import Query
from requite.insight.lists.queries import list_tabs, shape_view
from requite.insight.lists.trees import make_filter
from requite.journal.models import Entry
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def draft(actor, name="Quiet", share="private", given=(("0", "tags", "has", "VIP"),), **more):
    query = Query("person", "all", make_filter(actor, "person", given), "last_contact", True, ("owner",))
    return ViewDraft(name=name, query=query, share=share, **more)


def tabs(actor):
    return [tab.name for tab in list_tabs(actor=actor, kind="person")]


def keep(actor, **how):
    return keep_view(actor=actor, at=NOW, draft=draft(actor, **how))


def test_gives_back_what_was_kept(actors):
    anna = actors["anna"]
    view = keep(anna)
    assert shape_view(anna, see_view(actor=anna, view_id=view.id)).query == draft(anna).query
    assert Entry.objects.filter(subject_id=view.id, type="insight.ViewKept").count() == 1


@pytest.mark.parametrize(
    ("share", "sees"),
    [("private", {"anna"}), ("team", {"anna", "boris", "vera"}), ("all", {"anna", "boris", "vera", "gleb", "oleg"})],
)
def test_is_seen_by_those_it_is_shared_with(actors, share, sees):
    view = keep(actors["anna"])
    type(view).objects.filter(id=view.id).update(share=share)
    for who in ("anna", "boris", "vera", "gleb", "oleg"):
        assert (tabs(actors[who]) == ["Quiet"]) == (who in sees)
        if who not in sees:
            with pytest.raises(NotVisible):
                see_view(actor=actors[who], view_id=view.id)


def test_a_view_is_asked_with_the_rights_of_its_reader(actors):
    view = keep(actors["oleg"], share="all", given=[("0", "phone", "contains", "1234")])
    query = shape_view(actors["emma"], see_view(actor=actors["emma"], view_id=view.id)).query
    assert query.filter.groups[0][0].problem == "masked"
    query = shape_view(actors["dina"], see_view(actor=actors["dina"], view_id=view.id)).query
    assert query.sort == "name"  # operators don't see when somebody was last in touch


@pytest.mark.parametrize(
    ("who", "said"), [("emma", ["•••", "77"]), ("dina", ["5678901", "•••"]), ("oleg", ["5678901", "77"])]
)
def test_does_not_tell_values_of_fields_that_its_reader_does_not_see(actors, who, said):
    given = [("0", "phone", "contains", "5678901"), ("1", "last_contact", "within", "77")]
    view = keep(actors["oleg"], share="all", given=given)
    groups = shape_view(actors[who], see_view(actor=actors[who], view_id=view.id)).query.filter.groups
    assert [one.value for group in groups for one in group] == said


def test_one_shares_as_far_as_one_may(actors):
    with pytest.raises(NotAllowed):
        keep(actors["anna"], share="all")
    with pytest.raises(Refused):
        keep(actors["anna"], share="moon")


def test_is_shared_with_the_team_that_its_owner_has_now(cast, actors):
    view = keep(actors["anna"])
    User.objects.filter(id=cast.anna.id).update(team=cast.south)
    anna = find_actor(user_id=cast.anna.id)
    correct_view(actor=anna, at=NOW, view_id=view.id, draft=draft(anna, share="team"))
    assert (tabs(actors["gleb"]), tabs(actors["boris"])) == (["Quiet"], [])


def test_only_its_owner_changes_it(actors):
    view = keep(actors["anna"], share="team")
    for act in (archive_view, restore_view):
        with pytest.raises(NotAllowed):
            act(actor=actors["boris"], at=NOW, view_id=view.id)
    with pytest.raises(NotAllowed):
        correct_view(actor=actors["boris"], at=NOW, view_id=view.id, draft=draft(actors["boris"], name="Mine"))
    correct_view(actor=actors["anna"], at=NOW, view_id=view.id, draft=draft(actors["anna"], name="Loud"), version=1)
    assert tabs(actors["anna"]) == ["Loud"]
    with pytest.raises(Stale):
        correct_view(actor=actors["anna"], at=NOW, view_id=view.id, draft=draft(actors["anna"]), version=1)


def test_is_gone_and_back(actors):
    view = keep(actors["anna"])
    archive_view(actor=actors["anna"], at=NOW, view_id=view.id)
    assert tabs(actors["anna"]) == []
    restore_view(actor=actors["anna"], at=NOW, view_id=view.id)
    assert tabs(actors["anna"]) == ["Quiet"]


def test_the_same_form_twice_makes_one(actors):
    once = new_id()
    made = [keep_view(actor=actors["anna"], at=NOW, draft=draft(actors["anna"]), once=once).id for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_is_needed(actors, name):
    with pytest.raises(Refused) as refusal:
        keep(actors["anna"], name=name)
    assert "name" in refusal.value.errors


def test_an_unfinished_filter_is_not_kept(actors):
    with pytest.raises(Refused):
        keep(actors["anna"], given=[("0", "score", "at_least", "many")])
