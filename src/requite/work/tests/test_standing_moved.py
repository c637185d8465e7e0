"""However activities are changed, where a person stands is what a recount finds; what can't have moved isn't looked for."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from testing.builders import call_of, meeting_of, note_of, person_of, planned_call, task_of
from testing.cast import DAY, NOW

from requite.kernel.reading import fetch_all
from requite.work.models import Activity, Attendance, Standing

RECOUNT = """
SELECT p.id, p.owner_id, max(x.at) FILTER (WHERE x.is_contact), min(x.at) FILTER (WHERE x.is_open)
FROM people_person p JOIN work_standing s ON s.person_id = p.id
LEFT JOIN LATERAL (
    SELECT a.at, a.is_contact, a.state IN ('to_do', 'planned') AS is_open
    FROM work_activity a WHERE a.person_id = p.id AND a.retracted_at IS NULL
    UNION ALL
    SELECT a.at, a.is_contact, a.state IN ('to_do', 'planned')
    FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
    WHERE t.person_id = p.id AND a.retracted_at IS NULL
) x ON true
GROUP BY p.id ORDER BY p.id
"""
KEPT = "SELECT person_id, owner_id, last_contact_at, next_step_at FROM work_standing ORDER BY person_id"
STATES = {
    "meeting": ("planned", "held", "moved", "called_off", "no_show"), "call": ("to_do", "done", "dropped"),
    "task": ("to_do", "done", "dropped"), "note": ("done",),
}  # fmt: skip
SET = "UPDATE work_activity SET {what} WHERE id = ANY(%s)"


@pytest.fixture
def people(cast):
    found = [person_of(cast, "anna", f"Kim{n}") for n in range(5)]
    for n, one in enumerate(found):
        meeting_of(cast, one, people=[found[n - 1].id])
        call_of(cast, one, at=NOW - n * DAY)
        planned_call(cast, one, at=NOW + n * DAY)
        task_of(cast, one)
        note_of(cast, one)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_is_what_a_recount_finds_after_any_changes(people, seed):
    dice = Random(seed)
    for _turn in range(25):
        kind = dice.choice([*STATES, "meeting", "call"])
        ids = list(Activity.objects.filter(kind=kind).order_by("id").values_list("id", flat=True)) or [people[0].id]
        chosen = dice.sample(ids, dice.randint(1, len(ids)))
        what, value = dice.choice([
            ("state = %s", dice.choice(STATES[kind])),
            ("until = NULL, at = at + %s", timedelta(hours=dice.randint(-90, 90))),
            ("retracted_at = %s", dice.choice([NOW, None])),
            ("person_id = %s", dice.choice([*(one.id for one in people), None])),
            ("score = %s", dice.randint(0, 100)),
        ])
        with connection.cursor() as cursor:
            cursor.execute(SET.format(what=what), [value, chosen])
        if dice.random() < 0.2:
            gone = dice.choice(list(Activity.objects.filter(kind="task").values_list("id", flat=True)) or [None])
            Activity.objects.filter(id=gone).delete()
        if dice.random() < 0.2:
            Attendance.objects.filter(activity__in=chosen[:1]).delete()
        assert fetch_all(KEPT) == fetch_all(RECOUNT), (what, value)


def test_the_last_contact_is_not_looked_for_where_only_steps_moved(people):
    one = people[0]
    Standing.objects.filter(person=one).update(last_contact_at=NOW - 300 * DAY)
    Activity.objects.filter(kind="meeting", person=one).update(state="moved")
    Activity.objects.filter(kind="task", person=one).update(at=NOW + 9 * DAY)
    assert Standing.objects.get(person=one).last_contact_at == NOW - 300 * DAY
    Activity.objects.filter(kind="call", state="done", person=one).update(at=NOW - DAY)
    assert Standing.objects.get(person=one).last_contact_at == NOW - DAY


def test_who_stands_nowhere_yet_is_given_both(people):
    one = people[0]
    Standing.objects.all().delete()
    Activity.objects.filter(kind="meeting", person=one).update(state="called_off")
    assert Standing.objects.get(person=one).last_contact_at == NOW
