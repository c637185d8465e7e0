"""A rule from a day ahead, and the versions that say what was asked for when."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.identity.tests.cast import NOW, make_cast
from requite.kernel.errors import NotAllowed, Refused
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.launch_requirement import launch_requirement
from requite.quality.actions.restore_requirement import restore_requirement
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.jobs import begin, defer_reassessment
from requite.quality.models import Requirement
from requite.quality.reactions import reassess_kind
from requite.quality.rules import list_rules
from requite.quality.terms import Terms
from requite.quality.versions import list_days, list_versions, number_of

DAY = timedelta(days=1)
WEEK = NOW + 7 * DAY


@pytest.fixture
def cast(db):
    return make_cast()


def a_try(cast, **values):
    values = {"kind": "person", "stage": "", "field": "title", "weight": 2, "grace_hours": 48, **values}
    return try_requirement(actor=cast.actors["oleg"], at=NOW, **values)


def asked(at):
    return {rule.field for rule in list_rules("person", at=at)}


def ahead(cast, days=7):
    day = cast.actors["oleg"].day_of(NOW) + days * DAY
    tried = a_try(cast, starts_on=day.isoformat())
    return launch_requirement(actor=cast.actors["oleg"], at=NOW, trial_id=tried.id, is_sure=True)


def test_is_asked_for_from_its_day_on(cast):
    made = ahead(cast)
    assert NOW < made.starts_at <= WEEK
    assert "title" not in asked(made.starts_at - timedelta(seconds=1))
    assert "title" in asked(made.starts_at)


def test_records_are_judged_anew_when_the_day_has_come(cast):
    made = ahead(cast)
    reassess_kind(entry_id=1, subject_id=made.id, at=NOW)
    job = ProcrastinateJob.objects.get(task_name="requite.quality.begin")
    assert job.scheduled_at == made.starts_at
    begin(**job.args)
    first = ProcrastinateJob.objects.get(task_name="requite.quality.reassess")
    assert (first.scheduled_at, first.args["at"]) == (None, made.starts_at.isoformat())


def test_what_is_ahead_holds_up_nothing_that_is_due(cast):
    made = ahead(cast)
    ProcrastinateJob.objects.all().delete()
    reassess_kind(entry_id=1, subject_id=made.id, at=NOW)
    defer_reassessment(kind=made.kind, at=NOW)
    with connection.cursor() as cursor:
        # The queue goes by the real clock, by which the week after the tests' own day passes.
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at + interval '100 years'")
        cursor.execute("SELECT procrastinate_register_worker_v1()")
        [worker] = cursor.fetchone()
        cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
        assert cursor.fetchone() == ("requite.quality.reassess",)


def test_what_is_yet_to_begin_can_be_weighed_otherwise_or_ended(cast):
    made, oleg = ahead(cast), cast.actors["oleg"]
    new = correct_requirement(actor=oleg, at=NOW + DAY, requirement_id=made.id, to=Correction(weight=7, grace_hours=48))
    assert new.starts_at == made.starts_at
    assert [rule.weight for rule in list_rules("person", at=WEEK) if rule.field == "title"] == [7]
    close_requirement(actor=oleg, at=NOW + 2 * DAY, requirement_id=new.id)
    assert "title" not in asked(WEEK)
    assert len(list_versions(actor=oleg, kind="person", at=WEEK)) == 1


def test_what_was_ended_before_its_day_comes_back_for_its_day(cast):
    made, oleg = ahead(cast), cast.actors["oleg"]
    close_requirement(actor=oleg, at=NOW, requirement_id=made.id)
    back = restore_requirement(actor=oleg, at=NOW + timedelta(minutes=1), requirement_id=made.id)
    assert (back.starts_at, "title" in asked(NOW + DAY)) == (made.starts_at, False)
    assert "title" in asked(made.starts_at)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2020-01-01", "2099-01-01"])
def test_refuses_a_day_that_is_none_or_lies_behind_or_too_far(cast, day):
    with pytest.raises(Refused) as refused:
        a_try(cast, starts_on=day)
    assert set(refused.value.errors) == {"starts_on"}


def test_refuses_what_will_be_asked_for_anyway(cast):
    ahead(cast)
    with pytest.raises(Refused):
        a_try(cast)
    with pytest.raises(Refused):
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field="title", weight=1, grace_hours=1
        )


@pytest.mark.parametrize(
    ("weight", "hours", "said", "ahead"),
    [
        (5, 72, "Phone: weight 3 → 5", "Phone: weight will go from 3 to 5"),
        (3, 48, "Phone: hours 72 → 48", "Phone: hours will go from 72 to 48"),
        (5, 48, "Phone: weight 3 → 5, hours 72 → 48", "Phone: weight will go from 3 to 5, hours from 72 to 48"),
    ],
)
def test_versions_say_what_moved_and_not_what_stayed(cast, weight, hours, said, ahead):
    oleg, phone = cast.actors["oleg"], Requirement.objects.get(kind="person", field="phone")
    day = oleg.day_of(NOW + 7 * DAY)
    to = Correction(weight=weight, grace_hours=hours, starts_on=day.isoformat())
    correct_requirement(actor=oleg, at=NOW, requirement_id=phone.id, to=to)
    for at, line in ((NOW, ahead), (NOW + 14 * DAY, said)):
        assert list_versions(actor=oleg, kind="person", at=at)[0].lines == (line,)


def test_versions_say_who_when_and_what(cast):
    oleg = cast.actors["oleg"]
    phone = Requirement.objects.get(kind="person", field="phone")
    to = Correction(weight=5, grace_hours=phone.grace_hours)
    new = correct_requirement(actor=oleg, at=NOW, requirement_id=phone.id, to=to)
    close_requirement(actor=oleg, at=NOW + DAY, requirement_id=new.id)
    ended, changed, shipped = list_versions(actor=oleg, kind="person", at=WEEK)
    assert shipped.is_shipped
    assert (shipped.by, len(shipped.lines)) == ("", 4)
    assert (changed.number, changed.by, changed.starts_at) == (2, oleg.name, NOW)
    assert changed.lines == ("Phone: weight 3 → 5",)
    assert (ended.number, ended.by, ended.lines) == (3, oleg.name, ("Phone is no longer asked for",))
    assert [number_of(list_days("person"), NOW + n * DAY) for n in (-1, 0, 1)] == [1, 2, 3]


def test_versions_are_for_those_with_the_right(cast):
    with pytest.raises(NotAllowed):
        list_versions(actor=cast.actors["vera"], kind="person", at=NOW)


def test_a_gate_is_told_beside_its_weight_when_it_begins_and_when_it_ends(cast):
    oleg = cast.actors["oleg"]
    row = declare_requirement(
        actor=oleg, at=NOW, kind="meeting", stage="held", field="place", weight=2, grace_hours=24, terms=Terms(is_gate=True)
    )  # fmt: skip
    lines = list_versions(actor=oleg, kind="meeting", at=NOW)[0].lines
    assert lines == ("Place (held) is asked for: weight 2, 24 hours", "Place (held) is a gate")
    correct_requirement(
        actor=oleg, at=NOW + DAY, requirement_id=row.id,
        to=Correction(weight=3, grace_hours=24, terms=Terms(is_gate=False)),
    )  # fmt: skip
    lines = list_versions(actor=oleg, kind="meeting", at=NOW + DAY)[0].lines
    assert lines == ("Place (held): weight 2 → 3", "Place (held) is a debt and no gate any more")
