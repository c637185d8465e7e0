"""Which events came last before a target, and that spot checks favour them."""

import pytest
from testing.cast import cast

from requite.identity.tests.cast import NOW
from requite.insight.before_targets import list_before_targets
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.models import Check, Draw
from requite.insight.checks.tests.stage import DAY, MONDAY, held, plan, system
from requite.insight.plans.models import Plan
from requite.work.models import Activity

__all__ = ["cast"]
pytestmark = pytest.mark.django_db


def target(cast, number, metric="meetings_held", **values):
    values = {"user": cast.anna, "span": "month", "counts": "always"} | values
    return Plan.objects.create(metric=metric, target=number, starts_on=MONDAY.replace(day=1), made_at=NOW, **values)


def before(cast):
    return list_before_targets([cast.anna.id], MONDAY - 7 * DAY, MONDAY)


def test_names_the_last_two_with_which_a_target_was_reached(cast):
    made = held(cast, 5)
    assert before(cast) == frozenset()
    target(cast, 3)
    assert before(cast) == {made[1].id, made[2].id}


def test_names_none_while_a_target_is_not_reached_or_nobodys_own(cast):
    held(cast, 2)
    target(cast, 3)
    target(cast, 1, user=None, team=cast.north)
    target(cast, 1, metric="revenue")
    assert before(cast) == frozenset()


def test_names_the_only_one_of_a_target_of_one_and_the_events_of_contacts(cast):
    made = held(cast, 3)
    target(cast, 1)
    assert before(cast) == {made[0].id}
    target(cast, 1, metric="contacts")
    assert before(cast) == {one.id for one in made}  # one person on one day: one contact


def test_leaves_out_what_does_not_count(cast):
    made = held(cast, 3)
    target(cast, 2, counts="complete")
    Activity.objects.filter(id=made[0].id).update(missing=["result"])
    assert before(cast) == {made[1].id, made[2].id}


def test_spot_checks_favour_them(cast):
    early = held(cast, 4, days_ago=8)
    late = held(cast, 1, days_ago=4)
    target(cast, 3)
    plan(cast, meeting=1)
    draw_week(actor=system(cast), at=NOW)
    kept = bytes(Draw.objects.get(user=cast.anna).favoured)
    assert {kept[n : n + 16] for n in (0, 16, 32)} == {one.id.bytes for one in (*early[1:3], *late)}
    check = Check.objects.get()
    assert check.probability == pytest.approx((3 if check.is_favoured else 1) / 11)
