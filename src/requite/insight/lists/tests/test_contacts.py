"""People by their last contact, beside calls and meetings within some days."""

from __future__ import annotations

import pytest

from requite.insight.lists import ways
from requite.insight.lists.conditions import Condition, Filter, Group, Query
from requite.insight.lists.tests.asking import give_up, pages, plain
from requite.insight.lists.tests.plain import Plain
from requite.work.models import Standing

pytestmark = pytest.mark.django_db
MEETING = Condition("last_meeting", "within", "30")
CALL = Condition("last_call", "within", "10")
PLACE = Condition("company_address", "contains", "Seoul")
FILTERS: tuple[tuple[Group, ...], ...] = (
    ((MEETING,),), ((CALL,),), ((MEETING, CALL),), ((Condition("last_meeting", "after", "2026-01-02"),),),
    ((MEETING,), (PLACE,)), ((CALL,), (PLACE,)), ((MEETING, Condition("last_contact", "within", "3")),),
)  # fmt: skip


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("slow", [(), ("glance", "seek", "quick", "walk")])
@pytest.mark.parametrize("groups", FILTERS)
def test_each_way_finds_the_same_in_the_order_of_the_last_contact(
    base: Plain, groups: tuple[Group, ...], slow: tuple[ways.How, ...], down: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_up(monkeypatch, slow, 20_000)
    for reader in ("anna", "vera", "oleg"):
        found = Filter(groups=groups)
        ids = pages(base.cast.actors[reader], Query("person", "all", found, "last_contact", down))
        assert set(ids) == plain(base, reader, "person", found)
        met = {one.person_id: one.last_contact_at for one in Standing.objects.filter(person_id__in=ids)}
        keys = [(met[id_], id_) for id_ in ids if met.get(id_)]
        assert keys == sorted(keys, reverse=down)
        assert ids[: len(keys)] == [id_ for _key, id_ in keys]
