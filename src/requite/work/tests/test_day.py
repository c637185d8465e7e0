"""A rep's day, what is open, who is neglected, what lies before a team: each within the reader's right."""

from dataclasses import replace
from datetime import timedelta

import pytest
from testing.builders import BACK, call_of, meeting_of, note_of, person_of, planned_call, task_of
from testing.cast import DAY, NOW

from requite.people.actions.archive import archive_record, assign_record
from requite.work.actions.meetings import hold_meeting
from requite.work.actions.tasks import complete_task
from requite.work.queries.attention import list_rep_loads
from requite.work.queries.day import list_neglected_ids, list_now, list_open
from requite.work.queries.debts import Only, count_debts, list_debts
from requite.work.queries.steps import list_steps_of_company
from requite.work.queries.timeline import get_activity, list_timeline

HOUR = timedelta(hours=1)
END = NOW + 15 * HOUR  # midnight in Seoul
READERS = [
    ("anna", True),
    ("boris", True),
    ("vera", True),
    ("emma", True),
    ("oleg", True),
    ("gleb", False),
    ("dina", False),
]
ROLES = ("rep", "leader")


@pytest.fixture
def person(cast):
    return person_of(cast, "anna", company_name="Sejong")


def now(cast, who="anna", **values):
    return list_now(actor=cast.actors[who], user_id=cast.anna.id, until=END, **values)


def neglected(cast, who="anna", **values):
    return list_neglected_ids(actor=cast.actors[who], owner_id=cast.anna.id, **values)


