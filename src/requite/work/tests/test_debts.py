"""What a rep owes, over all kinds of record, soonest first."""

from datetime import timedelta

import pytest
from testing.builders import BACK, call_of, company_of, meeting_of, note_of, person_of, task_of
from testing.cast import DAY, NOW

from requite.kernel.errors import NotVisible
from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record
from requite.people.models import Person
from requite.work.actions.correct_activity import correct_activity, retract_activity
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity
from requite.work.queries.debts import count_debts, get_debt, list_debts

HOUR = timedelta(hours=1)
PHONE = [("phone", "010-2345-9876")]


def due_on(day):
    """Nine in Seoul: they were made on a Saturday, so the hours run from Monday."""
    return NOW.replace(day=day, hour=0, minute=0)


def debts(cast, who="anna", user="anna", **values):
    return list_debts(actor=cast.actors[who], user_id=getattr(cast, user).id, **values)


@pytest.fixture
def whole(cast):
    """A person who owes nothing, at a company that owes its address."""
    return person_of(cast, "anna", company_name="Sejong", points=[*PHONE, ("email", "seo@sejong.kr")])


def test_names_each_record_once_with_its_heaviest_field(cast, whole):
    [company] = debts(cast)
    assert (company.kind, company.record_id, company.names) == ("company", whole.company_id, ("Sejong", ""))
    assert (company.field, company.others, company.person_id) == ("phone", 1, None)
    call = call_of(cast, whole, outcome=None)
    person = person_of(cast, "anna", "Lee", points=PHONE)
    found = {debt.kind: debt for debt in debts(cast)}
    assert (found["call"].record_id, found["call"].field, found["call"].due_at) == (
        call.id, "outcome", due_on(24),
    )  # fmt: skip
    assert (found["call"].names, found["call"].person_id, found["call"].seconds) == (
        ("Seo", "Hana"),
        whole.id,
        3,
    )
    assert (found["person"].record_id, found["person"].field, found["person"].others) == (
        person.id,
        "company",
        1,
    )
    assert found["person"].due_at == due_on(26)


def test_are_soonest_first_or_those_that_a_counter_waits_for(cast, whole):
    call = call_of(cast, whole, outcome=None)
    Activity.objects.filter(id=call.id).update(owed_at=NOW + 9 * DAY)
    assert [debt.kind for debt in debts(cast)] == ["company", "call"]
    assert [debt.kind for debt in debts(cast, counting_first=True)] == ["call", "company"]


def test_go_when_they_are_closed_taken_back_or_archived(cast, whole):
    meeting = meeting_of(cast, whole)
    anna = cast.actors["anna"]
    hold_meeting(actor=anna, at=NOW, activity_id=meeting.id)
    assert [debt.kind for debt in debts(cast)] == ["meeting", "company"]
    correct_activity(actor=anna, at=NOW, activity_id=meeting.id, given={"result": "ok"})
    archive_record(actor=anna, at=NOW, kind="company", record_id=whole.company_id)
    assert debts(cast) == []
    call = call_of(cast, whole, outcome=None)
    assert len(debts(cast)) == count_debts(actor=cast.actors["anna"], user_id=cast.anna.id) == 1
    retract_activity(actor=anna, at=NOW, activity_id=call.id)
    assert debts(cast) == []
    assert count_debts(actor=cast.actors["anna"], user_id=cast.anna.id) == 0


def test_tasks_notes_and_records_of_nobody_owe_nothing(cast, whole):
    archive_record(actor=cast.actors["anna"], at=NOW, kind="company", record_id=whole.company_id)
    task_of(cast, whole)
    note_of(cast, whole)
    lost = person_of(cast, "anna", "Lee")
    Person.objects.filter(id=lost.id).update(owner=None)
    assert debts(cast) == []


@pytest.mark.parametrize("limit", [1, 2, 5, 50])
def test_pages_are_complete_and_without_doubles(cast, whole, limit):
    for n in range(4):
        person_of(cast, "anna", f"Kim{n}", points=PHONE)
        call_of(cast, whole, outcome=None, at=BACK + n * HOUR)
        company_of(cast, "anna", f"Hanbit{n}")
    seen, after = [], None
    for _page in range(20):
        found = debts(cast, after=after, limit=limit)
        seen += found[:limit]
        if len(found) <= limit:
            break
        after = (found[limit - 1].due_at, found[limit - 1].record_id)
    assert len(seen) == len({debt.record_id for debt in seen}) == 13
    assert count_debts(actor=cast.actors["anna"], user_id=cast.anna.id) == 13
    assert [debt.due_at for debt in seen] == sorted(debt.due_at for debt in seen)


def test_are_read_in_one_statement(cast, whole, django_assert_num_queries):
    with django_assert_num_queries(1):
        debts(cast)
    with django_assert_num_queries(1):
        count_debts(actor=cast.actors["anna"], user_id=cast.anna.id)


@pytest.mark.parametrize(
    ("who", "seen"), [("anna", True), ("boris", True), ("vera", True), ("emma", True), ("oleg", True),
                      ("gleb", False), ("dina", False)],
)  # fmt: skip
def test_are_seen_within_the_right(cast, whole, who, seen):
    assert bool(debts(cast, who)) is seen
    call = call_of(cast, whole, outcome=None)
    read = {"actor": cast.actors[who], "kind": "call", "record_id": call.id, "field": "outcome"}
    if seen:
        assert get_debt(**read).record_id == call.id
    else:
        with pytest.raises(NotVisible):
            get_debt(**read)


class TestOne:
    def get(self, cast, kind, record_id, field="topic", who="anna"):
        return get_debt(actor=cast.actors[who], kind=kind, record_id=record_id, field=field)

    def test_is_read_also_when_it_isnt_owed(self, cast, whole):
        meeting = meeting_of(cast, whole)
        for kind, id_ in (("meeting", meeting.id), ("person", whole.id), ("company", whole.company_id)):
            found = self.get(cast, kind, id_, "place")
            assert (found.kind, found.record_id, found.field) == (kind, id_, "place")

    def test_of_another_kind_a_stranger_or_nobody_isnt_visible(self, cast, whole):
        meeting = meeting_of(cast, whole)
        stranger = person_of(cast, "gleb", "Nam")
        asked = [
            ("call", meeting.id),
            ("person", meeting.id),
            ("spaceship", meeting.id),
            ("meeting", whole.id),
        ]
        for kind, id_ in [*asked, ("person", stranger.id), ("company", new_id()), ("meeting", new_id())]:
            with pytest.raises(NotVisible):
                self.get(cast, kind, id_)

    def test_taken_back_isnt_visible(self, cast, whole):
        meeting = meeting_of(cast, whole)
        Activity.objects.filter(id=meeting.id).update(retracted_at=NOW)
        with pytest.raises(NotVisible):
            self.get(cast, "meeting", meeting.id)
