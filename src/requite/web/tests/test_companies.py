"""Companies: the list, a page in three parts, and forms in which two people may write at once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from testing.asserts import told

from requite.identity.tests.cast import NOW, entries, make_cast
from requite.people.actions.register_company import register_company
from requite.people.actions.register_person import register_person
from requite.people.drafts import CompanyDraft, PersonDraft
from requite.people.models import Company, Person, Point
from requite.web.tests.cast import browser, once
from requite.work.actions.log_call import plan_call
from requite.work.actions.tasks import log_note

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def make(cast, name="Hanil Precision", who="anna", **values):
    draft = CompanyDraft(name=name, points=[("phone", "02-551-5620")], **values)
    return register_company(actor=cast.actors[who], at=NOW, draft=draft)


@pytest.fixture
def company(cast):
    return make(cast)


def page_of(company, name="company"):
    return reverse(name, kwargs={"id": company.id})


def text(response):
    return response.content.decode()


def form_of(response):
    """What the form of a page would send."""
    html = text(response)
    base = re.search(r'name="base" value="([^"]*)"', html).group(1).replace("&#34;", '"')
    return {"base": base}


class TestList:
    def test_shows_ones_own_and_the_teams(self, cast, anna, company):
        make(cast, "Sejong", "boris")
        make(cast, "Northwest", "gleb")
        mine, team = text(anna.get("/companies/")), text(anna.get("/companies/?view=all"))
        assert "Hanil Precision" in mine
        assert "Sejong" not in mine
        assert "Sejong" in team
        assert "Northwest" not in team
        assert "+82 2-551-5620" in mine
        assert '<span class="missing">address</span>' in mine

    def test_in_debt_leaves_complete_ones_out(self, cast, anna, company):
        whole = CompanyDraft(name="Whole", points=[("phone", "02-551-5620"), ("address", "12 Jungang-ro, Seoul")])
        register_company(actor=cast.actors["anna"], at=NOW, draft=whole)
        html = text(anna.get("/companies/?view=debt"))
        assert "Hanil Precision" in html
        assert "Whole" not in html

    def test_goes_on_by_key_without_doubles(self, cast, anna):
        for number in range(53):
            make(cast, f"Company {number:03}")
        first = text(anna.get("/companies/"))
        more = re.search(r'href="(/companies/\?[^"]*after=[^"]*)"', first).group(1).replace("&amp;", "&")
        rest = text(anna.get(more, headers=HTMX))
        assert "<html" not in rest
        names = re.findall(r">(Company \d+)<", first + rest)
        assert names == [f"Company {number:03}" for number in range(53)]
        assert ">53<" in first

    def test_reads_the_same_number_of_times_for_one_and_for_fifty(
        self, cast, anna, company, django_assert_num_queries
    ):
        anna.get("/companies/")
        with django_assert_num_queries(3):
            anna.get("/companies/")
        for number in range(50):
            make(cast, f"Company {number}")
        with django_assert_num_queries(3):
            anna.get("/companies/")

    def test_survives_an_address_that_is_no_key(self, anna, company):
        for query in ("?after=zzz", "?after=%00", "?view=none", "?after=AAAA~BBBB"):
            assert anna.get(f"/companies/{query}").status_code == 200

    def test_says_what_to_do_when_there_is_none(self, anna):
        assert "No companies yet" in text(anna.get("/companies/"))


class TestPage:
    @pytest.fixture
    def person(self, cast, company):
        draft = PersonDraft(family_name="Lee", given_name="Hana", company_id=company.id)
        person = register_person(actor=cast.actors["anna"], at=NOW, draft=draft)
        log_note(actor=cast.actors["anna"], at=NOW, person_id=person.id, body="decides with Park")
        plan_call(
            actor=cast.actors["anna"], at=NOW, person_id=person.id, event_at=NOW + timedelta(days=3), topic="offer"
        )
        return person

    def test_shows_people_steps_and_one_time_line(self, anna, company, person, django_assert_num_queries):
        anna.get(page_of(company))
        with django_assert_num_queries(9):
            html = text(anna.get(page_of(company)))
        assert "Hana Lee" in html
        assert "decides with Park" in html
        assert html.count("offer") >= 2  # the step, and its entry
        assert f'data-live="company:{company.id}"' in html
        assert "Missing: address" in html

    @pytest.mark.parametrize("part", ["card", "people", "aside"])
    def test_gives_each_part_alone_for_live(self, anna, company, person, part):
        html = text(anna.get(page_of(company) + f"?part={part}", headers=HTMX))
        assert f'id="company-{part}"' in html
        assert "<html" not in html

    def test_peek_and_time_line_are_fragments(self, anna, company, person):
        assert "Hanil Precision" in text(anna.get(page_of(company, "company_peek"), headers=HTMX))
        entry = text(anna.get(page_of(company, "company_timeline"), headers=HTMX))
        assert "decides with Park" in entry
        assert "<html" not in entry

    def test_a_stranger_finds_nothing(self, cast, company):
        gleb = browser(cast.gleb)
        for name in ("company", "company_peek", "company_edit", "company_timeline"):
            assert gleb.get(page_of(company, name)).status_code == 404
        assert gleb.post(page_of(company, "company_edit"), {"name": "Mine"}).status_code == 404
        acts = ("record_archive", "record_restoration", "record_owner", "points")
        for name in acts:
            url = reverse(name, kwargs={"kind": "company", "id": company.id})
            assert gleb.post(url, {"owner": cast.gleb.id, "kind": "phone", "raw": "1"}).status_code in (403, 404)
        company.refresh_from_db()
        assert (company.name, company.owner, company.archived_at) == ("Hanil Precision", cast.anna, None)
        assert company.points.count() == 1

    def test_an_address_that_is_no_id_is_nothing(self, anna):
        assert anna.get("/companies/nonsense/").status_code == 404

    def test_hides_numbers_from_those_who_see_them_masked(self, cast, company):
        html = text(browser(cast.emma).get(page_of(company)))
        assert "5620" not in told(html)
        assert "•••20" in html
        assert "5620" not in told(browser(cast.emma).get("/companies/"))

    def test_an_operator_sees_no_work(self, cast, company, person):
        html = text(browser(cast.dina).get(page_of(company)))
        assert "decides with Park" not in html
        assert "The work isn’t shown to you" in html

    def test_adds_changes_and_removes_a_point_in_place(self, cast, anna, company):
        points = reverse("points", kwargs={"kind": "company", "id": company.id})
        html = text(anna.post(points, {"kind": "address", "raw": "12 Jungang-ro, Seoul"}, headers=HTMX))
        assert 'id="company-card"' in html
        assert "12 Jungang-ro" in html
        refused = anna.post(points, {"kind": "phone", "raw": " "}, headers=HTMX)
        assert refused.status_code == 422
        assert "Type it first." in text(refused)
        point = Point.objects.get(company=company, kind="phone")
        changed = reverse("point", kwargs={"id": point.id})
        assert "+82 2-551-5621" in text(
            anna.post(changed, {"raw": "02-551-5621", "base": point.raw}, headers=HTMX)
        )
        anna.post(reverse("point_removal", kwargs={"id": point.id}), headers=HTMX)
        assert not Point.objects.filter(id=point.id).exists()

    def test_archives_and_restores(self, cast, company):
        vera = browser(cast.vera)
        ids = {"kind": "company", "id": company.id}
        assert vera.post(reverse("record_archive", kwargs=ids)).status_code == 302
        html = text(vera.get(page_of(company)))
        assert "out of lists and search" in html
        assert reverse("record_restoration", kwargs=ids) in html
        assert "Hanil Precision" not in text(vera.get("/companies/?view=all"))
        assert "Hanil Precision" in text(vera.get("/companies/?view=archived"))
        vera.post(reverse("record_restoration", kwargs=ids))
        assert "Hanil Precision" in text(vera.get("/companies/?view=all"))

    def test_gives_it_to_a_colleague(self, cast, company):
        url = reverse("record_owner", kwargs={"kind": "company", "id": company.id})
        assert browser(cast.boris).post(url, {"owner": cast.boris.id}).status_code == 403
        browser(cast.vera).post(url, {"owner": cast.boris.id})
        company.refresh_from_db()
        assert company.owner == cast.boris


class TestNew:
    def test_makes_one_company_of_a_form_sent_twice(self, cast, anna):
        form = {"name": "Sejong", "phone": "02-551-5620", "industry": "Trade", "once": once()}
        answers = [anna.post("/companies/new/", {**form, "sure": "1"}) for _ in "12"]
        made = Company.objects.get(name="Sejong")
        assert [answer.url for answer in answers] == [page_of(made)] * 2
        assert made.owner == cast.anna
        assert [entry.changes["name"] for entry in entries("people.CompanyRegistered")] == [[None, "Sejong"]]

    def test_refuses_one_without_a_name_and_keeps_the_rest(self, anna):
        answer = anna.post("/companies/new/", {"name": " ", "industry": "Trade <b>", "once": once()})
        assert answer.status_code == 422
        assert "Give the company’s name." in text(answer) or "Give the company&#39;s name." in text(answer)
        assert escape("Trade <b>") in text(answer)
        assert not Company.objects.exists()

    def test_shows_what_looks_the_same_first(self, anna, company):
        for form in ({"name": "HANIL precision"}, {"name": "Other", "phone": "+82 2 551 5620"}):
            html = text(anna.post("/companies/new/", form))
            assert "A company like this is in the base already." in html
            assert page_of(company) in html
        assert Company.objects.count() == 1
        anna.post("/companies/new/", {"name": "Hanil Precision", "sure": "1", "once": once()})
        assert Company.objects.count() == 2

    def test_does_not_tell_a_stranger_what_looks_the_same(self, cast, company):
        answer = browser(cast.gleb).post("/companies/new/", {"name": "Hanil Precision", "once": once()})
        assert answer.status_code == 302

    def test_an_executive_may_not(self, cast):
        assert browser(cast.emma).get("/companies/new/").status_code == 403
        assert browser(cast.emma).post("/companies/new/", {"name": "X"}).status_code == 403


class TestEdit:
    def test_writes_what_changed_and_journals_it(self, anna, company):
        url = page_of(company, "company_edit")
        form = {**form_of(anna.get(url)), "name": "Hanil", "tags": "key, spring"}
        assert anna.post(url, form).status_code == 302
        company.refresh_from_db()
        assert (company.name, company.tags) == ("Hanil", ["key", "spring"])
        (entry,) = entries("people.CompanyCorrected")
        assert entry.changes == {"name": ["Hanil Precision", "Hanil"], "tags": ["", "key, spring"]}

    def test_keeps_the_text_beside_the_error(self, anna, company):
        url = page_of(company, "company_edit")
        answer = anna.post(url, {**form_of(anna.get(url)), "name": "", "industry": "Trade"})
        assert answer.status_code == 422
        assert 'id="f-name-error"' in text(answer)
        assert 'value="Trade"' in text(answer)
        company.refresh_from_db()
        assert company.name == "Hanil Precision"

    def test_changes_to_different_fields_both_stand(self, cast, anna, company):
        url = page_of(company, "company_edit")
        seen = form_of(anna.get(url))
        browser(cast.boris).post(url, {**seen, "name": company.name, "industry": "Trade"})
        assert anna.post(url, {**seen, "name": "Hanil", "industry": ""}).status_code == 302
        company.refresh_from_db()
        assert (company.name, company.industry) == ("Hanil", "Trade")

    def test_shows_anothers_change_of_the_same_field_beside_ones_own(self, cast, anna, company):
        url = page_of(company, "company_edit")
        seen = form_of(anna.get(url))
        browser(cast.boris).post(url, {**seen, "name": "Hanil of Boris", "industry": "Trade"})
        answer = anna.post(url, {**seen, "name": "Hanil of Anna", "industry": ""})
        assert answer.status_code == 409
        assert "Boris Lee" in text(answer)
        assert "Hanil of Boris" in text(answer)
        assert 'value="Hanil of Anna"' in text(answer)
        company.refresh_from_db()
        assert company.name == "Hanil of Boris"
        again = {**form_of(answer), "name": "Hanil of Anna", "industry": "Trade"}
        assert 'value="Trade"' in text(answer)  # a field that she left alone takes on his change
        assert anna.post(url, again).status_code == 302
        company.refresh_from_db()
        assert (company.name, company.industry) == ("Hanil of Anna", "Trade")

    def test_reads_a_form_without_its_base(self, anna, company):
        url = page_of(company, "company_edit")
        for base in ("", "no json", "[]"):
            assert anna.post(url, {"base": base, "name": "Hanil"}).status_code == 302
        company.refresh_from_db()
        assert company.name == "Hanil"


@pytest.mark.parametrize("query", ["?view=all", "?view=all&sort=-name&f="])
def test_counts_the_people_whom_the_reader_sees(cast, query):
    sejong = make(cast)
    for family, owner in (("Kim", cast.anna), ("Lee", cast.gleb)):
        draft = PersonDraft(family_name=family)
        person = register_person(actor=cast.actors["anna"], at=NOW, draft=draft)
        Person.objects.filter(id=person.id).update(company=sejong, owner=owner)
    for who, count in ((cast.anna, "1"), (cast.oleg, "2")):
        page = browser(who).get(f"/companies/{query}").content.decode()
        assert re.findall(r'data-label="People"[^>]*>([^<]*)<', page) == [count]
