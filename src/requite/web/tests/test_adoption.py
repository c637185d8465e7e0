"""The page of adoption, its goals, what is counted of pages that are opened, and the demo's mailbox."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from testing.asserts import told
from testing.builders import call_of, person_of
from testing.cast import DAY, HTMX, NOW, entries

from requite.identity.models import User
from requite.insight.adoption.access import reach_of
from requite.insight.adoption.models import Goal, PageTally
from requite.insight.adoption.queries.starts import list_starts, sum_starts
from requite.insight.figures import COMPANY
from requite.web.screens import demo_mail
from requite.web.tests.cast import once

FORM = {"share": "80", "days": "4", "due_on": "2099-03-01"}


def read(user):
    return dict(PageTally.objects.filter(user_id=user.id).values_list("kind", "n"))


class TestCounting:
    def test_counts_records_that_are_opened_and_where_leaders_look(self, cast, clients):
        person = person_of(cast)
        anna, vera = clients("anna"), clients("vera")
        anna.get(f"/people/{person.id}/")
        anna.get(f"/people/{person.id}/peek/", headers=HTMX)
        assert read(cast.anna) == {"person": 2}
        for path in ("/team/", "/adoption/", "/adoption/", "/debts/team/"):
            assert vera.get(path).status_code == 200
        assert read(cast.vera) == {"team": 2, "adoption": 2}

    def test_counts_no_lists_no_refusals_and_no_parts_of_a_page(self, cast, clients):
        person = person_of(cast)
        clients("anna").get("/people/")
        clients("anna").get(f"/people/{person.id}/", headers=HTMX)
        clients("gleb").get(f"/people/{person.id}/")
        clients().get(f"/people/{person.id}/")
        assert not PageTally.objects.exists()

    def test_a_page_never_fails_for_it(self, cast, clients, monkeypatch):
        def broken(**values):
            raise DatabaseError

        monkeypatch.setattr("requite.web.middleware.reading.mark_page", broken)
        assert clients("anna").get(f"/people/{person_of(cast).id}/").status_code == 200


class TestPage:
    def test_who_sees_what(self, cast, clients):
        for who in ("emma", "oleg", "vera"):
            assert "Anna" in told(clients(who).get("/adoption/"))
        assert "Gleb" not in told(clients("vera").get("/adoption/"))
        assert clients("vera").get(f"/adoption/?team={cast.south.id}").status_code == 404
        assert clients("emma").get("/adoption/?team=nobody").status_code == 404
        for who in ("anna", "dina"):
            assert clients(who).get("/adoption/").status_code == 403

    @pytest.mark.parametrize("week", ["", "x", "2026-W99", "2999-W01", "2026-11", "2026-W47", "\0"])
    def test_takes_any_week(self, cast, clients, week):
        assert clients("emma").get("/adoption/", {"week": week}).status_code == 200

    def test_small_teams_are_said_to_be_left_out(self, cast, clients):
        assert "would be a single person’s" in told(clients("vera").get("/adoption/"))

    def test_a_leader_in_no_team_reads_so(self, cast, clients):
        User.objects.filter(id=cast.vera.id).update(team=None)
        assert "You are in no team yet" in told(clients("vera").get("/adoption/"))


class TestFirstValue:
    def test_is_the_first_day_on_which_something_counted(self, cast, actors):
        User.objects.filter(id=cast.anna.id).update(made_at=NOW - 10 * DAY)
        User.objects.filter(id=cast.boris.id).update(made_at=NOW - 6 * DAY)
        person = person_of(cast)
        call_of(cast, person, at=NOW - 3 * DAY)
        call_of(cast, person, at=NOW - 2 * DAY)
        call_of(cast, person, "boris", at=NOW - 2 * DAY)
        reach = reach_of(actor=actors["emma"], holder=COMPANY)
        values = {"reach": reach, "roles": ["rep"], "zone": "Asia/Seoul"}
        found = {one.user_id: one.days for one in list_starts(**values, since=NOW.date() - timedelta(days=30))}
        assert (found[cast.anna.id], found[cast.boris.id], found[cast.gleb.id]) == (7, 4, None)
        month = sum_starts(list_starts(**values, since=NOW.date() - timedelta(days=30)))[0]
        assert (month.joined, month.begun, month.median, month.hours) == (3, 2, 5.5, 5.5 * 24)

    def test_below_two_days_is_told_in_hours(self, cast, clients, actors):
        now = timezone.now()
        for who, ago in (("anna", 20), ("boris", 9), ("gleb", 200)):
            User.objects.filter(id=getattr(cast, who).id).update(made_at=now - timedelta(hours=ago))
        for who, ago in (("anna", 12), ("anna", 1), ("boris", 10), ("gleb", 100)):
            person = person_of(cast, who, family=f"Kim{who}{ago}")
            call_of(cast, person, who, at=now - timedelta(hours=ago))
        values = {"reach": reach_of(actor=actors["emma"], holder=COMPANY), "roles": ["rep"], "zone": "Asia/Seoul"}
        found = {one.user_id: one for one in list_starts(**values, since=(now - 30 * DAY).date())}
        hours = {who: found[getattr(cast, who).id].hours for who in ("anna", "boris", "gleb")}
        assert hours["anna"] == pytest.approx(8)
        assert hours["gleb"] == pytest.approx(100)
        assert hours["boris"] in (0, None)  # an hour before they joined: of that day, or none where it was another
        page = told(clients("emma").get("/adoption/"))
        assert "8 hours" in page
        assert "100 hours" not in page


class TestGoals:
    def test_an_administrator_sets_one_and_takes_it_back(self, cast, clients):
        oleg = clients("oleg")
        form = {**FORM, "once": once()}
        for _time in range(2):
            assert oleg.post("/adoption/goals/new/", form).status_code == 302
        goal = Goal.objects.get()
        page = told(clients("emma").get("/adoption/"))
        assert "Reps active on 4 days a week" in page
        assert "80% of 3 reps" in page
        door = re.compile(r'counter__door" href="[^"]+">Reps active')
        assert door.search(page)
        page = told(clients("vera").get("/adoption/"))
        assert "of the whole company: 80% of 3 reps" in page
        assert not door.search(page), "her team's week isn't what the number counts"
        oleg.post(f"/adoption/goals/{goal.id}/retraction/")
        assert "Reps active on 4" not in told(oleg.get("/adoption/"))
        oleg.post(f"/adoption/goals/{goal.id}/restoration/")
        assert "Reps active on 4" in told(oleg.get("/adoption/"))
        kept = [entry.type for entry in entries() if entry.subject_id == goal.id]
        assert kept == ["insight.GoalDeclared", "insight.GoalRetracted", "insight.GoalRestored"]

    def test_counts_reps_by_the_days_on_which_they_wrote(self, cast, clients):
        Goal.objects.create(share=30, days=1, due_on=timezone.now().date() + 9 * DAY, made_at=NOW)
        assert "last week 0, this week so far 0" in told(clients("emma").get("/adoption/"))
        clients("anna").post("/people/new/", {"family_name": "Seo", "given_name": "Hana", "once": once()})
        assert "this week so far 1" in told(clients("emma").get("/adoption/"))

    @pytest.mark.parametrize(
        ("field", "value"),
        [("share", "0"), ("share", "101"), ("share", "many"), ("share", "٣"), ("days", "8"), ("days", ""),
         ("due_on", "2020-01-01"), ("due_on", "soon"), ("due_on", "9999-01-01")],
    )  # fmt: skip
    def test_says_what_is_wrong_beside_its_field(self, cast, clients, field, value):
        answer = clients("oleg").post("/adoption/goals/new/", {**FORM, field: value})
        assert answer.status_code == 422
        assert f'id="f-{field}-error"' in answer.content.decode()
        assert not Goal.objects.exists()


class TestDemoMailbox:
    def test_is_nowhere_outside_a_demo(self, cast, clients):
        assert clients("oleg").get("/demo/mail/").status_code == 404
        assert clients("oleg").post("/demo/mail/").status_code == 404

    def test_shows_a_mail_as_text_and_its_html_in_a_frame_that_may_do_nothing(
        self, cast, clients, settings, tmp_path, monkeypatch
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(tmp_path)
        monkeypatch.setattr(demo_mail, "ENVIRONMENT", replace(demo_mail.ENVIRONMENT, demo=True))
        anna = clients("anna")
        assert "No mail went out yet" in told(anna.get("/demo/mail/"))
        assert anna.post("/demo/mail/").status_code == 302
        assert "WHAT IS OWED" in told(anna.get("/demo/mail/"))
        page = anna.get("/demo/mail/?as=html")
        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
        key = next(tmp_path.iterdir()).stem
        frame = anna.get(f"/demo/mail/{key}/html/")
        policy = frame.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "unsafe" not in policy
        assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert anna.get("/demo/mail/nothing/html/").status_code == 404
        assert clients("dina").post("/demo/mail/").status_code == 403
