"""Debts: the list, and each kind closed in its line; what is refused keeps its text."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from testing.asserts import field_of, text, untouched
from testing.builders import call_of, company_of, meeting_of, note_of, person_of, status, task_of
from testing.cast import DAY, HTMX, NOW, Cast

from requite.people.models import Point
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.durations import renew_medians
from requite.quality.models import Duration
from requite.quality.terms import Terms
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
DAY_ONE = date(2026, 11, 1)


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def person(cast):
    return person_of(cast, family="Bare", given="", points=[])


def at(kind, record, field):
    return reverse("debt", kwargs={"kind": kind, "id": record.id, "field": field})


def held(cast, person, **values):
    meeting = meeting_of(cast, person, **values)
    return hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id)


class TestSeconds:
    """How long it takes to fill a field, as the form says."""

    def close(self, anna, person, raw, took):
        return anna.post(at("person", person, "phone"), {"value": raw, "took": took}, headers=HTMX)

    def test_are_counted_once_a_debt_is_closed(self, anna, person):
        refused = self.close(anna, person, "", "7")
        assert field_of(refused, "took") == "7"  # the next try goes on from there
        assert not Duration.objects.exists()
        assert self.close(anna, person, "+82 10-8273-4655", "12").status_code == 200
        [row] = Duration.objects.values_list("kind", "field", "seconds", "times")
        assert row == ("person", "phone", 12, 1)

    @pytest.mark.parametrize("took", ["", "-1", "soon", "9" * 400])
    def test_what_is_no_time_closes_the_debt_all_the_same(self, anna, person, took):
        assert self.close(anna, person, "+82 10-8273-4655", took).status_code == 200
        assert not Duration.objects.exists()

    def test_are_told_as_measured_from_twenty_times_on(self, cast, anna, person):
        assert "is an estimate" in text(anna.get("/debts/"))
        Duration.objects.create(kind="person", field="phone", month=DAY_ONE, seconds=43, times=20)
        Duration.objects.create(kind="person", field="email", month=DAY_ONE, seconds=2, times=19)
        renew_medians(at=NOW)
        page = text(anna.get("/debts/"))
        assert "is measured" in page
        assert "about 60 seconds" in page  # 43 for the phone, 10 and 6 as they ship for e-mail and company


class TestList:
    def test_shows_ones_own_and_that_of_a_rep_whom_one_leads(self, cast, clients, anna, person):
        mine = text(anna.get("/debts/"))
        assert "Bare" in mine
        asked = f"/debts/?user={cast.anna.id}"
        assert "Bare" in text(clients("vera").get(asked))
        assert "Bare" not in text(clients("gleb").get(asked))
        assert "Bare" not in text(clients("boris").get("/debts/"))

    def test_a_leader_comes_to_another_time_from_a_reps_line_and_back_to_the_team(self, cast, anna, clients, person):
        way = f'href="/debts/person/{person.id}/">Another time, or not at all'
        assert way not in text(anna.get("/debts/"))
        page = text(clients("vera").get(f"/debts/?user={cast.anna.id}"))
        assert way in page
        assert 'href="/debts/team/">Debts by rep and age' in page

    def test_leaves_what_lacks_a_result_when_asked_for_it(self, cast, anna, person):
        call_of(cast, person_of(cast, family="Called", given=""), outcome=None)
        asked = text(anna.get("/debts/?only=results"))
        assert "Called" in asked
        assert "Bare" not in asked
        assert "Bare" in text(anna.get("/debts/?only=nonsense"))

    def test_says_why_what_waits_and_how_long_it_takes(self, cast, anna):
        seo = person_of(cast, company_name="Sejong")
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW - 5 * DAY, kind="meeting", stage="held", field="place", weight=9, grace_hours=1
        )  # fmt: skip
        meeting = held(cast, seo)
        page = text(anna.get("/debts/"))
        assert "Meetings held need: Place, since 19 Nov" in page
        assert "1 meeting will count" in page
        assert re.search(r"and 1 more field · about [2-3]0 seconds", page)  # of the record alone
        assert "2 · about 50 seconds" in page  # the company's phone and address, the meeting's place and result
        for headers in ({}, HTMX):
            of_one = text(anna.get(f"/debts/meeting/{meeting.id}/", headers=headers))
            assert "Meetings held need: Place, since 19 Nov" in of_one
            assert "Meetings held need: Result" in of_one
        assert f"/debts/meeting/{meeting.id}/" in text(anna.get(f"/activities/{meeting.id}/"))

    def test_says_that_filler_closes_nothing_and_takes_the_real_value_in_its_place(self, cast, anna):
        meeting = held(cast, person_of(cast), topic="prices")
        where = at("meeting", meeting, "result")
        for filler in ("-", "asdf", "ㅁㄴㅇㄹ"):
            answer = anna.post(where, {"value": filler}, headers=HTMX)
            assert answer.status_code == 422
            assert "Kept, but this is filler and counts as blank." in text(answer)
            assert f'value="{filler}"' in answer.content.decode()
        sheet = anna.post("/debts/together/meeting/result/", {f"value-{meeting.id}": "n/a"})
        assert "Kept, but this is filler" in text(sheet)
        assert anna.post(where, {"value": "They take two frames"}, headers=HTMX).status_code == 200
        assert Activity.objects.get(id=meeting.id).missing == []

    def test_says_of_a_number_whose_check_digit_is_wrong_that_it_has_a_slip(self, cast, anna):
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW - 9 * DAY, kind="company", stage="", field="registration_number", weight=2,
            grace_hours=24, check="kr_business",
        )  # fmt: skip
        company = company_of(cast)
        where = at("company", company, "registration_number")
        slip = anna.post(where, {"value": "124-81-00999"}, headers=HTMX)
        assert slip.status_code == 422
        assert "Look for a slip." in text(slip)
        assert "filler" in text(anna.post(where, {"value": "-"}, headers=HTMX))
        assert anna.post(where, {"value": "124-81-00998"}, headers=HTMX).status_code == 200

    def test_says_what_the_value_must_be_and_keeps_the_line_until_it_is(self, cast, anna):
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW - 9 * DAY, kind="meeting", stage="held", field="place", weight=9,
            grace_hours=24, terms=Terms(limits={"words": ["3"]}),
        )  # fmt: skip
        meeting = held(cast, person_of(cast), topic="prices", place="their office")
        page = text(anna.get("/debts/"))
        assert "Place: at least 3 words" in page
        assert "Meetings held need: Place (at least 3 words), since" in page
        where = at("meeting", meeting, "place")
        short = anna.post(where, {"value": "our office"}, headers=HTMX)
        assert short.status_code == 422
        assert "Kept, but this is asked for: at least 3 words." in text(short)
        assert Activity.objects.get(id=meeting.id).place == "our office"
        sheet = anna.post("/debts/together/meeting/place/", {f"value-{meeting.id}": "no"})
        assert "Kept, but this is asked for" in text(sheet)
        assert anna.post(where, {"value": "their office, third floor"}, headers=HTMX).status_code == 200
        assert "place" not in Activity.objects.get(id=meeting.id).missing

    def test_goes_on_by_key_without_doubles(self, cast, anna):
        for number in range(53):
            person_of(cast, family=f"P{number:03}", given="", points=[])
        first = anna.get("/debts/")
        more = re.search(r'href="(/debts/\?[^"]*after=[^"]*)"', first.content.decode())[1].replace(
            "&amp;", "&"
        )
        rest = anna.get(more, headers=HTMX)
        assert "<html" not in text(rest)
        found = re.findall(r">(P\d{3})<", text(first) + text(rest))
        assert sorted(found) == [f"P{number:03}" for number in range(53)]


class TestClosing:
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_each_field_of_a_person(self, anna, person, headers):
        for field, value in (
            ("phone", "010-8273-4615"), ("email", "bare@sejong.kr"), ("given_name", "Hana"), ("company", "Sejong"),
        ):  # fmt: skip
            answer = anna.post(at("person", person, field), {"value": value}, headers=headers)
            assert answer.status_code == (200 if headers else 302)
            assert not headers or (answer.content, answer.headers["HX-Trigger"]) == (b"", "debt-closed")
            person.refresh_from_db()
            assert field not in person.missing
        assert {point.value for point in person.points.all()} == {"+821082734615", "bare@sejong.kr"}

    def test_a_companys_a_meetings_and_a_calls(self, cast, anna, person):
        company, meeting, call = company_of(cast), held(cast, person), call_of(cast, person, outcome=None)
        for kind, record, field, value in (
            ("company", company, "address", "12 Jungang-ro, Seoul"),
            ("meeting", meeting, "result", "They buy ten"),
            ("call", call, "outcome", str(status().id)),
        ):
            assert anna.post(at(kind, record, field), {"value": value}, headers=HTMX).status_code == 200
            record.refresh_from_db()
            assert field not in record.missing

    def test_sent_twice_makes_one_point(self, anna, person):
        form = {"value": "010-8273-4615", "once": field_of(anna.get("/debts/"), "once")}
        assert [anna.post(at("person", person, "phone"), form).status_code for _ in "12"] == [302, 302]
        assert Point.objects.filter(person=person).count() == 1

    def test_goes_back_to_where_one_was_but_never_elsewhere(self, anna, person):
        for referer, path in (
            ("http://testserver/debts/", "http://testserver/debts/"),
            ("http://x.example/", "/today/"),
            ("http://[", "/today/"),
        ):
            form = {"value": "Hana"}
            answer = anna.post(at("person", person, "given_name"), form, headers={"Referer": referer})
            assert (answer.status_code, answer.url) == (302, path)


class TestRefusal:
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_keeps_the_text_in_its_line(self, cast, anna, person, headers):
        meeting, call = held(cast, person, topic=""), call_of(cast, person, outcome=None)
        for kind, record, field, value, sentence in (
            ("person", person, "given_name", "n" * 10_000, "at most 120 letters"),
            ("person", person, "phone", "9" * 501, "at most 500 letters"),
            ("meeting", meeting, "topic", "t" * 301, "at most 300 letters"),
            ("person", person, "email", " ", "Type it first."),
            ("call", call, "outcome", "x", "Choose an outcome."),
        ):
            with untouched():
                answer = anna.post(at(kind, record, field), {"value": value}, headers=headers)
            assert answer.status_code == 422
            assert sentence in text(answer)
            assert f"owed-{kind}-{record.id}-{field}-error" in text(answer)
            assert value.strip() in text(answer) or kind == "call"
            assert ("<html" in text(answer)) is (not headers)

    def test_keeps_a_number_that_cannot_be_used_and_says_so(self, anna, person):
        answer = anna.post(at("person", person, "phone"), {"value": "12 34"}, headers=HTMX)
        assert answer.status_code == 422
        assert "it can't be used as it is" in text(answer)
        assert 'value="12 34"' in text(answer)
        anna.post(at("person", person, "phone"), {"value": "12 345"}, headers=HTMX)
        assert list(person.points.filter(kind="phone").values_list("raw", flat=True)) == ["12 345"], "no pile of tries"
        assert anna.post(at("person", person, "phone"), {"value": "010-2345-9876"}, headers=HTMX).status_code == 200
        assert list(person.points.filter(kind="phone").values_list("raw", flat=True)) == ["010-2345-9876"]

    def test_knows_no_fields_but_those_that_are_owed(self, cast, anna, person):
        call = call_of(cast, person, outcome=None)
        for kind, record, field in (
            ("person", person, "owner"), ("person", person, "archived_at"), ("company", company_of(cast), "owner"),
            ("call", call, "owner"), ("task", call, "topic"), ("user", cast.anna, "email"), ("person", person, "%00"),
        ):  # fmt: skip
            with untouched():
                answer = anna.post(at(kind, record, field), {"value": str(cast.gleb.id)})
            assert answer.status_code == 404, (kind, field)

    @pytest.mark.parametrize("make", [task_of, note_of])
    def test_a_task_and_a_note_owe_nothing(self, cast, anna, person, make):
        one = make(cast, person)
        asked = {"kind": one.kind, "id": one.id}
        with untouched():
            assert anna.get(reverse("owes", kwargs=asked)).status_code == 404
            for page in ("debt", "asked", "asked_undo"):
                where = reverse(page, kwargs={**asked, "field": "topic"})
                assert anna.post(where, {"value": "prices"}).status_code == 404


class TestAccess:
    def test_of_others_are_not_to_be_closed(self, cast, clients, person):
        meeting = held(cast, person)
        for who, of_person, of_meeting in (("gleb", 404, 404), ("emma", 403, 403), ("boris", 302, 403)):
            client = clients(who)
            assert client.post(at("person", person, "given_name"), {"value": who}).status_code == of_person
            assert client.post(at("meeting", meeting, "result"), {"value": who}).status_code == of_meeting
        assert Activity.objects.get(id=meeting.id).result == ""


def test_the_list_comes_anew_with_as_many_rows_as_it_showed(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requite.work.queries.debts.PAGE", 2)
    for number in range(3):
        person_of(cast, family=f"Bare{number}", given="", points=[])
    page = text(anna.get("/debts/"))
    assert (page.count('class="owed"'), f'data-live="user:{cast.anna.id}"' in page, "after=" in page) == (2, True, True)
    anew = {**HTMX, "HX-Target": "debts-list"}
    for shown, rows, has_more in ((1, 2, True), (2, 2, True), (3, 3, False), ("x", 2, True)):
        found = text(anna.get("/debts/", {"shown": shown}, headers=anew))
        assert (found.count('class="owed"'), "after=" in found, "<main" in found) == (rows, has_more, False)
