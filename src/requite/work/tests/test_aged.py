"""What a day alone makes late or near enough is judged anew by a job."""

from datetime import timedelta

import pytest
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import DAY, NOW

from requite.deals.models import Deal
from requite.fields.actions.fields import FieldDraft, register_field
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Requirement
from requite.quality.terms import Terms
from requite.work.models import Activity
from requite.work.reassessing import reopen_aged

pytestmark = pytest.mark.django_db
PAST = NOW - 9 * DAY


def ask(cast, kind, field, stage="", teams=(), **limits):
    Requirement.objects.filter(kind=kind, field=field).delete()
    terms = Terms(teams=teams, limits={name: [text] for name, text in limits.items()})
    values = {"kind": kind, "stage": stage, "field": field, "weight": 2, "grace_hours": 24}
    return declare_requirement(actor=cast.actors["oleg"], at=PAST, terms=terms, **values)


def lacks(model, record, field):
    return field in model.objects.get(id=record.id).missing


def test_an_expected_close_that_has_passed_is_owed_and_once_only(cast):
    ask(cast, "deal", "expected_on", ahead="1")
    deal = deal_of(cast, expected_on=f"{NOW + DAY:%Y-%m-%d}")
    assert reopen_aged(at=NOW) == 0
    assert not lacks(Deal, deal, "expected_on")
    assert reopen_aged(at=NOW + 2 * DAY) == 1
    assert lacks(Deal, deal, "expected_on")
    assert reopen_aged(at=NOW + 2 * DAY) == 0


def test_what_was_too_far_ahead_is_near_enough_one_day(cast):
    ask(cast, "meeting", "date", "planned", days="5")
    meeting = meeting_of(cast, person_of(cast), at=NOW + 9 * DAY)
    assert lacks(Activity, meeting, "date")
    assert reopen_aged(at=NOW + 3 * DAY) == 0
    assert reopen_aged(at=NOW + 4 * DAY) == 1
    assert not lacks(Activity, meeting, "date")


def test_a_companys_own_date(cast):
    draft = FieldDraft(kind="person", type="time", name="Call back")
    slug = register_field(actor=cast.actors["oleg"], at=PAST, draft=draft).slug
    ask(cast, "person", slug, ahead="1")
    person = person_of(cast, own={slug: f"{NOW:%Y-%m-%d} 23:30"})
    assert not lacks(Person, person, slug)
    assert reopen_aged(at=NOW) == 0
    assert reopen_aged(at=NOW + timedelta(days=1, hours=14)) == 1
    assert lacks(Person, person, slug)


def test_of_teams_that_are_not_meant_nothing_is_looked_at(cast):
    ask(cast, "deal", "expected_on", teams=[str(cast.south.id)], ahead="1")
    deal_of(cast, expected_on=f"{NOW - DAY:%Y-%m-%d}")
    deal_of(cast, "gleb", expected_on=f"{NOW + DAY:%Y-%m-%d}")
    assert reopen_aged(at=NOW + 5 * DAY) == 1
