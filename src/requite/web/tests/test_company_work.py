"""What is done with a company, on its own page: logged, planned, refused; whom it was with, said later."""

import re

import pytest
from testing.asserts import last_entry, text
from testing.builders import company_of, person_of, status
from testing.cast import HTMX

from requite.web.tests.cast import once
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
LATER = {"day": "2030-01-02", "clock": "10:00"}


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def company(cast):
    return company_of(cast)


def call(client, company, outcome="talked", **more):
    form = {"outcome": status(outcome).id, "once": once(), **more}
    return client.post(f"/companies/{company.id}/calls/", form, headers=HTMX)


def test_a_call_shows_in_the_time_line_and_says_whom_it_lacks(anna, company):
    assert 'id="composer"' in text(anna.get(f"/companies/{company.id}/"))
    moved = text(call(anna, company, result="Wants a visit"))
    for part in (
        'id="composer"',
        'id="timeline-block"',
        'id="company-aside"',
        "Wants a visit",
        "Missing: person",
    ):
        assert part in moved
    made = Activity.objects.get()
    assert (made.company_id, made.person_id, made.missing) == (company.id, None, ["person"])
    assert last_entry("work.CallLogged").changes["company"] == [None, "Sejong"]


def test_people_who_share_a_name_are_told_apart(cast, anna, company):
    given = [("김", "민수", "부장", "010-1234-5670"), ("김", "민수", "", "010-2345-6781"), ("Lee", "Hana", "CEO", "")]
    for family, name, title, number in given:
        points = [("phone", number)] if number else []
        person_of(cast, family=family, given=name, title=title, company_id=company.id, points=points)
    page = text(anna.get(f"/companies/{company.id}/"))
    said = re.findall(r"<option value=\"[^\"]+\">([^<]*(?:민수|Hana)[^<]*)</option>", page)[:3]
    assert sorted(one.partition(" · ")[2] for one in said) == ["", "+82 10-2345-6781", "부장 · +82 10-1234-5670"]


def test_nobody_by_name_is_owed_where_nobody_answered(anna, company):
    assert "Missing" not in text(call(anna, company, "no_answer"))
    assert Activity.objects.get().missing == []


def test_a_wrong_number_marks_the_companys(anna, company):
    call(anna, company, "wrong_number")
    assert company.points.get().state == "wrong"


def test_without_script_it_comes_back_to_the_company(anna, company):
    sent = {"topic": "Send prices", **LATER, "once": once()}
    answer = anna.post(f"/companies/{company.id}/tasks/", sent)
    assert answer.headers["Location"] == f"/companies/{company.id}/"
    assert "Send prices" in text(anna.get(f"/companies/{company.id}/"))


def test_what_is_refused_keeps_what_was_typed_and_chosen(cast, anna):
    seo = person_of(cast, company_name="Sejong")
    sent = {"topic": "Prices", "day": "2030-13-40", "clock": "10:00", "person": str(seo.id), "once": once()}
    for headers in (HTMX, {}):
        answer = anna.post(f"/companies/{seo.company_id}/meetings/", sent, headers=headers)
        page = text(answer)
        assert answer.status_code == 422
        assert 'value="Prices"' in page
        assert f'<option value="{seo.id}" selected>' in page
    assert not Activity.objects.exists()


def test_a_line_of_the_day_leads_to_the_company(anna, company):
    sent = {"topic": "Visit", "day": "2026-11-20", "clock": "10:00", "once": once()}
    anna.post(f"/companies/{company.id}/meetings/", sent, headers=HTMX)
    page = text(anna.get("/open/"))
    assert f'href="/companies/{company.id}/"' in page
    assert "<b>Sejong</b>" in page
    for view in ("week", "agenda"):
        assert "<b>Sejong</b>" in text(anna.get(f"/calendar/?view={view}&on=2026-11-20"))


def test_one_who_may_not_see_the_company_writes_nothing(clients, company):
    for kind in ("calls", "meetings", "tasks", "notes"):
        sent = {"body": "x", "topic": "x", **LATER, "once": once()}
        assert clients("gleb").post(f"/companies/{company.id}/{kind}/", sent).status_code == 404
    assert clients("dina").get(f"/companies/{company.id}/companions/").status_code == 403
    assert 'id="composer"' not in text(clients("dina").get(f"/companies/{company.id}/"))
    assert not Activity.objects.exists()


class TestWhom:
    def test_is_chosen_from_the_companys_people_and_then_it_counts(self, cast, anna):
        seo = person_of(cast, company_name="Sejong")
        call(anna, seo.company)
        made = Activity.objects.get()
        page = text(anna.get(f"/activities/{made.id}/"))
        assert f'<option value="{seo.id}">' in page
        answer = anna.post(f"/activities/{made.id}/person/", {"person": seo.id}, headers=HTMX)
        assert answer.status_code == 200
        made.refresh_from_db()
        assert (made.person_id, made.is_contact, made.missing) == (seo.id, True, [])

    def test_blank_is_refused_beside_the_field(self, anna, company):
        call(anna, company)
        made = Activity.objects.get()
        answer = anna.post(f"/activities/{made.id}/person/", {"person_text": "Nobody"}, headers=HTMX)
        assert answer.status_code == 422
        assert "Choose one of the people found." in text(answer)
        assert 'value="Nobody"' in text(answer)

    def test_is_not_for_strangers_nor_for_somebody_they_cannot_see(self, cast, anna, clients, company):
        call(anna, company)
        made, gleb = Activity.objects.get(), person_of(cast, "gleb", family="Own")
        for form in ({"person": gleb.id}, {}):
            assert clients("gleb").post(f"/activities/{made.id}/person/", form).status_code == 404
            assert clients("boris").post(f"/activities/{made.id}/person/", form).status_code in (403, 404)
        assert anna.post(f"/activities/{made.id}/person/", {"person": gleb.id}).status_code == 404
        made.refresh_from_db()
        assert made.person_id is None
