"""Planned, moved and stretched in the calendar, over HTTP."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from testing.asserts import untouched
from testing.builders import company_of, deal_of, meeting_of, person_of, planned_call, task_of
from testing.cast import HTMX

from requite.identity.tests.cast import NOW
from requite.insight.plans.verify import verify
from requite.web.tests.cast import browser, once
from requite.work.actions.tasks import plan_task
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TEN = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


@pytest.fixture
def meeting(cast):
    return meeting_of(cast, person_of(cast), at=TEN)


def text(response):
    return response.content.decode()


def time_of(activity):
    return f"/activities/{activity.id}/time/"


def undo_in(response):
    return re.search(r'class="toast".*?<form method="post" action="([^"]+)"', text(response), re.DOTALL)[
        1
    ].replace("&amp;", "&")


class TestMove:
    def test_a_meeting_is_moved_and_put_back(self, anna, meeting):
        response = anna.post(
            time_of(meeting), {"day": "2026-11-25", "clock": "14:30", "version": 1}, headers=HTMX
        )
        assert "Moved to Wed 25 Nov, 14:30." in text(response)
        fresh = Activity.objects.get(state="planned")
        assert (fresh.at, fresh.until) == (
            datetime(2026, 11, 25, 5, 30, tzinfo=UTC),
            datetime(2026, 11, 25, 6, 30, tzinfo=UTC),
        )
        assert response.headers["X-Record"] == str(fresh.id)
        assert anna.post(undo_in(response), headers=HTMX).status_code == 200
        assert Activity.objects.get(state="planned", retracted_at=None).id == meeting.id

    def test_moved_on_its_own_page_has_the_same_undo(self, anna, meeting):
        sent = {"day": "2026-11-25", "clock": "14:30"}
        response = anna.post(f"/activities/{meeting.id}/move/", sent, headers=HTMX)
        anna.post(undo_in(response), headers=HTMX)
        assert Activity.objects.get(state="planned", retracted_at=None).id == meeting.id
        page = text(anna.get(f"/activities/{meeting.id}/"))
        assert f'action="{time_of(meeting)}"' in page
        assert 'name="minutes"' in page

    def test_a_task_and_a_call_too(self, cast, anna):
        person = person_of(cast)
        for one in (task_of(cast, person, at=TEN), planned_call(cast, person, at=TEN)):
            response = anna.post(time_of(one), {"day": "2026-11-26", "clock": "09:00"}, headers=HTMX)
            one.refresh_from_db()
            assert one.at == datetime(2026, 11, 26, tzinfo=UTC)
            anna.post(undo_in(response), headers=HTMX)
            one.refresh_from_db()
            assert one.at == TEN

    def test_a_task_becomes_one_of_a_whole_day_and_back(self, cast, anna):
        task = task_of(cast, person_of(cast), at=TEN)
        response = anna.post(time_of(task), {"day": "2026-11-26", "clock": ""}, headers=HTMX)
        task.refresh_from_db()
        assert task.is_all_day
        anna.post(undo_in(response), headers=HTMX)
        task.refresh_from_db()
        assert (task.is_all_day, task.at) == (False, TEN)

    def test_says_who_was_faster(self, cast, anna, meeting):
        sent = {"day": "2026-11-25", "clock": "14:30", "version": 1}
        browser(cast.vera).post(time_of(meeting), sent)
        response = anna.post(time_of(meeting), {**sent, "clock": "15:00"}, headers=HTMX)
        assert response.status_code == 409
        assert "Vera Park changed this record meanwhile" in text(response)

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({}, "Say when instead."),
            ({"day": "2026-11-25"}, "Give the time too."),
            ({"day": "0000-01-01", "clock": "10:00"}, "Give the date as year-month-day"),
            ({"day": "9999-12-31", "clock": "10:00"}, "outside the years"),
            ({"day": "2026-11-25", "clock": "25:00"}, "Give the time as hours and minutes"),
            ({"at": "2026-11-25T10:00"}, "Say when instead."),
            ({"at": "9999-12-31T10:00+00:00"}, "Say when instead."),
            ({"minutes": "0"}, "A meeting lasts five minutes at least."),
            ({"minutes": "999999"}, "It lasts at most a month."),
            ({"minutes": "-5"}, "Give the length in whole minutes."),
        ],
    )
    def test_refuses_what_is_no_time_and_changes_nothing(self, anna, meeting, sent, said):
        with untouched():
            response = anna.post(time_of(meeting), sent, headers=HTMX)
        assert response.status_code == 422
        assert said in text(response)

    def test_refuses_an_hour_that_the_clocks_skip_and_takes_the_second_of_two(self, cast, anna, meeting):
        cast.anna.time_zone = "Europe/London"
        cast.anna.save()
        response = anna.post(time_of(meeting), {"day": "2027-03-28", "clock": "01:30"}, headers=HTMX)
        assert response.status_code == 422
        assert "The clocks change then" in text(response)
        anna.post(time_of(meeting), {"day": "2027-10-31", "clock": "01:30", "later": "1"}, headers=HTMX)
        assert Activity.objects.get(state="planned").at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    def test_is_stretched_and_put_back(self, anna, meeting):
        response = anna.post(time_of(meeting), {"minutes": "90", "version": 1}, headers=HTMX)
        assert "It ends at 11:30 now." in text(response)
        meeting.refresh_from_db()
        assert meeting.until == TEN + 1.5 * HOUR
        anna.post(undo_in(response), headers=HTMX)
        meeting.refresh_from_db()
        assert meeting.until == TEN + HOUR

    def test_a_task_is_given_a_length_keeps_it_and_loses_it(self, cast, anna):
        task = task_of(cast, person_of(cast), at=TEN)
        assert 'data-minutes="30"' in text(anna.get("/calendar/?view=day&on=2026-11-24"))
        assert "It ends at 10:45 now." in text(anna.post(time_of(task), {"minutes": "45"}, headers=HTMX))
        assert "10:00–10:45" in text(anna.get("/calendar/?view=day&on=2026-11-24"))
        moved = anna.post(time_of(task), {"day": "2026-11-26", "clock": ""}, headers=HTMX)
        anna.post(undo_in(moved), headers=HTMX)
        task.refresh_from_db()
        assert (task.at, task.until) == (TEN, TEN + 0.75 * HOUR)
        freed = anna.post(time_of(task), {"minutes": "0"}, headers=HTMX)
        assert "It takes no time now." in text(freed)
        anna.post(undo_in(freed), headers=HTMX)
        task.refresh_from_db()
        assert task.until == TEN + 0.75 * HOUR

    def test_without_script_goes_back_to_where_it_was(self, anna, meeting):
        response = anna.post(
            time_of(meeting), {"minutes": "90"}, headers={"Referer": "http://testserver/calendar/"}
        )
        assert (response.status_code, response.url) == (302, "http://testserver/calendar/")

    def test_only_by_who_may(self, cast, meeting):
        for who, status in ((cast.boris, 403), (cast.gleb, 404), (cast.emma, 403), (cast.dina, 403)):
            client = browser(who)
            with untouched():
                assert client.post(time_of(meeting), {"minutes": "90"}).status_code == status


class TestHandOver:
    def test_goes_into_a_colleagues_column_and_back(self, cast, meeting):
        vera = browser(cast.vera)
        day = {"view": "day", "on": "2026-11-24", "with": [cast.anna.id, cast.boris.id]}
        html = text(vera.get("/calendar/", day))
        assert f'data-owner="{cast.anna.id}"' in html
        assert f'data-user="{cast.boris.id}"' in html
        assert 'id="hand-over"' in html
        sent = {"owner": cast.boris.id, "version": 1}
        response = vera.post(f"/activities/{meeting.id}/owner/", sent, headers=HTMX)
        assert "Handed over to Boris Lee." in text(response)
        meeting.refresh_from_db()
        assert meeting.owner == cast.boris
        assert verify() == []
        vera.post(undo_in(response), headers=HTMX)
        meeting.refresh_from_db()
        assert meeting.owner == cast.anna

    def test_who_may_not_take_it_back_gets_no_undo(self, cast, anna, meeting):
        response = anna.post(f"/activities/{meeting.id}/owner/", {"owner": cast.boris.id}, headers=HTMX)
        assert "Handed over to Boris Lee." in text(response)
        assert "owner=" not in text(response)

    def test_from_its_own_page_without_script(self, cast, anna, meeting):
        page = text(anna.get(f"/activities/{meeting.id}/"))
        assert f'action="/activities/{meeting.id}/owner/"' in page
        assert f'value="{cast.boris.id}"' in page
        response = anna.post(f"/activities/{meeting.id}/owner/", {"owner": cast.boris.id})
        assert response.status_code == 302
        assert f"/activities/{meeting.id}/owner/" not in text(anna.get(f"/activities/{meeting.id}/"))

    @pytest.mark.parametrize("owner", ["", "x", "\x00"])
    def test_refuses_nobody(self, anna, meeting, owner):
        with untouched():
            response = anna.post(f"/activities/{meeting.id}/owner/", {"owner": owner}, headers=HTMX)
        assert response.status_code == 422
        assert "Choose an active colleague as the owner." in text(response)


class TestPlan:
    SENT = {"day": "2026-11-24", "clock": "10:30", "minutes": "45", "topic": "Lenses", "place": "2nd floor"}

    def test_plans_a_joint_meeting_from_a_slot(self, cast, anna):
        person = person_of(cast)
        form = text(
            anna.get("/calendar/new/", {"day": "2026-11-24", "clock": "10:30", "with": [cast.boris.id]})
        )
        assert 'value="10:30"' in form
        assert re.search(rf'value="{cast.boris.id}" checked', form)
        sent = {**self.SENT, "once": once(), "person": person.id, "with": [cast.boris.id]}
        for _ in "12":
            response = anna.post("/calendar/new/", sent, headers=HTMX)
            assert response.headers["HX-Trigger"] == "planned"
        made = Activity.objects.get(kind="meeting")
        assert (made.at, made.until - made.at, made.is_joint) == (TEN + HOUR / 2, timedelta(minutes=45), True)
        anna.post(undo_in(response), headers=HTMX)
        assert not Activity.objects.filter(kind="meeting", retracted_at=None).exists()

    def test_is_with_a_company_alone(self, cast, anna):
        company = company_of(cast, name="Seoul Optics")
        assert 'value="Seoul Optics"' in text(anna.get("/calendar/new/", {"company": company.id}))
        anna.post("/calendar/new/", {**self.SENT, "company": company.id}, headers=HTMX)
        made = Activity.objects.get(kind="meeting")
        assert (made.person_id, made.company_id) == (None, company.id)
        assert "Seoul Optics" in text(anna.get("/calendar/?view=day&on=2026-11-24"))

    def test_about_a_deal_is_with_whom_the_deal_is_with(self, cast, anna):
        person, company = person_of(cast), company_of(cast, name="Seoul Optics")
        for whom in ({"person_id": person.id}, {"company_id": company.id}):
            deal = deal_of(cast, title="500 lenses", **whom)
            assert 'value="500 lenses"' in text(anna.get("/calendar/new/", {"deal": deal.id}))
            anna.post("/calendar/new/", {**self.SENT, "deal": deal.id}, headers=HTMX)
            made = Activity.objects.get(kind="meeting", deal=deal)
            assert (made.person_id, made.company_id) == (whom.get("person_id"), whom.get("company_id"))

    def test_with_what_is_not_the_planners_to_see_is_no_meeting(self, cast, anna):
        company, deal = company_of(cast, "gleb", name="Secret"), deal_of(cast, "gleb", title="Secret")
        for whom in ({"company": company.id}, {"deal": deal.id}):
            assert "Secret" not in text(anna.get("/calendar/new/", whom))
            with untouched():
                assert anna.post("/calendar/new/", {**self.SENT, **whom}).status_code == 404

    def test_without_script_leads_to_that_day(self, anna):
        response = anna.post("/calendar/new/", self.SENT)
        assert (response.status_code, response.url) == (302, "/calendar/?on=2026-11-24")

    def test_on_its_own_page_leads_to_that_day_too(self, anna):
        here = {**HTMX, "HX-Current-URL": "http://testserver/calendar/new/?day=2026-11-24"}
        response = anna.post("/calendar/new/", self.SENT, headers=here)
        assert response.headers["HX-Redirect"] == "/calendar/?on=2026-11-24"
        assert "Meeting planned." in text(anna.get(response.headers["HX-Redirect"]))
        over = {**HTMX, "HX-Current-URL": "http://testserver/calendar/"}
        assert "HX-Redirect" not in anna.post("/calendar/new/", self.SENT, headers=over).headers

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"day": "", "clock": ""}, "Say when the meeting is."),
            ({"day": "0000-01-01"}, "Give the date as year-month-day"),
            ({"day": "9999-12-31"}, "outside the years"),
            ({"clock": "26:00"}, "Give the time as hours and minutes"),
            ({"minutes": "0"}, "Give the length in whole minutes"),
            ({"minutes": "44641"}, "at most a month"),
            ({"person_text": "Nobody"}, "Choose one of the list, or leave it blank."),
            ({"company_text": "Nobody"}, "Choose one of the list, or leave it blank."),
            ({"deal_text": "Nothing"}, "Choose one of the list, or leave it blank."),
            ({"topic": "t" * 301}, "at most 300 letters"),
        ],
    )
    def test_refused_keeps_what_was_typed(self, anna, wrong, said):
        for headers in ({}, HTMX):
            with untouched():
                response = anna.post("/calendar/new/", {**self.SENT, **wrong}, headers=headers)
            assert response.status_code == 422
            assert said in text(response)
            assert "2nd floor" in text(response)

    def test_says_at_once_who_is_taken_and_with_what(self, cast, anna, meeting):
        meeting_of(cast, person_of(cast, "boris", family="Nam"), "boris", at=TEN)
        meeting_of(cast, person_of(cast, "gleb", family="Secret"), "gleb", at=TEN)
        sent = {**self.SENT, "with": [cast.boris.id, cast.gleb.id]}
        html = text(anna.post("/calendar/overlaps/", sent))
        assert "10:00–11:00 Hana Seo" in html
        assert "Boris Lee: 10:00–11:00 Hana Nam" in html
        assert "Gleb Choi: busy 10:00–11:00" in html
        assert "Secret" not in html
        assert "Everybody is free then." in text(anna.post("/calendar/overlaps/", {**sent, "clock": "11:00"}))
        plan_task(
            actor=cast.actors["gleb"], at=NOW, topic="Secret", event_at=TEN + HOUR, until=TEN + 2 * HOUR
        )
        assert "Gleb Choi: busy 11:00–12:00" in text(
            anna.post("/calendar/overlaps/", {**sent, "clock": "11:00"})
        )
        assert text(anna.post("/calendar/overlaps/", {**sent, "clock": "x"})).strip() == ""

    def test_planned_over_another_says_so(self, anna, meeting):
        response = anna.post("/calendar/new/", self.SENT, headers=HTMX)
        assert "Not free then: 10:00–11:00 Hana Seo" in text(response)
