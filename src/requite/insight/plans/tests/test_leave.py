"""A rep's leave."""

from datetime import date

import pytest

from requite.insight.plans.actions.leave import declare_leave, retract_leave
from requite.insight.plans.models import Leave
from requite.insight.plans.queries import list_leaves
from requite.insight.plans.tests.stage import AT, Cast
from requite.journal.models import Entry
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id

FIRST, LAST = date(2026, 10, 19), date(2026, 10, 20)


def test_keeps_both_days(cast: Cast) -> None:
    once = new_id()
    for _n in range(2):
        leave = declare_leave(
            actor=cast.actor("vera"),
            at=AT,
            user_id=cast.user("anna").id,
            starts_on=FIRST,
            last_on=LAST,
            once=once,
        )
    assert Leave.objects.count() == 1
    assert (leave.starts_on, leave.ends_on) == (FIRST, date(2026, 10, 21))
    shown = list_leaves(actor=cast.actor("anna"), at=AT)
    assert [(one.name, one.starts_on, one.last_on) for one in shown] == [("Anna", FIRST, LAST)]
    assert list_leaves(actor=cast.actor("boris"), at=AT) == []
    assert Entry.objects.get().type == "insight.LeaveDeclared"


def test_refuses_days_twice(cast: Cast) -> None:
    vera, user_id = cast.actor("vera"), cast.user("anna").id
    declare_leave(actor=vera, at=AT, user_id=user_id, starts_on=FIRST, last_on=LAST)
    with pytest.raises(Refused) as caught:
        declare_leave(actor=vera, at=AT, user_id=user_id, starts_on=LAST, last_on=LAST)
    assert "starts_on" in caught.value.errors


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(None, LAST, "starts_on"), (FIRST, None, "last_on"), (LAST, FIRST, "last_on"), (date(2001, 1, 1), LAST, "starts_on"),
     (FIRST, date(2029, 1, 1), "last_on")],
)  # fmt: skip
def test_refuses_what_are_no_days(cast: Cast, first: date | None, last: date | None, field: str) -> None:
    with pytest.raises(Refused) as caught:
        declare_leave(
            actor=cast.actor("vera"), at=AT, user_id=cast.user("anna").id, starts_on=first, last_on=last
        )
    assert field in caught.value.errors
    assert not Leave.objects.exists()


def test_is_entered_and_taken_back_by_those_who_set_the_plan(cast: Cast) -> None:
    anna = cast.user("anna").id
    for name, error in (
        ("anna", NotAllowed),
        ("boris", NotVisible),
        ("gleb", NotVisible),
        ("elena", NotAllowed),
    ):
        with pytest.raises(error):
            declare_leave(actor=cast.actor(name), at=AT, user_id=anna, starts_on=FIRST, last_on=LAST)
    leave = declare_leave(actor=cast.actor("vera"), at=AT, user_id=anna, starts_on=FIRST, last_on=LAST)
    for name, error in (("anna", NotAllowed), ("gleb", NotVisible)):
        with pytest.raises(error):
            retract_leave(actor=cast.actor(name), at=AT, leave_id=leave.id)
    retract_leave(actor=cast.actor("vera"), at=AT, leave_id=leave.id)
    assert not Leave.objects.exists()
