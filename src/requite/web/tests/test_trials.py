"""The page of a trial: whom a requirement would concern, asked before it is in force."""

from datetime import timedelta

import pytest
from django.utils import timezone
from testing.asserts import text
from testing.builders import company_of, deal_of, meeting_of, person_of

from requite.deals.models import Stage
from requite.people.models import Person
from requite.quality.models import Requirement, Trial

pytestmark = pytest.mark.django_db
SETS = "/settings/minimum-sets"


@pytest.fixture
def oleg(clients):
    return clients("oleg")


def a_try(oleg, kind="person", **values):
    """The address of a trial's page."""
    form = {"field": "title", "stage": "", "weight": "2", "grace_hours": "48", **values}
    return oleg.post(f"{SETS}/{kind}/", form).url


def test_says_how_many_whose_and_which(cast, oleg):
    kim = person_of(cast, family="Kim", given="Minsu")
    person_of(cast, family="Lee", title="Director")
    person_of(cast, "gleb", family="Orlov", title="Buyer")
    page = oleg.get(a_try(oleg)).content.decode()
    assert "1 of 3 records would owe it." in page
    assert f'<a class="text-link" href="/people/{kim.id}/">' in page
    assert "Orlov" not in page
    assert 'name="sure"' not in page
    assert '<span tabindex="-1" autofocus></span>' in page  # the form that led here may lie far down


@pytest.mark.parametrize(
    ("kind", "field"), [("company", "website"), ("deal", "note"), ("meeting", "result"), ("person", "title")]
)
def test_of_each_kind_an_example_opens(cast, oleg, kind, field):
    person = person_of(cast)
    made = {
        "person": lambda: person, "company": lambda: company_of(cast), "deal": lambda: deal_of(cast),
        "meeting": lambda: meeting_of(cast, person),
    }[kind]()  # fmt: skip
    page = oleg.get(a_try(oleg, kind, field=field)).content.decode()
    [href] = [line.split('"')[0] for line in page.split('class="text-link" href="')[1:] if str(made.id) in line]
    assert oleg.get(href).status_code == 200


def test_an_end_without_a_beginning_isnt_taken_for_one(cast, oleg):
    stage = Stage.objects.filter(is_offer=True).first()
    form = {"field": "note", "stage": "", "until": stage.id.hex, "weight": "2", "grace_hours": "48"}
    refused = oleg.post(f"{SETS}/deal/", form)
    assert refused.status_code == 422
    assert "Only from a stage of a pipeline on" in refused.content.decode()
    assert not Trial.objects.exists()


def test_most_of_the_base_is_asked_for_twice(cast, oleg):
    person_of(cast)
    where = a_try(oleg)
    refused = oleg.post(where)
    assert refused.status_code == 422
    assert "Say that this is meant." in refused.content.decode()
    assert not Requirement.objects.filter(kind="person", field="title").exists()
    assert oleg.post(where, {"sure": "on"}).url == f"{SETS}/person/"
    assert Requirement.objects.get(kind="person", field="title", ends_at=None).grace_hours == 48


def test_what_was_asked_for_and_has_ended_is_tried_anew(oleg):
    where = a_try(oleg)
    oleg.post(where)
    made = Requirement.objects.get(kind="person", field="title")
    oleg.post(f"{SETS}/person/{made.id}/ending/")
    again = oleg.post(where)
    assert again.status_code == 422
    assert "Try it anew." in again.content.decode()


def test_what_somebody_else_asked_for_meanwhile_is_said(oleg):
    first, second = a_try(oleg), a_try(oleg)
    oleg.post(first)
    late = oleg.post(second)
    assert late.status_code == 422
    assert "required there already" in late.content.decode()


