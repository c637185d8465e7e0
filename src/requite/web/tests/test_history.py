"""A record's history: who changed what, in words, and only what the reader may see."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from testing.asserts import told
from testing.builders import deal_of, person_of

from requite.deals.actions.correct_deal import correct_deal
from requite.deals.actions.stakeholders import register_stakeholder
from requite.deals.models import Part
from requite.identity.actions.register_team import register_team
from requite.identity.tests.cast import NOW, make_cast
from requite.insight.plans.models import Plan
from requite.journal.models import Entry
from requite.journal.recording import recording
from requite.kernel.ids import new_id
from requite.people.actions.archive import assign_record
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import correct_point, mark_point
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.models import Point
from requite.web.screens.history_words import say_field, say_value, say_via
from requite.web.tests.cast import browser
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.meetings import hold_meeting, plan_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def person(cast):
    points = [("phone", "010-8842-1190"), ("email", "minsu@hanil.kr")]
    draft = PersonDraft(family_name="Kim", given_name="Minsu", company_name="Hanil", points=points)
    return register_person(actor=cast.actors["anna"], at=NOW, draft=draft)


def url_of(kind, record):
    return reverse("history", kwargs={"kind": kind, "id": record.id})


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def plain(response):
    """What a reader reads of the page itself, without the frame around it."""
    main = text(response).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


class TestPerson:
    def test_says_who_changed_what_from_what_to_what(self, cast, person):
        correct_person(
            actor=cast.actors["boris"].by("import"), at=NOW, person_id=person.id, given={"title": "Purchasing lead"}
        )
        correct_person(actor=cast.actors["vera"], at=NOW, person_id=person.id, given={"title": "Lead"})
        said = plain(browser(cast.anna).get(url_of("person", person)))
        first, second, third = (said.index(name) for name in ("Vera Park", "Boris Lee", "Anna Kim"))
        assert first < second < third
        assert "Title Purchasing lead → Lead" in said
        assert "by an import" in said
        assert "on a page" in said

    def test_holds_the_points_of_contact(self, cast, person):
        point = Point.objects.get(person=person, kind="phone")
        correct_point(actor=cast.actors["anna"], at=NOW, point_id=point.id, raw="010-8842-1191")
        with recording(actor=cast.actors["anna"], at=NOW) as record:
            mark_point(record=record, point=Point.objects.get(id=point.id), state="wrong")
        said = plain(browser(cast.anna).get(url_of("person", person)))
        assert "Phone 010-8842-1190 → 010-8842-1191" in said
        assert "Phone 010-8842-1191 valid → wrong number" in said

    def test_masks_what_the_reader_sees_masked(self, cast, person):
        point = Point.objects.get(person=person, kind="phone")
        with recording(actor=cast.actors["anna"], at=NOW) as record:
            mark_point(record=record, point=point, state="wrong")
        html = text(browser(cast.emma).get(url_of("person", person)))
        assert "8842" not in told(html)
        assert "minsu@" not in html
        assert "•••90" in html
        assert "m•••@hanil.kr" in html

    def test_leaves_hidden_groups_out(self, cast, person, monkeypatch):
        monkeypatch.setitem(cast.actors["emma"].fields, "contact", "hidden")
        html = text(browser(cast.emma).get(url_of("person", person)))
        assert "hanil.kr" not in html
        assert ">Phone<" not in html
        assert "Kim" in html

    def test_brings_the_work_in_on_request(self, cast, person):
        anna = cast.actors["anna"]
        meeting = plan_meeting(
            actor=anna, at=NOW - timedelta(days=2), person_id=person.id, event_at=NOW - timedelta(days=1), topic="prices"
        )
        hold_meeting(actor=anna, at=NOW, activity_id=meeting.id, result="wants 3 %")
        page = url_of("person", person)
        assert "prices" not in text(browser(cast.anna).get(page))
        said = plain(browser(cast.anna).get(f"{page}?work=1"))
        assert "meeting planned Meeting, 23 Nov · prices" in said
        assert "State planned → held" in said
        assert "Result wants 3 %" in said
        assert "prices" not in text(browser(cast.dina).get(f"{page}?work=1"))  # her role hides the work

    def test_goes_on_by_key_in_the_same_number_of_reads(self, cast, person, django_assert_num_queries):
        for number in range(60):
            correct_person(
                actor=cast.actors["anna"], at=NOW, person_id=person.id, given={"title": f"Title {number:02}"}
            )
        anna = browser(cast.anna)
        anna.get(url_of("person", person))
        with django_assert_num_queries(5):
            first = text(anna.get(url_of("person", person)))
        more = re.search(r'href="([^"]*before=\d+)"', first).group(1)
        rest = text(anna.get(more, headers={"HX-Request": "true"}))
        assert "<html" not in rest
        found = [int(number) for number in re.findall(r"<ins>Title (\d+)</ins>", first + rest)]
        assert found == list(range(59, -1, -1))
        assert anna.get(f"{url_of('person', person)}?before=junk").status_code == 200

    def test_names_owners_as_they_were(self, cast, person):
        assign_record(
            actor=cast.actors["vera"], at=NOW, kind="person", record_id=person.id, owner_id=cast.boris.id
        )
        assert "Owner Anna Kim → Boris Lee" in plain(browser(cast.vera).get(url_of("person", person)))


class TestOthers:
    def test_an_activity_keeps_its_history_when_it_is_taken_back(self, cast, person):
        anna = cast.actors["anna"]
        meeting = plan_meeting(actor=anna, at=NOW, person_id=person.id, event_at=NOW, topic="prices")
        retract_activity(actor=anna, at=NOW, activity_id=meeting.id)
        said = plain(browser(cast.anna).get(url_of("meeting", meeting)))
        assert "taken back" in said
        assert "Topic prices" in said
        for kind in ("activity", "call", "task", "note"):
            assert browser(cast.anna).get(url_of(kind, meeting)).status_code == 200

    def test_a_team_names_the_one_above(self, cast):
        team = register_team(actor=cast.actors["oleg"], at=NOW, name="East", parent_id=cast.sales.id)
        assert "Team above Sales" in plain(browser(cast.oleg).get(url_of("team", team)))

    def test_a_plan_is_seen_by_those_above_its_holder(self, cast):
        plan = Plan.objects.create(
            metric="calls_made", user=cast.anna, span="month", starts_on="2026-11-01", target=20, made_at=NOW
        )
        said = plain(browser(cast.vera).get(url_of("plan", plan)))
        assert "Calls made · Anna Kim" in said
        assert "Nothing has been kept yet" in said
        assert browser(cast.gleb).get(url_of("plan", plan)).status_code == 404

    def test_a_user(self, cast):
        assert "Anna Kim" in plain(browser(cast.oleg).get(url_of("user", cast.anna)))


class TestAccess:
    def test_a_stranger_finds_nothing(self, cast, person):
        meeting = plan_meeting(actor=cast.actors["anna"], at=NOW, person_id=person.id, event_at=NOW, topic="prices")
        before = Entry.objects.count()
        gleb = browser(cast.gleb)
        for kind, record in (("person", person), ("company", person.company), ("meeting", meeting)):
            assert gleb.get(url_of(kind, record)).status_code == 404
        assert gleb.get(url_of("user", cast.anna)).status_code == 403
        assert gleb.get(url_of("team", cast.north)).status_code == 403
        assert Entry.objects.count() == before

    def test_what_there_is_not_is_nothing(self, cast, person):
        anna = browser(cast.anna)
        for kind in ("person", "company", "meeting", "plan", "user", "team"):
            address = reverse("history", kwargs={"kind": kind, "id": new_id()})
            assert anna.get(address).status_code == 404
        assert anna.get(url_of("nothing", person)).status_code == 404
        assert anna.get("/history/person/nonsense/").status_code == 404


class TestWords:
    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("state", "called_off", "called off"),
            ("outcome", "no_answer", "No answer"),
            ("outcome", "Our own word", "Our own word"),
            ("role", "leader", "Leader"),
            ("is_active", False, "no"),
            ("metric", "calls_made", "Calls made"),
            ("target", "10.00", "10"),
            ("amount", "1200000", "1,200,000"),
            ("amount", "1200000.50 USD", "$1,200,000.50"),
            ("amount", "much", "much"),
            ("price", "138000 KRW", "₩138,000"),
            ("price", "138000", "138000"),
            ("value", "1200000 KRW", "₩1,200,000"),
            ("value", "2026", "2026"),
            ("ends_on", "2026-12-01", "30 Nov 2026"),
            ("due_on", "2027-02-28", "28 Feb 2027"),
            ("starts_on", "no date", "no date"),
            ("title", None, ""),
            ("tags", ["key", "spring"], "key, spring"),
        ],
    )
    def test_says_values_in_words(self, field, value, said):
        assert say_value(field, value) == said

    @pytest.mark.parametrize(
        ("language", "kept", "said"),
        [
            ("en", "Nelson Betty", "Betty Nelson"), ("ru", "Nelson Betty", "Nelson Betty"), ("en", "박 진아", "박진아"),
            ("en", "van Dyke Mary Ann", "van Dyke Mary Ann"), ("en", "Hana", "Hana"),
        ],
    )  # fmt: skip
    def test_names_stand_as_pages_show_them(self, language, kept, said):
        with translation.override(language):
            assert say_value("person", kept) == said
            assert say_value("stakeholder", f"{kept}: Decision maker") == f"{said}: Decision maker"

    def test_what_is_unknown_keeps_its_own_name(self):
        assert say_via("carrier pigeon") == "carrier pigeon"
        assert say_field("person", "shoe_size") == "shoe_size"


def test_a_deal_does_not_name_whom_its_reader_does_not_see(cast):
    near, far = (person_of(cast, who, family=name) for who, name in (("anna", "Nearby"), ("gleb", "Faraway")))
    deal, oleg = deal_of(cast), cast.actors["oleg"]
    correct_deal(actor=oleg, at=NOW, deal_id=deal.id, given={"person": str(near.id)})
    part_id = Part.objects.values_list("id", flat=True).first()
    register_stakeholder(actor=oleg, at=NOW, deal_id=deal.id, person_id=far.id, part_id=part_id)
    correct_deal(actor=oleg, at=NOW, deal_id=deal.id, given={"person": str(far.id)})
    said = plain(browser(cast.anna).get(url_of("deal", deal)))
    assert "Person Hana Nearby" in said
    assert "Faraway" not in said
    assert "Stakeholder •••" in said
    assert "Person Hana Nearby → •••" in said
    assert "Person Hana Nearby → Hana Faraway" in plain(browser(cast.oleg).get(url_of("deal", deal)))
