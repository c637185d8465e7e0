"""Activities in one list: views, columns, filters, pages, rights, export, kept views."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from testing.asserts import drain, text, told
from testing.builders import (
    BACK,
    call_of,
    company_of,
    deal_of,
    meeting_of,
    note_of,
    person_of,
    planned_call,
    task_of,
)
from testing.cast import DAY, HTMX, NOW
from testing.standing import Stood

from requite.insight.lists.models import View
from requite.web.tests.cast import browser
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.log_call import log_call
from requite.work.actions.meetings import hold_meeting
from requite.work.actions.tasks import log_note, plan_task
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
COLUMNS = "&col=kind&col=person&col=company&col=when&col=outcome&col=owner"


@pytest.fixture
def seo(cast):
    return person_of(cast, company_name="Sejong")


def make_base(cast):
    """One of each kind."""
    seo = person_of(cast, company_name="Sejong")
    call_of(cast, seo)
    planned_call(cast, seo)
    meeting_of(cast, seo)
    task_of(cast, seo)
    note_of(cast, seo)


def rows(page):
    return page.count("<tr data-row")


class TestBase(Stood):
    make = staticmethod(make_base)

    def test_every_kind_is_a_line(self, base, clients):
        page = text(clients("anna").get("/activities/?view=mine"))
        assert rows(page) == 5
        for word in ("prices", "send prices", "Likes tea", "Hana Seo", "Sejong", "Talked", ">Meeting<", ">Note<"):
            assert word in page, word
        assert 'aria-current="page"' in page

    def test_opens_with_what_is_open_soonest_first(self, base, clients):
        page = text(clients("anna").get("/activities/"))
        assert rows(page) == 3
        assert "Likes tea" not in page

    @pytest.mark.parametrize(
        ("view", "expected"),
        [("open", 3), ("overdue", 3), ("recent", 5), ("mine", 5), ("all", 5), ("debt", 0), ("archived", 0)],
    )
    def test_views_that_ship(self, base, clients, view, expected):
        assert rows(text(clients("anna").get(f"/activities/?view={view}"))) == expected

    def test_a_leader_begins_with_the_team_and_sees_what_is_overdue_in_it(self, base, clients):
        assert rows(text(clients("vera").get("/activities/"))) == 5
        assert rows(text(clients("vera").get("/activities/?view=all&g=0&f=overdue&o=yes&v="))) == 3

    def test_what_was_taken_back_is_in_its_own_view_alone(self, cast, base, clients):
        note = Activity.objects.get(kind="note")
        retract_activity(actor=cast.actors["anna"], at=NOW, activity_id=note.id)
        assert "Likes tea" not in text(clients("anna").get("/activities/?view=mine"))
        anna = clients("anna")
        assert "Likes tea" in text(anna.get("/activities/?view=archived"))
        for headers in ({}, HTMX):
            page = text(anna.get(f"/activities/{note.id}/", headers=headers))
            assert "It was taken back and counts nowhere." in page
            assert f"/activities/{note.id}/restoration/" in page
        assert f"/activities/{note.id}/restoration/" not in text(clients("boris").get(f"/activities/{note.id}/"))
        assert clients("gleb").get(f"/activities/{note.id}/").status_code == 404
        anna.post(f"/activities/{note.id}/restoration/")
        assert "Likes tea" in text(anna.get("/activities/?view=mine"))

    def test_strangers_see_nothing_and_operators_are_not_let_in(self, base, clients):
        assert rows(text(clients("gleb").get("/activities/?view=all"))) == 0
        assert clients("dina").get("/activities/").status_code == 403
        assert 'href="/activities/"' not in text(clients("dina").get("/people/"))

    def test_masked_contact_data_stays_masked(self, base, cast):
        page = text(browser(cast.emma).get("/activities/?view=all&sort=-when&col=person_phone"))
        assert rows(page) == 5
        assert "1234-5670" not in page
        asked = text(browser(cast.emma).get("/activities/?view=all&g=0&f=person_phone&o=contains&v=5670"))
        assert rows(asked) == 5
        assert "see these values in full" in asked

    def test_is_kept_as_a_view_and_leaves_as_a_file(self, base, cast, clients):
        vera = clients("vera")
        sent = {"list": "view=all&sort=-when", "name": "Team by time", "share": "private", "is_pinned": "on"}
        answer = vera.post("/lists/activity/views/new/", sent)
        view = View.objects.get()
        assert (view.kind, answer.headers["Location"]) == ("activity", f"/activities/?view={view.id}")
        assert "Team by time" in text(vera.get("/activities/"))
        form = {"list": "view=all&sort=-when" + COLUMNS, "reason": "for the meeting of Monday", "form": "csv"}
        answer = vera.post("/lists/activity/export/", form)
        file = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "Talked" in file
        assert "Hana Seo" in file
        assert file.count("\n") == 6

    @pytest.mark.parametrize(
        ("field", "op", "value", "expected"),
        [
            ("kind", "is", "call", 2),
            ("kind", "is_not", "call", 3),
            ("state", "is", "planned", 1),
            ("outcome_class", "is", "reached", 1),
            ("person", "contains", "seo", 5),
            ("company", "is", "sejong", 5),
            ("owner", "is", "me", 5),
            ("name", "contains", "prices", 2),
            ("open", "no", "", 2),
            ("contact", "yes", "", 1),
            ("deal", "filled", "", 0),
            ("when", "within", "30", 5),
            ("person_phone", "contains", "5670", 5),
        ],
    )
    def test_is_filtered_in_plain_words(self, base, clients, field, op, value, expected):
        page = text(clients("anna").get(f"/activities/?view=mine&g=0&f={field}&o={op}&v={value}"))
        assert rows(page) == expected
        assert "list__chips" in page

    @pytest.mark.parametrize(
        ("field", "op", "value"),
        [("kind", "is", "party"), ("owner", "is", "x"), ("length", "at_least", "long"), ("no", "is", "")],
    )
    def test_what_cannot_be_asked_is_said_and_left_out(self, base, clients, field, op, value):
        page = text(clients("anna").get(f"/activities/?view=mine&g=0&f={field}&o={op}&v={value}"))
        assert rows(page) in (0, 5)
        assert value in page

    @pytest.mark.parametrize(
        "query", ["view=x", "sort=result", "after=%00", "after=abc", "col=nothing&col=kind", "view=mine&sort=-nothing"]
    )
    def test_any_address_is_answered(self, base, clients, query):
        assert clients("anna").get(f"/activities/?{query}").status_code == 200

    def test_what_is_open_of_a_rep_opens_as_a_list(self, base, cast, clients):
        page = text(clients("vera").get(f"/open/?user={cast.anna.id}"))
        address = re.search(r'href="(/activities/\?[^"]*)"', page)
        assert rows(text(clients("vera").get(address[1]))) == 3


def test_what_is_overdue_is_marked_and_what_is_done_is_not(cast, seo, clients):
    planned_call(cast, seo, at=NOW - DAY)
    planned_call(cast, seo, at=NOW + 3000 * DAY)
    call_of(cast, seo, at=NOW - DAY)
    page = text(clients("anna").get(f"/activities/?view=mine{COLUMNS}"))
    assert rows(page) == 3
    assert page.count('data-label="When" class="late"') == 1


def test_a_joint_meeting_is_seen_by_who_takes_part(cast, seo, clients):
    meeting_of(cast, seo, topic="together", colleagues=[cast.gleb.id])
    page = text(clients("gleb").get("/activities/?view=all&col=person&col=person_phone"))
    assert "together" in page
    assert "Seo" in page  # he meets them
    assert "5670" not in told(page)  # whose base it is isn't his to see


def test_a_long_list_goes_on_by_key(cast, seo, clients):
    for n in range(45):
        log_note(actor=cast.actors["anna"], at=BACK + n * timedelta(minutes=1), body=f"note {n}", person_id=seo.id)
    anna = clients("anna")
    page = text(anna.get("/activities/?view=mine"))
    assert rows(page) == 40
    more = page.split('hx-get="/activities/?')[-1].split('"')[0].replace("&amp;", "&")
    rest = text(anna.get(f"/activities/?{more}", headers=HTMX))
    assert rows(rest) == 5
    assert text(anna.get("/activities/?view=mine&count=1", headers=HTMX)) == "45"


def test_costs_the_same_for_many(cast, seo, clients):
    def cost():
        anna = clients("anna")
        drain(anna.get("/activities/?view=mine"))
        with CaptureQueriesContext(connection) as asked:
            drain(anna.get("/activities/?view=mine"))
        return len(asked)

    def fill(count):
        deal, company = deal_of(cast, person_id=seo.id), company_of(cast, name=f"C{count}")
        for n in range(count):
            log_call(actor=cast.actors["anna"], at=BACK + n * DAY / 9, person_id=seo.id, deal_id=deal.id)
            log_note(actor=cast.actors["anna"], at=BACK, body="x", company_id=company.id)

    fill(3)
    few = cost()
    fill(9)
    assert cost() == few


@pytest.mark.parametrize(("figure", "number"), [("calls_made", 3), ("meetings_held", 1), ("contacts", 3)])
@pytest.mark.parametrize("of", ["user", "team"])
def test_a_number_opens_as_a_list_of_its_activities(cast, clients, seo, figure, number, of):
    for outcome in ("talked", "talked", "no_answer"):
        call_of(cast, seo, outcome=outcome)
    log_call(actor=cast.actors["anna"], at=BACK, person_id=seo.id, direction="in")
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting_of(cast, seo, at=BACK).id, result="ok")
    planned_call(cast, seo, at=BACK)
    call_of(cast, seo, "boris", at=BACK - 60 * DAY)
    day = cast.actors["anna"].day_of(BACK)
    vera, holder = clients("vera"), cast.anna if of == "user" else cast.north
    page = text(vera.get(f"/counters/{figure}/records/?of={of}:{holder.id}&period={day:%Y-%m}"))
    address = re.search(r'href="(/activities/\?[^"]*)"', page)
    assert rows(text(vera.get(address[1]))) == number
    opened = re.search(r'href="(/activities/[0-9a-f-]{36}/)" data-behaviour="peek"', page)
    assert vera.get(opened[1]).status_code == 200


@pytest.mark.parametrize(("days", "said"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow"), (3, "")])
def test_what_is_due_on_a_whole_day_has_no_time(cast, seo, clients, days, said):
    actor = cast.actors["anna"]
    on = actor.day_of(timezone.now()) + days * DAY
    plan_task(actor=actor, at=BACK, topic="send prices", on=on, person_id=seo.id)
    for page in ("activities/?view=mine", f"activities/?view=mine{COLUMNS}", "people/?view=mine"):
        cells = re.findall(r'<td data-label="(?:When|Next step)"[^>]*>([^<]+)', text(clients("anna").get(f"/{page}")))
        assert len(cells) == 1
        assert cells[0] == said or (not said and ":" not in cells[0]), page
    peeks = [f"/people/{seo.id}/peek/", f"/companies/{seo.company_id}/peek/", f"/companies/{seo.company_id}/"]
    for page in (text(clients("anna").get(path)) for path in peeks):
        assert said in page
        assert "23:59" not in re.sub(r'datetime="[^"]*"', "", page)