def test_one_under_way_shows_progress_and_asks_for_nothing(cast, oleg):
    where = a_try(oleg)
    Trial.objects.update(ended_at=None, seen=20_000, total=90_000)
    page = oleg.get(where).content.decode()
    assert 'aria-valuenow="20000"' in page
    assert "Ask for it from now on" not in page
    early = oleg.post(where)
    assert early.status_code == 422
    assert not Requirement.objects.filter(kind="person", field="title").exists()
    Trial.objects.update(has_failed=True)
    assert "Nothing has changed; begin it anew." in oleg.get(where).content.decode()
    fragment = oleg.get(where, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith("<div")
    assert "<html" not in fragment


def test_of_another_kind_or_by_another_it_is_not_there(oleg, clients):
    where = a_try(oleg)
    assert oleg.get(where.replace("/person/", "/company/")).status_code == 404
    assert clients("anna").get(where).status_code == 403


def test_says_that_what_would_owe_it_counts_no_longer(cast, oleg):
    person_of(cast, family="Kim", given="Minsu", company_name="Daehan")
    for kind, field, counts in (("person", "title", True), ("company", "industry", False)):
        where = a_try(oleg, kind, field=field)
        for fresh in (0, 1):
            Trial.objects.update(fresh=fresh)
            said = "counts in plans and on scorecards today counts no longer until it is filled."
            assert (said in oleg.get(where).content.decode()) == (counts and bool(fresh))


def test_a_text_is_tried_by_the_check_that_was_chosen(cast, oleg):
    person_of(cast, family="Kim", note="7707083894")
    person_of(cast, family="Lee", note="7707083893")
    person_of(cast, family="Park", note="7707083893")
    assert "1 of 3 records would owe it." in oleg.get(a_try(oleg, field="note", check="ru_inn")).content.decode()
    assert "No record lacks it." in oleg.get(a_try(oleg, field="note")).content.decode()
    refused = oleg.post(f"{SETS}/person/", {"field": "note", "weight": "2", "grace_hours": "1", "check": "magic"})
    assert refused.status_code == 422


class TestLimits:
    def test_of_the_field_that_was_chosen_are_offered(self, oleg):
        def offered(kind, field):
            page = oleg.post(f"{SETS}/{kind}/", {"field": field, "show": "1", "weight": "7"}).content.decode()
            assert 'name="weight" type="number" value="7"' in page
            part = page.partition('id="limits-new"')[2].partition('name="starts_on"')[0]
            names = ("words", "mask", "lowest", "highest", "ahead", "days", "options")
            return {name for name in names if f'name="{name}"' in part}

        assert offered("person", "title") == {"words", "mask"}
        assert offered("person", "phone") == set()
        assert offered("deal", "amount") == {"lowest", "highest"}
        assert offered("deal", "expected_on") == {"ahead", "days"}
        assert offered("deal", "reason") == {"options"}
        assert not Trial.objects.exists()

    def test_are_tried_said_and_kept(self, cast, oleg):
        person_of(cast, title="Head of sales")
        person_of(cast, family="Lee", title="Buyer")
        where = a_try(oleg, words="2")
        page = oleg.get(where).content.decode()
        assert "1 of 2 records would owe it." in page
        assert "Its value: at least 2 words." in page
        oleg.post(where)
        sets = oleg.get(f"{SETS}/person/").content.decode()
        assert "at least 2 words" in sets
        assert "Title (at least 2 words) is asked for" in sets

    def test_that_nothing_could_meet_are_refused_and_stay_typed(self, oleg):
        form = {"weight": "2", "grace_hours": "1", "lowest": "10"}
        page = oleg.post(f"{SETS}/deal/", {**form, "field": "amount", "highest": "5"})
        assert page.status_code == 422
        assert "lies below" in page.content.decode()
        assert 'name="lowest" type="text" value="10"' in page.content.decode()
        wrong = oleg.post(f"{SETS}/person/", {**form, "field": "title"})
        assert "fit to Title" in wrong.content.decode()

    def test_of_a_line_are_changed_in_it(self, oleg):
        oleg.post(a_try(oleg, words="2"))
        made = Requirement.objects.get(kind="person", field="title")
        form = {"weight": "2", "grace_hours": "48", "terms": "1"}
        refused = oleg.post(f"{SETS}/person/{made.id}/", {**form, "words": "0"})
        assert refused.status_code == 422
        assert "A whole number from 1 to 20." in refused.content.decode()
        where = oleg.post(f"{SETS}/person/{made.id}/", {**form, "words": "3"}).url
        assert Requirement.objects.get(kind="person", field="title", ends_at=None).limits == {"words": 2}
        oleg.post(where)
        assert Requirement.objects.get(kind="person", field="title", ends_at=None).limits == {"words": 3}
        assert "its value is asked for so" in oleg.get(f"{SETS}/person/").content.decode()


class TestAChangedLine:
    FORM = {"weight": "2", "grace_hours": "48", "terms": "1", "starts_on": ""}

    @pytest.fixture
    def title(self, oleg):
        oleg.post(a_try(oleg), {"sure": "on"})
        return Requirement.objects.get(kind="person", field="title", ends_at=None)

    def change(self, oleg, line, **values):
        return oleg.post(f"{SETS}/person/{line.id}/", {**self.FORM, **values})

    def test_says_how_many_whose_and_which_before(self, cast, oleg, title):
        person_of(cast, title="Head of sales")
        lee = person_of(cast, family="Lee", title="Buyer")
        orlov = person_of(cast, "gleb", family="Orlov")
        Person.objects.filter(id=orlov.id).update(missing=["title"])  # as it was judged by the line
        where = self.change(oleg, title, words="2").url
        page = oleg.get(where).content.decode()
        assert "2 of 3 records would owe it." in page
        assert "1 of them doesn’t lack it today." in page
        assert "Nothing changes until you say so." in page
        assert f'href="/people/{lee.id}/"' in page

    def test_most_of_the_base_is_asked_for_twice(self, cast, oleg, title):
        person_of(cast, title="Buyer")
        where = self.change(oleg, title, words="2").url
        refused = oleg.post(where)
        assert refused.status_code == 422
        assert "Say that this is meant." in refused.content.decode()
        assert oleg.post(where, {"sure": "on"}).url == f"{SETS}/person/"
        assert Requirement.objects.get(kind="person", field="title", ends_at=None).limits == {"words": 2}

    def test_who_owes_it_anyway_isnt_asked_about_twice(self, cast, oleg, title):
        person_of(cast)
        Person.objects.update(missing=["title"])
        where = self.change(oleg, title, words="2").url
        assert "All of them lack it today already." in oleg.get(where).content.decode()
        assert oleg.post(where).status_code == 302

    def test_another_weight_from_a_day_on_stands_in_the_set_and_is_taken_back(self, oleg, title):
        day = (timezone.localdate() + timedelta(days=9)).isoformat()
        assert self.change(oleg, title, weight="7", starts_on=day).url == f"{SETS}/person/"
        page = text(oleg.get(f"{SETS}/person/"))
        assert "so until" in page
        assert "so from" in page
        assert f'value="{day}"' in page
        new = Requirement.objects.get(kind="person", field="title", ends_at=None)
        assert new.weight == 7
        assert oleg.post(f"{SETS}/person/{new.id}/ending/").status_code == 302
        assert Requirement.objects.get(kind="person", field="title", ends_at=None).id == title.id

    @pytest.mark.parametrize("day", ["2020-01-01", "soon"])
    def test_what_is_no_day_ahead_is_said_beside_it(self, oleg, title, day):
        refused = self.change(oleg, title, weight="7", starts_on=day)
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.content.decode()
        assert 'value="7"' in refused.content.decode()

    def test_what_somebody_changed_meanwhile_is_said(self, cast, oleg, title):
        where = self.change(oleg, title, words="2").url
        self.change(oleg, title, weight="7")
        late = oleg.post(where, {"sure": "on"})
        assert late.status_code == 409
        assert "changed or ended this line meanwhile" in late.content.decode()

    def test_an_end_that_cant_be_taken_back_says_why(self, oleg, title):
        day = (timezone.localdate() + timedelta(days=9)).isoformat()
        self.change(oleg, title, weight="7", starts_on=day)
        refused = oleg.post(f"{SETS}/person/{title.id}/ending/", {"keep": "1"})
        assert refused.status_code == 422
        assert "Take that change back first." in refused.content.decode()

    def test_its_address_opened_anew_leads_to_the_set(self, oleg, title):
        assert oleg.get(f"{SETS}/person/{title.id}/").url == f"{SETS}/person/"

    def test_where_a_form_is_sent_alone_says_so(self, oleg, title):
        answer = oleg.get(f"{SETS}/person/{title.id}/ending/")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
        assert "Go back to the page that you sent it from." in text(answer)


def test_a_gate_beside_a_line_that_holds_always_isnt_said_to_be_broken(oleg):
    oleg.post(a_try(oleg, "meeting", field="topic", stage="held", is_gate="1"))
    page = text(oleg.get(f"{SETS}/meeting/"))
    assert "1 line of this set needs a look. It is marked." in page
    assert "here it weighs twice" in page
