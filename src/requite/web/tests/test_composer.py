"""The composer of a person's page: one click, one record; what is refused comes back as it was typed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import person_of, status
from testing.cast import HTMX

from requite.identity.models import User
from requite.kernel.ids import new_id
from requite.web.tests.cast import browser, once
from requite.work.models import Activity, CallStatus

pytestmark = pytest.mark.django_db
KINDS = ("calls", "meetings", "tasks", "notes")
LATER = {"day": "2027-03-01", "clock": "14:30"}


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def person(cast):
    return person_of(cast)


def at(person, kind):
    return reverse(f"person_{kind}", kwargs={"id": person.id})


def made():
    return Activity.objects.get()


class TestCall:
    def test_is_logged_by_one_click_on_its_outcome(self, cast, anna, person):
        answer = anna.post(at(person, "calls"), {"outcome": status().id, "once": once()}, headers=HTMX)
        assert answer.status_code == 200
        call = made()
        adds = f'hx-swap-oob="beforeend:#timeline"><li data-row id="entry-{call.id}">'
        clock = f"{call.at.astimezone(cast.actors['anna'].zone):%H:%M}"
        last_contact = f'<span id="last-contact" hx-swap-oob="true">{clock}</span>'
        for part in ('id="composer"', adds, last_contact, "Call logged.", "/retraction/"):
            assert part in text(answer)
        assert (call.owner, call.person, call.outcome, call.state) == (cast.anna, person, status(), "done")
        assert last_entry("work.CallLogged").changes["outcome"] == [None, "talked"]

    def test_sent_twice_is_one(self, anna, person):
        form = {
            "outcome": status().id,
            "once": field_of(anna.get(reverse("person", args=[person.id])), "once"),
        }
        assert [anna.post(at(person, "calls"), form).status_code for _ in "12"] == [302, 302]
        assert made().outcome == status()

    def test_is_planned_for_a_day_and_says_so(self, anna, person):
        answer = anna.post(at(person, "calls"), {"plan": "1", **LATER, "once": once()}, headers=HTMX)
        assert made().state == "to_do"
        assert made().at == datetime(2027, 3, 1, 5, 30, tzinfo=UTC)
        assert "Call planned." in text(answer)
        assert "Call logged." not in text(answer)

    def test_to_do_again_plans_the_next_one(self, anna, person):
        again = CallStatus.objects.filter(class_name="to_do")[0]
        form = {"outcome": again.id, "again_day": "2027-03-01", "again_clock": "09:15", "once": once()}
        answer = anna.post(at(person, "calls"), form, headers=HTMX)
        for part in ('id="composer"', 'id="timeline-block"', 'id="person-aside"'):  # a step is planned too
            assert part in text(answer)
        assert Activity.objects.get(state="to_do").at == datetime(2027, 3, 1, 0, 15, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            ({"plan": "1"}, "Say when the call is to be made."),
            ({**LATER, "outcome": "1"}, "This time lies ahead."),
            ({"clock": "10:00"}, "Give the day too."),
            ({"day": "2026-02-30"}, "Give the date as year-month-day"),
            ({"day": "0001-01-01"}, "outside the years 2000 to 2099"),
            ({"day": "9999-12-31"}, "outside the years 2000 to 2099"),
            ({"day": "2026-11-02", "clock": "24:61"}, "Give the time as hours and minutes"),
            ({"minutes": "-5"}, "Give the length in whole minutes."),
            ({"minutes": "99999"}, "Give the length in whole minutes."),
            ({"again_day": "soon"}, "Give the date as year-month-day"),
            ({"result": "r" * 20_001}, "at most 20000 letters"),
            ({"outcome": str(new_id())}, "no longer on the list"),
        ],
    )
    def test_refused_keeps_what_was_typed(self, anna, person, form, sentence):
        sent = {"result": "He said <yes>", "once": once(), **form}
        for headers in ({}, HTMX):
            with untouched():
                answer = anna.post(at(person, "calls"), sent, headers=headers)
            assert answer.status_code == 422
            assert sentence in text(answer)
            assert sent["result"] in text(answer)
            assert sent["once"] in text(answer)
            for name in ("day", "clock", "minutes", "again_day"):
                assert form.get(name, "") in text(answer)
            assert ("<html" in text(answer)) is (not headers)


class TestLength:
    def test_books_the_time_of_a_task_and_of_a_planned_call(self, anna, person):
        sent = {"day": "2027-01-12", "clock": "10:00", "minutes": "45", "topic": "Write it"}
        anna.post(f"/people/{person.id}/tasks/", sent)
        anna.post(f"/people/{person.id}/calls/", {**sent, "plan": "1"})
        made = Activity.objects.filter(state="to_do")
        assert [one.until - one.at for one in made] == [timedelta(minutes=45)] * 2

    def test_without_a_time_is_refused_and_kept(self, anna, person):
        sent = {"day": "2027-01-12", "minutes": "45", "topic": "Write it"}
        response = anna.post(f"/people/{person.id}/tasks/", sent)
        assert response.status_code == 422
        html = response.content.decode()
        assert "Give the time too." in html
        assert '<option value="45" selected>' in html


class TestMeeting:
    def test_is_planned_for_an_hour_unless_told_otherwise(self, cast, anna, person):
        form = {**LATER, "place": "The inn", "topic": "prices", "colleagues": cast.boris.id, "once": once()}
        assert [anna.post(at(person, "meetings"), form).status_code for _ in "12"] == [302, 302]
        meeting = made()
        assert (meeting.state, meeting.until - meeting.at) == (
            "planned",
            meeting.until.resolution * 3_600_000_000,
        )
        assert [part.user for part in meeting.participations.all()] == [cast.boris]

    def test_of_the_past_is_held_at_once(self, anna, person):
        form = {"day": "2026-11-02", "clock": "10:00", "topic": "prices", "held": "1", "once": once()}
        anna.post(at(person, "meetings"), form)
        assert made().state == "held"

    def test_in_the_hour_that_the_clocks_skip_is_refused_in_a_sentence(self, cast, anna, person):
        User.objects.filter(id=cast.anna.id).update(time_zone="America/New_York")
        form = {
            "day": "2026-03-08",
            "clock": "02:30",
            "topic": "Kept <b>",
            "place": "The inn",
            "once": once(),
        }
        with untouched():
            answer = anna.post(at(person, "meetings"), form)
        assert answer.status_code == 422
        assert "this time doesn't exist. The next one is 2026-03-08 03:00." in text(answer)
        assert 'id="meeting-clock-error"' in text(answer)
        for kept in ("Kept <b>", "The inn", "2026-03-08", "02:30"):
            assert kept in text(answer)
        assert anna.post(at(person, "meetings"), {**form, "clock": "03:00"}).status_code == 302
        assert made().at == datetime(2026, 3, 8, 7, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            ({"day": "", "clock": ""}, "Say when the meeting is."),
            ({"clock": ""}, "Give the time too."),
            ({"until": "13:00"}, "It ends before it begins."),
            ({"until": "soon"}, "Give the time as hours and minutes"),
            ({"topic": "t" * 301}, "at most 300 letters"),
            ({"place": "t" * 10_000}, "at most 300 letters"),
        ],
    )
    def test_refused_keeps_what_was_typed(self, anna, person, form, sentence):
        sent = {**LATER, "topic": "prices", "place": "The inn", "once": once(), **form}
        with untouched():
            answer = anna.post(at(person, "meetings"), sent, headers=HTMX)
        assert answer.status_code == 422
        assert sentence in text(answer)
        for name in ("day", "clock", "until", "topic", "place"):
            assert sent.get(name, "") in text(answer)


class TestTaskAndNote:
    def test_are_kept_once(self, anna, person):
        task, note = {"topic": "send", "day": "2027-03-01"}, {"body": "Tea\r\nand <b>"}
        for kind, form in (("tasks", {**task, "once": once()}), ("notes", {**note, "once": once()})):
            assert [anna.post(at(person, kind), form).status_code for _ in "12"] == [302, 302]
        assert Activity.objects.get(kind="task").at == datetime(2027, 3, 1, 14, 59, 59, tzinfo=UTC)
        assert Activity.objects.get(kind="note").body.splitlines() == ["Tea", "and <b>"]

    @pytest.mark.parametrize(
        ("kind", "form", "sentence"),
        [
            ("tasks", {"topic": " ", **LATER}, "Say what is to be done."),
            ("tasks", {"topic": "send"}, "Say when it is due."),
            ("tasks", {"topic": "t" * 301, **LATER}, "at most 300 letters"),
            ("notes", {"body": "\x00 "}, "Write the note first."),
            ("notes", {"body": "n" * 20_001}, "at most 20000 letters"),
        ],
    )
    def test_refused_keep_what_was_typed(self, anna, person, kind, form, sentence):
        with untouched():
            answer = anna.post(at(person, kind), {**form, "once": once()})
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert all(value.strip("\x00 ") in text(answer) for value in form.values())


class TestAccess:
    @pytest.mark.parametrize("kind", KINDS)
    def test_strangers_and_readers_write_nothing(self, clients, person, kind):
        for who, found in (("gleb", 404), ("emma", 403), ("dina", 403)):
            client = clients(who)
            for form in ({}, {**LATER, "topic": "x", "body": "x"}):
                with untouched():
                    assert client.post(at(person, kind), form).status_code == found


class TestOutcomes:
    def test_are_read_once_and_anew_after_each_change_of_them(self, cast, anna, person):
        page, oleg = reverse("person", args=[person.id]), browser(cast.oleg)
        assert "Voice mail" not in text(anna.get(page))
        with CaptureQueriesContext(connection) as seen:
            anna.get(page)
        assert not [one for one in seen.captured_queries if "work_call_status WHERE ended_at" in one["sql"]]

        oleg.post("/settings/outcomes/", {"name": "Voice mail", "class_name": "not_reached", "once": once()})
        assert "Voice mail" in text(anna.get(page))
        mail = CallStatus.objects.get(name="Voice mail")
        assert anna.post(at(person, "calls"), {"outcome": mail.id, "once": once()}, headers=HTMX).status_code == 200

        assert oleg.post(f"/settings/outcomes/{mail.id}/ending/").status_code == 302
        answer = anna.post(at(person, "calls"), {"outcome": mail.id, "once": once()}, headers=HTMX)
        assert answer.status_code == 422
        assert "no longer on the list" in text(answer)
        assert Activity.objects.count() == 1
