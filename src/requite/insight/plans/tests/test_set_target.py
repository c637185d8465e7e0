"""Targets: set, replaced, taken back; who may; what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.actions.drafts import TargetDraft, read_target
from requite.insight.plans.actions.retract_target import retract_target
from requite.insight.plans.actions.set_target import PlanMovedOn, set_target
from requite.insight.plans.counting import get_counter
from requite.insight.plans.models import Plan
from requite.insight.plans.tests.stage import AT, Cast
from requite.journal.models import Entry
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id


def anna(cast: Cast) -> Holder:
    return Holder("user", cast.user("anna").id)


def draft(cast: Cast, **values: Any) -> TargetDraft:
    return replace(TargetDraft(anna(cast), "meetings_held", "month", "10"), **values)


def test_holds_from_the_present_period_on(cast: Cast) -> None:
    plan = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast))
    assert (plan.starts_on, plan.ends_on, plan.target) == (date(2026, 10, 1), None, 10)
    counter = get_counter(
        actor=cast.actor("anna"), holder=anna(cast), slug="meetings_held", span="month", at=AT
    )
    assert (counter.plan_id, counter.target) == (plan.id, 10)
    entry = Entry.objects.get(subject_id=plan.id)
    assert (entry.type, entry.changes["target"]) == ("insight.TargetSet", [None, "10"])
    assert set(entry.topics) == {
        "plans", "company", f"user:{cast.user('anna').id}", f"team:{cast.seoul.id}", f"team:{cast.south.id}",
    }  # fmt: skip


def test_ends_the_former_plan_where_the_next_begins(cast: Cast) -> None:
    first = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast))
    november = AT + timedelta(days=30)
    second = set_target(
        actor=cast.actor("vera"), at=november, draft=draft(cast, target="12"), seen=first.id, version=1
    )
    first.refresh_from_db()
    assert (first.ends_on, first.version, second.starts_on) == (date(2026, 11, 1), 2, date(2026, 11, 1))


def test_a_plan_from_to_that_is_over_keeps_its_target(cast: Cast) -> None:
    october = draft(cast, span="custom", starts_on=date(2026, 10, 1), last_on=date(2026, 10, 20))
    first = set_target(actor=cast.actor("vera"), at=AT, draft=october)
    november = replace(october, starts_on=date(2026, 11, 16), last_on=date(2026, 11, 30))
    with pytest.raises(PlanMovedOn):
        set_target(actor=cast.actor("vera"), at=AT + timedelta(days=30), draft=november, seen=first.id, version=1)
    first.refresh_from_db()
    assert first.ends_on == date(2026, 10, 21)


def test_replaces_a_plan_of_the_same_period_wholly(cast: Cast) -> None:
    first = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast))
    set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast, target="12"), seen=first.id, version=1)
    first.refresh_from_db()
    assert first.ends_on == first.starts_on
    counter = get_counter(
        actor=cast.actor("anna"), holder=anna(cast), slug="meetings_held", span="month", at=AT
    )
    assert counter.target == 12


def test_ends_where_a_later_plan_begins_already(cast: Cast) -> None:
    later = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast, starts_on=date(2027, 1, 20)))
    now = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast, target="8"))
    assert (now.ends_on, later.starts_on, later.ends_on) == (date(2027, 1, 1), date(2027, 1, 1), None)


def test_makes_one_plan_of_a_form_sent_twice(cast: Cast) -> None:
    once = new_id()
    plans = [
        set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast), version=0, once=once)
        for _n in range(2)
    ]
    assert plans[0].id == plans[1].id
    assert Plan.objects.count() == 1


def test_says_that_another_was_faster(cast: Cast) -> None:
    first = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast))
    with pytest.raises(PlanMovedOn) as caught:
        set_target(actor=cast.actor("oleg"), at=AT, draft=draft(cast, target="12"), version=0)
    assert (caught.value.former, caught.value.by) == (first, "Vera")
    assert Plan.objects.count() == 1


def test_keeps_a_plan_from_to_beside_the_others(cast: Cast) -> None:
    set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast))
    days = {"span": "custom", "starts_on": date(2026, 10, 12), "last_on": date(2026, 10, 23)}
    plan = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast, **days))
    assert (plan.starts_on, plan.ends_on) == (date(2026, 10, 12), date(2026, 10, 24))
    assert Plan.objects.filter(ends_on=None).count() == 1
    with pytest.raises(PlanMovedOn):
        set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast, **days), version=0)
    fresh = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast, **days), seen=plan.id, version=1)
    plan.refresh_from_db()
    assert plan.ends_on == plan.starts_on
    assert fresh.ends_on == date(2026, 10, 24)


WRONG = [
    ({"target": "0"}, "target"), ({"target": "-3"}, "target"), ({"target": "many"}, "target"),
    ({"target": ""}, "target"), ({"target": "9" * 30}, "target"), ({"target": "NaN"}, "target"),
    ({"target": "Infinity"}, "target"), ({"target": "2.5"}, "target"), ({"metric": "gold"}, "metric"),
    ({"metric": ""}, "metric"), ({"span": "decade"}, "span"), ({"counts": "some"}, "counts"),
    ({"starts_on": date(1970, 1, 1)}, "starts_on"), ({"starts_on": date(2099, 1, 1)}, "starts_on"),
    ({"starts_on": date(2026, 9, 30)}, "starts_on"), ({"span": "custom"}, "starts_on"),
    ({"span": "custom", "starts_on": date(2026, 10, 20)}, "last_on"),
    ({"span": "custom", "starts_on": date(2026, 10, 20), "last_on": date(2026, 10, 19)}, "last_on"),
    ({"span": "custom", "starts_on": date(2026, 10, 20), "last_on": date(2036, 10, 19)}, "last_on"),
    ({"span": "custom", "starts_on": date(2026, 9, 1), "last_on": date(2026, 9, 30)}, "starts_on"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "field"), WRONG)
def test_refuses_what_is_no_plan(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        set_target(actor=cast.actor("oleg"), at=AT, draft=draft(cast, **values))
    assert field in caught.value.errors
    assert not Plan.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("text", "value"),
    [("10", 10), (" 1 200 ", 1200), ("1,200", 1200), ("1,200,000", 1200000), ("2,5", Decimal("2.5")),
     ("1.5", Decimal("1.5")), ("", None), ("ten", None), ("1e3", 1000), ("１０", 10)],
)  # fmt: skip
def test_reads_numbers_as_people_type_them(text: str, value: Decimal | None) -> None:
    assert read_target(text) == value


ALLOWED = [("vera", "anna"), ("vera", "vera"), ("vera", "seoul"), ("vera", "south"), ("oleg", "gleb"), ("oleg", "north"),
           ("oleg", "")]  # fmt: skip
HIDDEN = [
    ("anna", "boris"),
    ("anna", "seoul"),
    ("vera", "gleb"),
    ("vera", "north"),
    ("vera", ""),
    ("dina", "anna"),
    ("gleb", ""),
]
SEEN = [("anna", "anna"), ("elena", "anna"), ("elena", "south"), ("elena", "")]


def holder(cast: Cast, name: str) -> Holder:
    teams = {"seoul": cast.seoul, "south": cast.south, "north": cast.north}
    if name in teams:
        return Holder("team", teams[name].id)
    return Holder("user", cast.user(name).id) if name else COMPANY


@pytest.mark.parametrize(("who", "whose"), ALLOWED)
def test_lets_those_set_who_may(cast: Cast, who: str, whose: str) -> None:
    assert set_target(actor=cast.actor(who), at=AT, draft=draft(cast, holder=holder(cast, whose)))


@pytest.mark.parametrize(
    ("who", "whose", "error"),
    [*((*one, NotVisible) for one in HIDDEN), *((*one, NotAllowed) for one in SEEN)],
)
def test_stops_those_who_may_not(cast: Cast, who: str, whose: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        set_target(actor=cast.actor(who), at=AT, draft=draft(cast, holder=holder(cast, whose)))
    assert not Plan.objects.exists()


def test_knows_no_holder_that_there_is_not(cast: Cast) -> None:
    for unknown in (Holder("user", new_id()), Holder("team", new_id())):
        with pytest.raises(NotVisible):
            set_target(actor=cast.actor("oleg"), at=AT, draft=draft(cast, holder=unknown))


def test_takes_a_plan_back_from_the_present_period_on(cast: Cast) -> None:
    plan = set_target(actor=cast.actor("vera"), at=AT, draft=draft(cast))
    with pytest.raises(NotAllowed):
        retract_target(actor=cast.actor("anna"), at=AT, plan_id=plan.id)
    with pytest.raises(NotVisible):
        retract_target(actor=cast.actor("gleb"), at=AT, plan_id=plan.id)
    with pytest.raises(Stale):
        retract_target(actor=cast.actor("vera"), at=AT, plan_id=plan.id, version=7)
    december = AT + timedelta(days=60)
    assert retract_target(actor=cast.actor("vera"), at=december, plan_id=plan.id, version=1).ends_on == date(
        2026, 12, 1
    )
    with pytest.raises(Refused):
        retract_target(actor=cast.actor("vera"), at=december, plan_id=plan.id)
    assert Entry.objects.filter(subject_id=plan.id).count() == 2


def test_speaks_the_language_of_the_reader(cast: Cast) -> None:
    with translation.override("en"), pytest.raises(Refused) as caught:
        set_target(actor=cast.actor("oleg"), at=AT, draft=draft(cast, target="0"))
    assert str(caught.value.errors["target"]) == "A target is above 0."
