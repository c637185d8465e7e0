"""What must hold of one related record, and how deep groups stand."""

from __future__ import annotations

from typing import Any

import pytest
from testing.builders import DAY, call_of, company_of, deal_of, person_of, status
from testing.cast import NOW, Cast

from requite.insight.lists.conditions import Branch, Filter, Query
from requite.insight.lists.listing import read_page
from requite.insight.lists.trees import make_filter, read_groups, write_groups
from requite.people.models import Person

pytestmark = pytest.mark.django_db


def names(actor: Any, *lines: tuple[str, str, str, str], kind: Any = "person", match: str = "all") -> list[str]:
    query = Query(kind, "all", make_filter(actor, kind, lines, match=match))
    assert query.filter.is_whole
    ids = read_page(actor=actor, at=NOW, query=query).ids
    return [Person.objects.get(id=id_).family_name for id_ in ids]


def test_one_deal_has_all_that_is_asked(cast: Cast, actors: Any) -> None:
    """Two deals of which each has a part are not one that has both."""
    kim, lee = person_of(cast, family="Kim"), person_of(cast, family="Lee")
    stage = str(deal_of(cast, title="Big", person_id=kim.id, stage="offer", amount="900000").stage_id)
    deal_of(cast, title="Small", person_id=lee.id, stage="offer", amount="100")
    deal_of(cast, title="Early", person_id=lee.id, stage="interest", amount="900000")
    lines = [("0.deal-0", "stage", "is", stage), ("0.deal-0", "amount", "at_least", "5000")]
    assert names(actors["anna"], *lines) == ["Kim"]
    apart = [("0.deal-0", "stage", "is", stage), ("1.deal-0", "amount", "at_least", "5000")]
    assert names(actors["anna"], *apart) == ["Kim", "Lee"]
    assert names(actors["anna"], *((f"0.no-{path[2:]}", *rest) for path, *rest in lines)) == ["Lee"]
    assert names(actors["gleb"], *lines) == []


def test_a_call_had_that_outcome_within_those_days(cast: Cast, actors: Any) -> None:
    kim, lee = person_of(cast, family="Kim"), person_of(cast, family="Lee")
    call_of(cast, kim, outcome="talked", at=NOW - DAY)
    call_of(cast, lee, outcome="talked", at=NOW - 40 * DAY)
    call_of(cast, lee, outcome="no_answer", at=NOW - DAY)
    lines = [("0.activity-0", "outcome", "is", str(status("talked").id)), ("0.activity-0", "when", "within", "30")]
    assert names(actors["anna"], *lines) == ["Kim"]


def test_a_deal_of_a_company_that_is_hidden_tells_nothing(cast: Cast, actors: Any) -> None:
    company = company_of(cast, "gleb", name="Sejong")
    person_of(cast, family="Kim")
    Person.objects.filter(family_name="Kim").update(company=company)
    deal = deal_of(cast, title="Frames", amount="500")
    type(deal).objects.filter(id=deal.id).update(company=company)
    line = ("0.company_deal-0", "amount", "at_least", "1")
    assert names(actors["anna"], line) == []
    assert names(actors["oleg"], line) == ["Kim"]


@pytest.mark.parametrize(
    ("path", "slug", "problem"),
    [("0.deal-0", "last_call", "field"), ("0.price-0", "amount", "field"), ("0.activity-0", "outcome", "field")],
)
def test_what_the_reader_may_not_know_of_is_left_out(cast: Cast, actors: Any, path: str, slug: str, problem: str) -> None:
    """Dina sees no work: neither activities nor what of a deal tells of them."""
    found = make_filter(actors["dina"], "person", [(path, slug, "within", "5")])
    branch = found.groups[0][0]
    assert isinstance(branch, Branch)
    assert [one.problem for one in branch.parts] == [problem]  # type: ignore[union-attr]
    assert found.asked == ()


@pytest.mark.parametrize(
    ("path", "is_deep"), [("0.1.2.3", False), ("0.1.2.3.4", True), ("0.1.2.deal-0.4", True), ("0.(", True)]
)
def test_stand_four_deep_at_most(actors: Any, path: str, is_deep: bool) -> None:
    found = make_filter(actors["anna"], "person", [(path, "name", "filled", "")])
    assert found.is_deep == is_deep
    assert bool(found.asked) != is_deep


def test_views_kept_before_there_were_groups_within_are_read_as_ever(actors: Any) -> None:
    kept = [[["name", "contains", "kim"], ["title", "filled", ""]], [["score", "at_least", "3"]]]
    found = make_filter(actors["anna"], "person", read_groups(kept))
    assert write_groups(found) == kept
    assert [len(group) for group in found.groups] == [2, 1]
    assert Filter().asked == ()
