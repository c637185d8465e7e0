"""A field was asked of the customer and not told: half of its worth for 30 days, then a debt again."""

from datetime import UTC, datetime, timedelta

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of
from testing.cast import DAY, NOW

from requite.fields.actions.fields import FieldDraft, register_field
from requite.identity.access import find_actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.work.actions.asked import mark_asked, retract_asked
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity
from requite.work.queries.asked import list_asked
from requite.work.queries.debts import list_debts
from requite.work.reassessing import reopen_lapsed

pytestmark = pytest.mark.django_db
HALF = {"kind": "person", "field": "email"}


@pytest.fixture
def person(cast):
    """Lacks an e-mail address."""
    return person_of(cast, points=[("phone", "010-8273-4615")], company_name="Sejong")


def asked(cast, record, kind="person", field="email", who="anna", at=NOW):
    return mark_asked(actor=cast.actors[who], at=at, kind=kind, record_id=record.id, field=field)


def owed(cast):
    return {debt.record_id: debt for debt in list_debts(actor=cast.actors["anna"], user_id=cast.anna.id)}


def test_is_worth_half_and_no_debt(cast, person):
    bare = person.score
    asked(cast, person)
    person.refresh_from_db()
    assert (person.missing, person.owed_at, person.asked) == ([], None, {"email": "2026-11-24"})
    assert bare < person.score < 100
    # c = (3 + 2 + 3 + ½·2) / 10 = .9, all else whole: 100 · .9^.3
    assert person.score == round(100 * 0.9**0.3)
    assert last_entry("people.PersonAsked").changes == {"asked email": [None, "2026-11-24"]}


def test_lapses_on_the_companys_thirtieth_day_and_is_owed_again(cast, person):
    asked(cast, person)
    lapse = datetime(2026, 12, 23, 15, tzinfo=UTC)  # midnight of 24 December in Seoul
    assert reopen_lapsed(at=lapse - timedelta(seconds=1)) == 0
    assert person.id not in owed(cast)
    assert reopen_lapsed(at=lapse) == 1
    debt = owed(cast)[person.id]
    assert (debt.field, debt.due_at > lapse) == ("email", True)
    assert reopen_lapsed(at=lapse) == 0
    [one] = list_asked(actor=cast.actors["anna"], kind="person", record_id=person.id, today=lapse.date() + DAY)
    assert one.has_lapsed
    asked(cast, person, at=lapse + DAY)
    assert person.id not in owed(cast)


def test_a_job_that_came_late_finds_it_all_the_same(cast, person):
    asked(cast, person)
    reopen_lapsed(at=NOW + 40 * DAY)
    assert person.id in owed(cast)


def test_is_taken_back(cast, person):
    before = Person.objects.get(id=person.id)
    asked(cast, person, at=NOW - 3 * DAY)
    assert str(asked(cast, person)) == "2026-11-21"
    retract_asked(actor=cast.actors["anna"], at=NOW, record_id=person.id, earlier=(NOW - 3 * DAY).date(), **HALF)
    assert Person.objects.get(id=person.id).asked == {"email": "2026-11-21"}
    retract_asked(actor=cast.actors["anna"], at=NOW, record_id=person.id, **HALF)
    after = Person.objects.get(id=person.id)
    assert (after.missing, after.owed_at, after.score) == (before.missing, before.owed_at, before.score)
    assert last_entry("people.PersonAsked").changes == {"asked email": ["2026-11-21", None]}


def test_a_real_value_is_worth_more(cast, person):
    asked(cast, person)
    half = Person.objects.get(id=person.id).score
    register_point(actor=cast.actors["anna"], at=NOW, kind="email", raw="hana@sejong.kr", person_id=person.id)
    assert Person.objects.get(id=person.id).score > half
    assert list_asked(actor=cast.actors["anna"], kind="person", record_id=person.id, today=NOW.date())


@pytest.mark.parametrize(
    ("make", "kind", "field"),
    [
        (company_of, "company", "address"),
        (lambda cast: deal_of(cast, stage="offer"), "deal", "amount"),
        (lambda cast: meeting_of(cast, person_of(cast, points=[])), "meeting", "contact"),
        (lambda cast: call_of(cast, person_of(cast)), "call", "result"),
    ],
)
def test_goes_for_every_kind(cast, make, kind, field):
    record = make(cast)
    declared = declare_requirement if (kind, field) == ("call", "result") else None
    if declared:
        declared(actor=cast.actors["oleg"], at=NOW - DAY, kind=kind, stage="", field=field, weight=2, grace_hours=1)
    asked(cast, record, kind, field)
    record.refresh_from_db()
    assert field not in record.missing
    assert record.asked == {field: "2026-11-24"}


def test_goes_for_a_field_of_the_companys_own(cast, person):
    own = register_field(actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(type="text", name="Branch"))
    anna = find_actor(user_id=cast.anna.id)
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field=own.slug, weight=5, grace_hours=1
    )
    correct_person(actor=anna, at=NOW, person_id=person.id, given={"title": "CEO"})
    assert own.slug in Person.objects.get(id=person.id).missing
    mark_asked(actor=anna, at=NOW, kind="person", record_id=person.id, field=own.slug)
    assert own.slug not in Person.objects.get(id=person.id).missing


def test_what_is_filled_or_cant_be_used_is_refused(cast, person):
    with untouched(), pytest.raises(Refused, match="filled by now"):
        asked(cast, person, field="phone")
    register_point(actor=cast.actors["anna"], at=NOW, kind="email", raw="nonsense", person_id=person.id)
    with untouched(), pytest.raises(Refused, match="be used"):
        asked(cast, person)


@pytest.mark.parametrize(
    ("who", "error"), [("gleb", NotVisible), ("emma", NotAllowed)]
)
def test_is_the_right_of_who_may_change_the_record(cast, person, who, error):
    with untouched(), pytest.raises(error):
        asked(cast, person, who=who)
    for kind, field in (("person", "spaceship"), ("spaceship", "email"), ("meeting", "topic")):
        with untouched(), pytest.raises(NotVisible):
            asked(cast, person, kind, field)


def test_the_owner_of_a_held_meeting_reads_both(cast):
    meeting = meeting_of(cast, person_of(cast, points=[]))
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="They will")
    asked(cast, meeting, "meeting", "contact")
    assert Activity.objects.get(id=meeting.id).missing == []
