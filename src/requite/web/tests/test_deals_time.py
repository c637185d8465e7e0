"""The board by time over HTTP: its columns, and a next step that is planned, put off and put back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from testing.asserts import text, untouched
from testing.builders import BACK, deal_of, person_of
from testing.cast import HTMX

from requite.deals.queries.board import PAGE
from requite.kernel.errors import Refused
from requite.kernel.workdays import Calendar
from requite.web.calendar.days import first_weekday
from requite.web.screens.deals_steps import day_in, instant_in, whole_day_in
from requite.web.tests.cast import once
from requite.work.actions.meetings import plan_meeting
from requite.work.actions.tasks import plan_task
from requite.work.models import Activity, DealStanding
from requite.work.queries.spans import list_spans

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WEDNESDAY = datetime(2026, 11, 25, 3, tzinfo=UTC)  # noon in Seoul


def undo_in(response):
    found = re.search(r'class="toast".*?<form method="post" action="([^"]+)"', text(response), re.DOTALL)
    return found[1].replace("&amp;", "&")


def spans(now=WEDNESDAY, zone="Asia/Seoul", first=0):
    return {one.slug: one for one in list_spans(now=now, zone=ZoneInfo(zone), first_weekday=first)}


def weeks_of(html):
    """The titles of each column."""
    columns = html.split('data-column="')[1:]
    return {one.split('"')[0]: re.findall(r'deal__title"[^>]*>([^<]+)', one) for one in columns}


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def deal(cast):
    return deal_of(cast, person_id=person_of(cast).id, amount="100")


@pytest.fixture
def task(cast, deal):
    late = timezone.now() - 2 * HOUR
    return plan_task(actor=cast.actors["anna"], at=BACK, topic="send prices", event_at=late, deal_id=deal.id)


def put(client, deal, span, headers=HTMX, **more):
    return client.post(f"/deals/{deal.id}/step/time/", {"span": span, **more}, headers=headers)


class TestThePage:
    def test_shows_each_deal_in_its_column_with_count_and_sum(self, cast, anna, deal, task):
        deal_of(cast, title="Bare one")
        deal_of(cast, "boris", title="Boris's")
        html = text(anna.get("/deals/by-time/?of=mine"))
        found = weeks_of(html)
        assert found["overdue"] == ["Frames"]
        assert found["none"] == ["Bare one"]
        assert "send prices" in html
        assert re.search(r'id="span-overdue-name">Overdue <span class="chip__count">1<', html)
        assert re.search(r'id="span-none-name">Without a next step <span class="chip__count">1<', html)
        assert weeks_of(text(anna.get("/deals/by-time/?of=all")))["none"] == ["Bare one", "Boris's"]
        assert 'data-live="pipeline:' in html
        part = text(anna.get("/deals/by-time/?of=mine", headers=HTMX))
        assert "<html" not in part
        assert weeks_of(part) == found

    def test_goes_on_by_key(self, cast, anna):
        for n in range(27):
            deal_of(cast, title=f"D{n}")
        first = text(anna.get("/deals/by-time/?of=mine"))
        more = re.search(r'hx-get="(/deals/by-time/cards/[^"]+)"', first)[1].replace("&amp;", "&")
        rest = text(anna.get(more, headers=HTMX))
        assert re.findall(r'deal__title"[^>]*>([^<]+)', rest) == [f"D{n}" for n in range(PAGE, 27)]
        assert "pager" not in rest

    @pytest.mark.parametrize(
        "query", ["span=someday", "span=today&after=x", "pipeline=x", "of=x", "span=none&after=~"]
    )
    def test_an_address_of_anything_is_a_page_or_none(self, anna, deal, query):
        assert anna.get(f"/deals/by-time/cards/?{query}").status_code in (200, 404)
        assert anna.get(f"/deals/by-time/?{query}").status_code == 200

    def test_a_stranger_moves_nothing(self, cast, clients, deal, task):
        for who, status in (("gleb", 404), ("boris", 403), ("emma", 403)):
            client = clients(who)
            client.get("/deals/by-time/")
            with untouched():
                assert put(client, deal, "later").status_code == status


class TestPutOff:
    def test_a_task_goes_into_next_week_and_back(self, anna, deal, task):
        answer = put(anna, deal, "next-week", step=str(task.id), version="1", on="board", of="mine")
        html = text(answer)
        assert f'id="deal-{deal.id}"' in html
        assert 'id="span-next-week" hx-swap-oob="true"' in html
        moved = Activity.objects.get(id=task.id)
        span = spans(timezone.now(), first=first_weekday("en", "KR"))["next-week"]
        assert span.starts_at <= moved.at < span.ends_at
        assert (moved.at - task.at) % (24 * HOUR) == timedelta(0)
        assert anna.post(undo_in(answer), headers=HTMX).status_code == 200
        assert Activity.objects.get(id=task.id).at == task.at

    def test_a_meeting_keeps_its_deal_its_length_and_its_undo(self, cast, anna, deal):
        at = timezone.now() - 2 * HOUR
        meeting = plan_meeting(
            actor=cast.actors["anna"], at=BACK, event_at=at, until=at + 2 * HOUR, topic="x", deal_id=deal.id
        )
        answer = put(anna, deal, "later")
        fresh = Activity.objects.get(state="planned")
        assert (fresh.deal_id, fresh.until - fresh.at, fresh.follows_id) == (deal.id, 2 * HOUR, meeting.id)
        assert DealStanding.objects.get(deal=deal).next_step_at == fresh.at
        assert anna.post(undo_in(answer), headers=HTMX).status_code == 200
        assert DealStanding.objects.get(deal=deal).next_step_at == at

    def test_a_task_of_a_whole_day_stays_one(self, cast, anna, deal):
        on = date(2026, 11, 20)
        task = plan_task(actor=cast.actors["anna"], at=BACK, topic="x", on=on, deal_id=deal.id)
        answer = put(anna, deal, "next-week")
        moved = Activity.objects.get(id=task.id)
        assert moved.is_all_day
        assert moved.day > on
        assert f"day={on}" in undo_in(answer)
        anna.post(undo_in(answer), headers=HTMX)
        assert Activity.objects.get(id=task.id).day == on

    def test_without_script_it_comes_back_to_the_board(self, anna, deal, task):
        answer = put(anna, deal, "later", headers={})
        assert answer.headers["Location"].startswith("/deals/by-time/?pipeline=")
        assert "Moved to" in text(anna.get(answer.headers["Location"]))

    @pytest.mark.parametrize("span", ["overdue", "none", "", "someday"])
    def test_refuses_what_is_no_time(self, anna, deal, task, span):
        with untouched():
            answer = put(anna, deal, span)
        assert answer.status_code == 422
        assert "by hand" in text(answer) or "Choose a column" in text(answer)

    def test_refuses_a_deal_without_a_step(self, anna, deal):
        with untouched():
            answer = put(anna, deal, "later")
        assert answer.status_code == 422
        assert "Nothing is planned for this deal yet" in text(answer)

    def test_refuses_another_step_than_was_seen(self, anna, deal, task):
        with untouched():
            assert put(anna, deal, "later", step=once()).status_code == 409
            assert put(anna, deal, "later", step=str(task.id), version="7").status_code == 409


class TestPlanned:
    def test_the_form_begins_with_the_columns_day(self, anna, deal):
        html = text(anna.get(f"/deals/{deal.id}/step/?span=later", headers=HTMX))
        day = date.fromisoformat(
            re.search(r'name="day"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="day"', html)[1]
        )
        assert timedelta(days=7) < day - timezone.now().date() < timedelta(days=16)
        page = text(anna.get(f"/deals/{deal.id}/step/"))
        assert "<html" in page
        tomorrow = timezone.now().astimezone(ZoneInfo("Asia/Seoul")).date() + timedelta(days=1)
        assert f'value="{Calendar("KR").after(tomorrow, days=0)}"' in page

    @pytest.mark.parametrize(
        ("kind", "clock"), [("task", ""), ("task", "10:00"), ("call", "10:00"), ("meeting", "10:00")]
    )
    def test_plans_each_kind(self, anna, deal, kind, clock):
        sent = {"kind": kind, "topic": "prices", "day": "2030-01-02", "clock": clock, "once": once()}
        for _twice in range(2):
            answer = anna.post(f"/deals/{deal.id}/step/", sent, headers=HTMX)
            assert answer.headers["HX-Trigger"] == "planned"
        made = Activity.objects.get()
        assert (made.kind, made.deal_id, made.person_id) == (kind, deal.id, deal.person_id)
        assert "Planned for" in text(answer)
        assert anna.post(undo_in(answer), headers=HTMX).status_code == 200
        assert DealStanding.objects.get(deal=deal).next_step_at is None

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"topic": ""}, "step-topic"),
            ({"day": "2030-13-40"}, "step-day"),
            ({"kind": "meeting", "clock": ""}, "step-clock"),
            ({"kind": "note"}, "step-kind"),
            ({"day": ""}, "step-day"),
        ],
    )
    def test_what_is_refused_keeps_its_text(self, anna, deal, sent, field):
        typed = {"kind": "task", "topic": "prices", "day": "2030-01-02", "clock": "", "once": once(), **sent}
        for headers in (HTMX, {}):
            with untouched():
                answer = anna.post(f"/deals/{deal.id}/step/", typed, headers=headers)
            assert answer.status_code == 422
            assert f'id="{field}-error"' in text(answer)
            assert ('value="prices"' in text(answer)) == bool(typed["topic"])

    def test_without_a_person_a_call_isnt_offered(self, cast, anna):
        deal = deal_of(cast, title="Nobody's")
        assert 'value="call"' not in text(anna.get(f"/deals/{deal.id}/step/"))
        sent = {"kind": "task", "topic": "find out who", "day": "2030-01-02", "once": once()}
        assert anna.post(f"/deals/{deal.id}/step/", sent).status_code == 302
        assert Activity.objects.get().deal_id == deal.id


class TestTheDay:
    def test_is_the_first_working_one(self, cast):
        anna = cast.actors["anna"]
        days = {slug: day_in(anna, spans()[slug]) for slug in ("today", "this-week", "next-week", "later")}
        assert days == {
            "today": date(2026, 11, 25), "this-week": date(2026, 11, 26), "next-week": date(2026, 11, 30),
            "later": date(2026, 12, 7),
        }  # fmt: skip
        sunday = spans(WEDNESDAY + 4 * 24 * HOUR)
        with pytest.raises(Refused, match="No day of this week"):
            day_in(anna, sunday["this-week"])
        saturday = spans(WEDNESDAY + 3 * 24 * HOUR)
        assert day_in(anna, saturday["this-week"]) == date(2026, 11, 29)
        assert day_in(anna, spans(first=6)["next-week"]) == date(2026, 11, 30)

    def test_today_takes_what_is_past_to_the_next_half_hour(self, cast):
        anna, today = cast.actors["anna"], spans()["today"]
        early, late = WEDNESDAY - 3 * HOUR, WEDNESDAY + 3 * HOUR
        assert instant_in(anna, today, early, now=WEDNESDAY) == WEDNESDAY + HOUR / 2
        assert instant_in(anna, today, late - 24 * HOUR, now=WEDNESDAY) == late
        night = WEDNESDAY + 11.75 * HOUR
        with pytest.raises(Refused, match="nearly over"):
            instant_in(anna, spans(night)["today"], early, now=night)

    def test_a_time_that_the_clocks_skip_goes_after_the_jump(self, cast):
        berlin = ZoneInfo("Europe/Berlin")
        anna = replace(cast.actors["anna"], zone=berlin, country="DE")
        now = datetime(2026, 3, 28, 12, tzinfo=UTC)
        found = spans(now, "Europe/Berlin")["this-week"]
        step = datetime(2026, 3, 25, 2, 30, tzinfo=berlin)
        assert instant_in(anna, found, step, now=now) == datetime(2026, 3, 29, 1, tzinfo=UTC)

    @pytest.mark.parametrize(
        "zone", ["Asia/Seoul", "America/Los_Angeles", "Pacific/Auckland", "Pacific/Kiritimati"]
    )
    @pytest.mark.parametrize("company", ["Asia/Seoul", "Europe/Moscow", "America/New_York"])
    @pytest.mark.parametrize("slug", ["next-week", "later"])
    def test_a_whole_day_is_due_within_the_span_of_the_reader(self, cast, zone, company, slug):
        anna = replace(cast.actors["anna"], zone=ZoneInfo(zone), company_zone=ZoneInfo(company))
        span = spans(zone=zone)[slug]
        on = whole_day_in(anna, span)
        due = datetime(on.year, on.month, on.day, 23, 59, 59, tzinfo=ZoneInfo(company))
        assert span.starts_at <= due
        assert span.ends_at is None or due < span.ends_at
