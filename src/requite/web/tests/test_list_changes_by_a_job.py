"""What a list holds, changed by a job: what was asked for then is asked for up to its end, or nothing is."""

from __future__ import annotations

import pytest
from testing.builders import person_of
from testing.cast import NOW, Cast

from requite.fields.actions.fields import archive_field
from requite.insight.lists.actions import change
from requite.insight.lists.actions.change import launch_change, return_change
from requite.insight.lists.jobs import go_on
from requite.insight.lists.listed import shipped
from requite.insight.lists.trees import make_filter
from requite.people.models import Person
from requite.web.tests.own import actor, add, fill

pytestmark = pytest.mark.django_db


def test_a_condition_whose_field_was_removed_meanwhile_ends_it_and_changes_nobody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change, "AT_ONCE", 3)
    monkeypatch.setattr(change, "BATCH", 2)
    field = add(cast, "text", "Region")
    meant, others = ([person_of(cast) for _n in range(4)] for _group in range(2))
    for one in meant:
        fill(cast, one, field, "Busan")
    anna = actor(cast)
    query = shipped("person", "all", make_filter(anna, "person", [("0", field.slug, "is", "Busan")]))
    act = launch_change(actor=anna, at=NOW, kind="person", way="tag", given="vip", query=query)
    assert not go_on(change.resolve_change, act_id=act.id, actor_id=anna.me, stopped=lambda: True)
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    assert go_on(change.resolve_change, act_id=act.id, actor_id=anna.me)
    act.refresh_from_db()
    assert (act.state, act.changed) == ("failed", 2)
    assert not Person.objects.filter(id__in=[one.id for one in others], tags=["vip"]).exists()
    return_change(actor=anna, at=NOW, act_id=act.id)
    assert not Person.objects.filter(tags=["vip"]).exists()
