"""Many activities changed at once, and each given back just what it had."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.asserts import untouched
from testing.builders import (
    BACK,
    call_of,
    deal_of,
    meeting_of,
    note_of,
    person_of,
    planned_call,
    status,
    task_of,
)
from testing.cast import DAY, NOW, entries

from requite.journal.models import Act
from requite.kernel.errors import NotAllowed, Refused
from requite.people.models import Point
from requite.work.actions.assigning import assign_activity
from requite.work.actions.change_many import (
    assign_many,
    call_off_many,
    complete_many,
    postpone_many,
    read_day,
    read_days,
    restore_many,
    retract_many,
    return_many,
)
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.log_call import log_call
from requite.work.actions.meetings import hold_meeting
from requite.work.actions.tasks import complete_task, plan_task, postpone_activity
from requite.work.models import Activity, Attendance, Participation

STATE = """
SELECT (SELECT jsonb_object_agg(id, to_jsonb(r) - 'version') FROM work_activity r
        WHERE NOT EXISTS (SELECT FROM work_activity o WHERE o.id = r.follows_id AND o.kind = 'meeting')),
    (SELECT jsonb_agg(jsonb_build_array(activity_id, user_id, team_id) ORDER BY activity_id, user_id) FROM work_participation
     WHERE activity_id NOT IN (SELECT id FROM work_activity WHERE retracted_at IS NOT NULL)),
    (SELECT jsonb_agg(to_jsonb(s) ORDER BY person_id) FROM work_standing s),
    (SELECT jsonb_agg(to_jsonb(s) ORDER BY deal_id) FROM work_deal_standing s),
    (SELECT jsonb_agg(to_jsonb(p) ORDER BY id) FROM people_point p),
    (SELECT jsonb_agg(t ORDER BY t) FROM (SELECT jsonb_build_array(day, figure, owner_id, team_id, sum(counted),
     sum(pending)) FROM plans_tally GROUP BY day, figure, owner_id, team_id HAVING sum(counted + pending) <> 0) n(t))