class TestNow:
    def test_holds_todays_and_overdue_ones_by_time(self, cast, person):
        late = task_of(cast, person)
        today, call = meeting_of(cast, person, at=END - HOUR), planned_call(cast, person, at=NOW)
        meeting_of(cast, person, at=END)
        done = task_of(cast, person)
        complete_task(actor=cast.actors["anna"], at=NOW, activity_id=done.id)
        task_of(cast, person, "boris")
        assert [line.id for line in now(cast)] == [late.id, call.id, today.id]

    def test_keeps_the_last_ones_when_there_are_many(self, cast, person):
        made = [task_of(cast, person, at=BACK + n * HOUR) for n in range(5)]
        assert [line.id for line in now(cast, limit=2)] == [task.id for task in made[3:]]

    @pytest.mark.parametrize(("who", "seen"), READERS)
    def test_is_seen_within_the_right(self, cast, person, who, seen):
        task_of(cast, person)
        assert bool(now(cast, who)) is seen
        assert bool(list_open(actor=cast.actors[who], user_id=cast.anna.id, now=NOW)) is seen

    def test_says_who_may_change_it(self, cast, person):
        task_of(cast, person)
        assert [now(cast, who)[0].may_edit for who in ("anna", "vera", "boris", "emma")] == [
            True,
            True,
            False,
            False,
        ]


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_all_that_is_open_pages_without_doubles(cast, person, limit):
    made = [task_of(cast, person, at=BACK + (n // 2) * HOUR) for n in range(7)]
    seen, after = [], None
    for _page in range(10):
        found = list_open(actor=cast.actors["anna"], user_id=cast.anna.id, now=NOW, after=after, limit=limit)
        seen += found[:limit]
        if len(found) <= limit:
            break
        after = (found[limit - 1].at, found[limit - 1].id)
    assert {line.id for line in seen} == {task.id for task in made}
    assert len(seen) == 7
    assert [line.at for line in seen] == sorted(line.at for line in seen)


def test_a_leaders_numbers_are_the_lists_behind_them(cast, person):
    anna = cast.actors["anna"]
    for n in (1, 2, 30, 31):
        task_of(cast, person, at=NOW - n * HOUR)
    for n in (1, 24, 7 * 24):
        meeting_of(cast, person, at=NOW + n * HOUR)
    task_of(cast, person, at=NOW + HOUR)
    for n in range(3):
        call_of(cast, person, outcome=None, at=NOW - n * HOUR)
    person_of(cast, family="Bare", given="", points=[])
    load = next(
        load
        for load in list_rep_loads(actor=cast.actors["vera"], team_id=None, roles=ROLES, now=NOW + DAY * 3)
        if load.user_id == cast.anna.id
    )
    shown = {"user_id": cast.anna.id, "now": NOW + DAY * 3}
    opened = {only: list_open(actor=anna, only=only, **shown) for only in ("", "overdue", "meetings")}
    assert [len(opened[only]) for only in ("", "overdue", "meetings")] == [8, 7, 1]
    assert (load.open, load.overdue, load.planned) == (8, 7, 1)
    results = list_debts(actor=anna, user_id=cast.anna.id, only=Only(results=True))
    assert {debt.kind for debt in results} == {"call"}
    asked = {"actor": cast.actors["anna"], "user_id": cast.anna.id}
    assert len(results) == load.unsettled == count_debts(**asked, only=Only(results=True)) == 3
    assert count_debts(**asked) == load.owed


class TestNeglected:
    def test_are_those_in_touch_without_a_next_step_latest_first(self, cast):
        people = [person_of(cast, "anna", f"Kim{n}") for n in range(5)]
        for n, person in enumerate(people[:4]):
            call_of(cast, person, at=BACK + n * HOUR)
        planned_call(cast, people[0])
        call_of(cast, people[4], outcome="no_answer")
        archive_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=people[2].id)
        assert neglected(cast) == [people[3].id, people[1].id]
        first = neglected(cast, limit=1)
        assert first == [people[3].id, people[1].id]
        assert neglected(cast, limit=1, after=(BACK + 3 * HOUR, people[3].id)) == [people[1].id]

    def test_go_with_the_person_to_another_owner(self, cast, person):
        call_of(cast, person)
        assign_record(
            actor=cast.actors["anna"], at=NOW, kind="person", record_id=person.id, owner_id=cast.boris.id
        )
        assert neglected(cast) == []
        boris = list_neglected_ids(actor=cast.actors["boris"], owner_id=cast.boris.id)
        assert boris == [person.id]

    @pytest.mark.parametrize(("who", "seen"), READERS)
    def test_are_seen_within_the_right(self, cast, person, who, seen):
        call_of(cast, person)
        assert bool(neglected(cast, who)) is seen


class TestTimeline:
    @pytest.mark.parametrize("limit", [1, 3, 50])
    @pytest.mark.parametrize("of", ["person", "company"])
    def test_is_newest_first_and_pages_without_doubles(self, cast, person, limit, of):
        made = [make(cast, person) for make in (call_of, meeting_of, note_of, task_of, planned_call)]
        subject = {"person_id": person.id} if of == "person" else {"company_id": person.company_id}
        seen, before = [], None
        for _page in range(10):
            found = list_timeline(actor=cast.actors["anna"], before=before, limit=limit, **subject)
            seen += found[:limit]
            if len(found) <= limit:
                break
            before = (found[limit - 1].at, found[limit - 1].id)
        assert {line.id for line in seen} == {one.id for one in made}
        assert len(seen) == 5
        assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)

    def test_leaves_out_the_work_of_those_beyond_the_right(self, cast, person):
        call = call_of(cast, person)
        foreign = call_of(cast, person, "oleg")
        ids = {line.id for line in list_timeline(actor=cast.actors["anna"], person_id=person.id)}
        assert ids == {call.id}
        assert get_activity(actor=cast.actors["anna"], activity_id=foreign.id) is None
        assert len(list_timeline(actor=cast.actors["emma"], person_id=person.id)) == 2

    def test_is_empty_for_an_operator(self, cast, person):
        call_of(cast, person)
        assert list_timeline(actor=cast.actors["dina"], person_id=person.id) == []
        assert (
            get_activity(actor=replace(cast.actors["anna"], rights={}), activity_id=call_of(cast, person).id)
            is None
        )

    def test_is_read_in_one_statement(self, cast, person, django_assert_num_queries):
        for make in (call_of, meeting_of, note_of):
            make(cast, person)
        for subject in ({"person_id": person.id}, {"company_id": person.company_id}):
            with django_assert_num_queries(1):
                assert len(list_timeline(actor=cast.actors["anna"], **subject)) == 3


def test_the_steps_of_a_company_are_its_open_ones_longest_due_first(cast, person):
    other = person_of(cast, "boris", "Han", company_id=person.company_id)
    late, soon = task_of(cast, person, at=NOW + DAY), planned_call(cast, other, "boris", at=NOW)
    call_of(cast, person)
    read = {"company_id": person.company_id}
    steps = list_steps_of_company(actor=cast.actors["anna"], **read)
    assert [step.id for step in steps] == [soon.id, late.id]
    assert list_steps_of_company(actor=cast.actors["gleb"], **read) == []
    assert list_steps_of_company(actor=cast.actors["dina"], **read) == []


class TestLoads:
    def loads(self, cast, who="vera", team=None):
        team_id = team.id if team else None
        return {
            load.names[1]: load
            for load in list_rep_loads(actor=cast.actors[who], team_id=team_id, roles=ROLES, now=NOW)
        }

    def test_count_what_lies_before_each_rep(self, cast, person):
        meeting_of(cast, person, at=NOW + DAY)
        meeting_of(cast, person, at=NOW + 8 * DAY)
        task_of(cast, person)
        held = meeting_of(cast, person)
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=held.id)
        call_of(cast, person, outcome=None)
        alone = person_of(cast, "anna", "Lee")
        call_of(cast, alone)
        anna = self.loads(cast)["Anna"]
        assert (anna.planned, anna.open, anna.overdue) == (1, 3, 1)
        assert (anna.unsettled, anna.neglected) == (2, 1)
        assert anna.owed == 4  # the meeting, the call, the person Lee, the company Sejong
        assert (anna.team, anna.email) == ("North", "anna@hanil.kr")

    def test_are_of_the_team_and_those_below_it_within_the_right(self, cast):
        assert set(self.loads(cast, "oleg")) == {"Anna", "Boris", "Vera", "Gleb"}
        assert set(self.loads(cast, "oleg", cast.sales)) == {"Anna", "Boris", "Vera", "Gleb"}
        assert set(self.loads(cast, "oleg", cast.south)) == {"Gleb"}
        assert set(self.loads(cast, "vera")) == {"Anna", "Boris", "Vera"}
        assert set(self.loads(cast, "vera", cast.south)) == set()
        assert set(self.loads(cast, "dina")) == set()

    def test_leave_out_who_is_gone_and_archived_persons(self, cast, person):
        call_of(cast, person)
        archive_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=person.id)
        assert self.loads(cast)["Anna"].neglected == 0
        cast.boris.is_active, cast.boris.deactivated_at = False, NOW
        cast.boris.save()
        assert "Boris" not in self.loads(cast)

    def test_are_read_in_one_statement(self, cast, person, django_assert_num_queries):
        with django_assert_num_queries(1):
            self.loads(cast)
