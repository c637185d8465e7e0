"""What a record is worth, part by part: beside the number, in lists, over time, of a rep and of a team."""

from datetime import timedelta

import pytest
from testing.builders import BACK, call_of, meeting_of, person_of

from requite.identity.tests.cast import NOW, make_cast
from requite.insight.supervision.models import QualityDay, ScoreChange
from requite.insight.supervision.queries.over_time import list_members
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person
from requite.people.reassessing import reassess_next
from requite.quality.engine import NO_PARTS, PARTS, findings_of
from requite.web.tests.cast import browser
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    return make_cast()


def text(response):
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def parts_of(record):
    record.refresh_from_db()
    return tuple(getattr(record, name) for name in PARTS)


def example(cast):
    """The record of the worked example: its phone is filler, its e-mail was asked for and not told."""
    person = person_of(cast, company_name="Hanbit", points=[("phone", "010-1234-5678")])
    Person.objects.filter(id=person.id).update(asked={"email": BACK.date().isoformat()})
    person.refresh_from_db()
    correct_person(actor=cast.actors["anna"], at=BACK, person_id=person.id, given={"title": "Buyer"})
    person.refresh_from_db()
    return person


def test_keeps_the_parts_of_the_worked_example_with_the_record(cast):
    person = example(cast)
    assert parts_of(person) == (60, 62, 100, 100)
    assert (person.score, person.missing) == (75, ["phone"])
    html = text(browser(cast.anna).get(f"/people/{person.id}/"))
    assert "complete 60 %, valid 62 %, timely 100 %" in html
    assert "Missing: phone" in html


def test_what_was_entered_late_says_how_late(cast):
    person = person_of(cast)
    meeting = meeting_of(cast, person, at=NOW - 2 * DAY)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="Wants an offer")
    Activity.objects.filter(id=meeting.id).update(made_at=NOW)
    correct = Activity.objects.get(id=meeting.id)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="Wants an offer soon")
    assert parts_of(correct)[0] == 100
    assert parts_of(correct)[2] == 90  # half of .7937, and half of what faded in two days
    html = text(browser(cast.anna).get(f"/activities/{meeting.id}/"))
    assert "timely 90 %, entered 48 hours after the event" in html


class TestEvidence:
    """What proved a record last, in words."""

    def page(self, cast, person, who="anna"):
        return text(browser(getattr(cast, who)).get(f"/people/{person.id}/"))

    def test_says_by_what_and_when(self, cast):
        person = person_of(cast)
        assert "proved" not in self.page(cast, person)
        call_of(cast, person, at=BACK + DAY)
        assert "last proved by a call on 22 Nov" in self.page(cast, person)
        meeting = meeting_of(cast, person, at=BACK + 2 * DAY)
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id)
        assert "last proved by a meeting on 23 Nov" in self.page(cast, person)

    def test_says_since_when_nothing_did_once_that_costs_something(self, cast):
        person = person_of(cast)
        Person.objects.filter(id=person.id).update(timeliness=97)
        assert "not proved since it was entered on" in self.page(cast, person)

    def test_is_not_told_to_who_does_not_see_what_is_done_with_customers(self, cast):
        person = person_of(cast)
        call_of(cast, person, at=BACK + DAY)
        Person.objects.filter(id=person.id).update(timeliness=97)
        page = self.page(cast, person, "dina")
        assert ("timely 97" in page, "proved" in page) == (True, False)


def test_a_record_judged_before_gets_its_parts_when_judged_anew(cast):
    person = example(cast)
    whole = findings_of(person)
    Person.objects.filter(id=person.id).update(**dict(zip(PARTS, NO_PARTS, strict=True)))
    assert "complete 60 %" not in text(browser(cast.anna).get(f"/people/{person.id}/"))
    reassess_next(kind="person", after=None, at=BACK)
    person.refresh_from_db()
    assert findings_of(person) == whole


class TestLists:
    @pytest.mark.parametrize("kind", ["people", "companies", "deals/list", "activities"])
    @pytest.mark.parametrize("part", PARTS)
    def test_filters_and_columns_know_each_part(self, cast, kind, part):
        call_of(cast, person_of(cast, company_name="Sejong"))
        html = text(browser(cast.anna).get(f"/{kind}/?view=all&col={part}&sort=-{part}&g=0&f={part}&o=at_least&v=1"))
        assert part.capitalize() in html

    def test_is_ordered_by_a_part_and_filtered_by_it(self, cast):
        whole, lacking = person_of(cast, family="Whole", company_name="Sejong"), example(cast)
        anna = browser(cast.anna)
        for way, order in (("", [lacking, whole]), ("-", [whole, lacking])):
            html = text(anna.get(f"/people/?view=all&sort={way}completeness&col=completeness"))
            assert [html.index(str(one.id)) for one in order] == sorted(html.index(str(one.id)) for one in order)
        assert ">60 %<" in html
        html = text(anna.get("/people/?view=all&g=0&f=completeness&o=at_most&v=90"))
        assert str(lacking.id) in html
        assert str(whole.id) not in html


class TestOverTime:
    def test_a_record_has_a_line_of_its_own(self, cast):
        person = example(cast)
        Person.objects.filter(id=person.id).update(score=97)
        html = text(browser(cast.anna).get(f"/history/person/{person.id}/"))
        assert ScoreChange.objects.get(record_id=person.id).score == 97
        assert "Quality of this record, from" in html
        assert "→ 97" in html

    def test_a_rep_and_a_team_have_lines_by_parts(self, cast):
        example(cast)
        today = cast.actors["anna"].day_of(NOW)
        QualityDay.objects.create(
            owner_id=cast.anna.id, day=today - DAY, records=1, complete=0, points=40, parted=1, completeness=30,
            validity=31, timeliness=90, uniqueness=100,
        )  # fmt: skip
        team = cast.anna.team_id
        for path in (f"/team/reps/{cast.anna.id}/", f"/team/{team}/quality/"):
            html = text(browser(cast.vera).get(path))
            assert "Completeness by day, from 30 % to 49 %" in html
            assert "Validity by day, from 31 % to 81 %" in html

    def test_the_line_of_the_company_is_for_who_sees_all(self, cast):
        assert browser(cast.anna).get("/team/company/quality/").status_code in (403, 404)
        assert browser(cast.vera).get("/team/company/quality/").status_code == 404
        assert cast.anna.id in list_members(None)
        assert cast.anna.id in list_members(cast.anna.team_id)

    def test_the_leaders_page_tells_the_parts_of_each_rep(self, cast):
        example(cast)
        html = text(browser(cast.vera).get("/team/"))
        assert "49 · 81 · 100" in html
        assert "complete 49 %, valid 81 %, timely 100 %" in html  # with the company, which has a name alone