"""
WAYS = ("hand_over", "postpone", "day", "call_off", "complete", "retract", "restore")


def act_of(actor):
    return Act.objects.create(at=NOW, actor_id=actor.id, actor_name=actor.name, kind="activity", what="x")


def state():
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()


def run(cast, what, records, act=None, who="anna", at=NOW):
    values = {
        "actor": cast.actors[who], "at": at, "ids": [getattr(one, "id", one) for one in records],
        "act_id": act.id if act else None,
    }  # fmt: skip
    if what == "hand_over":
        return assign_many(**values, owner_id=cast.boris.id)
    if what == "postpone":
        return postpone_many(**values, days=3)
    if what == "day":
        return postpone_many(**values, day=date(2026, 12, 24))
    plain = {"call_off": call_off_many, "complete": complete_many, "retract": retract_many, "restore": restore_many}
    return plain[what](**values)


def undo(cast, act, who="anna"):
    found = return_many(actor=cast.actors[who], at=NOW, act=act)
    return (len(found.rows), found.left) if found else None


def counts(tally):
    return tally.changed, tally.same, tally.not_allowed


def fresh(one):
    return Activity.objects.get(id=one.id)


@pytest.fixture
def seo(cast):
    return person_of(cast, company_name="Sejong")


def test_hands_over_what_is_open_and_counts_the_others(cast, seo):
    task, call, note = task_of(cast, seo), call_of(cast, seo), note_of(cast, seo)
    theirs, gleb = task_of(cast, seo, "boris"), task_of(cast, person_of(cast, "gleb"), "gleb")
    vera = run(cast, "hand_over", [task, call, note, theirs, gleb], who="vera")
    assert counts(vera) == (1, 1, 2)  # Gleb's work isn't seen
    assert (fresh(task).owner_id, fresh(task).team_id) == (cast.boris.id, cast.north.id)
    assert fresh(call).owner_id == cast.anna.id
    assert [(one.subject_id, one.changes) for one in entries("work.ActivityAssigned")] == [
        (task.id, {"owner": [cast.anna.name, cast.boris.name]})
    ]


def test_who_took_part_changes_places_as_with_a_single_one_and_back(cast, seo):
    one, other = (meeting_of(cast, seo, colleagues=[cast.boris.id]) for _n in range(2))
    Participation.objects.filter(activity=other).update(team=None)
    act = act_of(cast.actors["vera"])
    before = state()
    run(cast, "hand_over", [other], act, "vera")
    assign_activity(actor=cast.actors["vera"], at=NOW, activity_id=one.id, owner_id=cast.boris.id)
    assert [fresh(each).owner_id for each in (one, other)] == [cast.boris.id] * 2
    assert list(Participation.objects.values_list("user_id", "team_id")) == [(cast.anna.id, cast.north.id)] * 2
    assign_activity(actor=cast.actors["vera"], at=NOW, activity_id=one.id, owner_id=cast.anna.id)
    assert undo(cast, act, "vera") == (1, 0)
    assert state() == before


def test_moves_each_at_its_time_of_day(cast, seo):
    task, call = task_of(cast, seo), planned_call(cast, seo)
    whole = plan_task(actor=cast.actors["anna"], at=BACK, topic="x", on=date(2026, 11, 20))
    done = complete_task(actor=cast.actors["anna"], at=NOW, activity_id=task_of(cast, seo).id)
    assert counts(run(cast, "postpone", [task, call, whole, done])) == (3, 0, 1)
    assert fresh(task).at == task.at + 3 * DAY
    assert fresh(call).day == call.day + 3 * DAY
    assert fresh(whole).day == date(2026, 11, 23)
    again = postpone_activity(actor=cast.actors["anna"], at=NOW, activity_id=whole.id, on=date(2026, 11, 23))
    assert again.version == fresh(whole).version  # just where a single one would be put
    run(cast, "day", [task, whole])
    here = fresh(task).at.astimezone(cast.actors["anna"].zone)
    assert (here.date(), here.time()) == (
        date(2026, 12, 24), task.at.astimezone(cast.actors["anna"].zone).time(),
    )  # fmt: skip
    assert fresh(whole).day == date(2026, 12, 24)


def test_a_meeting_is_kept_as_moved_and_planned_anew_with_all_who_come(cast, seo):
    other = person_of(cast, family="Choi")
    meeting = meeting_of(cast, seo, people=[other.id], colleagues=[cast.boris.id], place="Seoul")
    act = act_of(cast.actors["anna"])
    assert counts(run(cast, "postpone", [meeting], act)) == (1, 0, 0)
    again = Activity.objects.get(follows=meeting)
    assert (fresh(meeting).state, again.state, again.at) == ("moved", "planned", meeting.at + 3 * DAY)
    assert (again.until - again.at, again.place, again.is_joint) == (timedelta(hours=1), "Seoul", True)
    assert Attendance.objects.get(activity=again).person_id == other.id
    assert Participation.objects.get(activity=again).user_id == cast.boris.id
    assert [one.subject_id for one in entries("work.MeetingPlanned")] == [meeting.id, again.id]
    assert undo(cast, act) == (1, 0)
    assert (fresh(meeting).state, bool(fresh(again).retracted_at)) == ("planned", True)


def test_a_moved_meeting_that_was_held_since_stays_moved(cast, seo):
    meeting = meeting_of(cast, seo, at=BACK)
    act = act_of(cast.actors["anna"])
    run(cast, "postpone", [meeting], act)
    again = Activity.objects.get(follows=meeting)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=again.id, event_at=BACK)
    assert undo(cast, act) == (0, 1)
    assert fresh(meeting).state == "moved"


def test_calls_off_and_completes_as_far_as_each_kind_may(cast, seo):
    kinds = [task_of(cast, seo), planned_call(cast, seo), meeting_of(cast, seo), call_of(cast, seo), note_of(cast, seo)]
    act = act_of(cast.actors["anna"])
    assert counts(run(cast, "complete", kinds, act)) == (1, 0, 4)
    assert undo(cast, act) == (1, 0)
    assert counts(run(cast, "call_off", kinds)) == (3, 0, 2)
    assert [fresh(one).state for one in kinds] == ["dropped", "dropped", "called_off", "done", "done"]
    assert counts(run(cast, "call_off", kinds)) == (0, 3, 2)


def test_takes_back_with_the_next_call_and_leaves_a_wrong_number(cast, seo):
    again = log_call(
        actor=cast.actors["anna"], at=BACK, person_id=seo.id, outcome_id=status("call_back").id, again_at=NOW + DAY
    )  # fmt: skip
    wrong = call_of(cast, seo, outcome="wrong_number")
    assert Point.objects.get(person=seo, kind="phone").state == "wrong"
    before = state()
    act = act_of(cast.actors["anna"])
    assert counts(run(cast, "retract", [again, wrong], act)) == (2, 0, 1)
    assert Activity.objects.filter(retracted_at=NOW).count() == 2
    assert undo(cast, act) == (2, 0)
    assert state() == before
    run(cast, "retract", [again])
    assert counts(run(cast, "restore", [again])) == (2, 0, 0)
    assert state() == before


def test_what_is_given_is_read_before_anything_changes(cast, seo):
    for text in ("", "0", "soon", "367", "1.5", "9" * 400):
        with pytest.raises(Refused):
            read_days(text)
    assert [read_days(text) for text in (" 7 ", "-1", "−2", "+3")] == [7, -1, -2, 3]
    for text in ("", "tomorrow", "2126-01-01"):
        with pytest.raises(Refused):
            read_day(text)
    task = task_of(cast, seo)
    with untouched():
        with pytest.raises(NotAllowed):
            retract_many(actor=cast.actors["emma"], at=NOW, ids=[task.id])
        with pytest.raises(Refused):
            assign_many(actor=cast.actors["anna"], at=NOW, ids=[task.id], owner_id=cast.gleb.id)


def test_leaves_alone_what_was_done_or_taken_back_or_changed_since(cast, seo):
    one, other, third, fourth = (task_of(cast, seo) for _n in range(4))
    act = act_of(cast.actors["anna"])
    run(cast, "postpone", [one, other, third, fourth], act)
    complete_task(actor=cast.actors["anna"], at=NOW, activity_id=one.id)
    retract_activity(actor=cast.actors["anna"], at=NOW, activity_id=other.id)
    postpone_activity(actor=cast.actors["vera"], at=NOW, activity_id=third.id, event_at=NOW)
    assert undo(cast, act) == (1, 3)
    assert fresh(fourth).at == fourth.at


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    what=st.sampled_from(WAYS), picks=st.lists(st.booleans(), min_size=12, max_size=12),
    who=st.sampled_from(("anna", "vera", "oleg")),
)  # fmt: skip
def test_an_act_and_its_undo_give_the_base_exactly_as_before(cast, what, picks, who):
    if not Activity.objects.exists():
        _play(cast)
    found = list(Activity.objects.exclude(follows__kind="meeting").order_by("id"))
    ids = [one.id for one, is_picked in zip(found, picks, strict=True) if is_picked]
    before = state()
    act = act_of(cast.actors[who])
    changed = run(cast, what, ids, act, who).changed
    assert undo(cast, act, who) == ((changed, 0) if changed else None)
    assert state() == before


def _play(cast):
    seo, choi = person_of(cast), person_of(cast, "boris", family="Choi")
    deal = deal_of(cast, person_id=seo.id)
    plan_task(actor=cast.actors["anna"], at=BACK, topic="x", on=date(2026, 11, 20), deal_id=deal.id)
    task_of(cast, seo)
    planned_call(cast, choi, "boris")
    meeting_of(cast, seo, colleagues=[cast.boris.id])
    meeting_of(cast, choi, "boris", people=[seo.id], colleagues=[cast.anna.id], topic="")
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting_of(cast, seo, at=BACK).id)
    call_of(cast, seo)
    call_of(cast, choi, "boris", outcome="wrong_number")
    note_of(cast, seo)
    log_call(
        actor=cast.actors["anna"], at=BACK, person_id=seo.id, outcome_id=status("call_back").id, again_at=NOW + DAY
    )  # fmt: skip
    retract_activity(actor=cast.actors["anna"], at=NOW, activity_id=task_of(cast, seo).id)
    oleg = cast.actors["oleg"]
    judged = postpone_many(actor=oleg, at=NOW, ids=list(Activity.objects.values_list("id", flat=True)), days=1)
    assert judged.changed


@pytest.mark.parametrize("what", ["postpone", "hand_over", "retract"])
def test_many_cost_as_many_statements_as_a_few(cast, seo, what):
    one = meeting_of(cast, seo)
    asked = []
    for many in (9, 400):
        ids = [row.id for row in Activity.objects.bulk_create(_copy(one) for _n in range(many))]
        act = act_of(cast.actors["oleg"])
        with CaptureQueriesContext(connection) as queries:
            assert run(cast, what, ids, act, "oleg").changed == many
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 4  # plans made for one row are given up; what is new comes in batches


def _copy(one):
    return Activity(**{
        field.attname: getattr(one, field.attname) for field in Activity._meta.concrete_fields
        if field.attname not in ("id", "is_contact")
    })  # fmt: skip
