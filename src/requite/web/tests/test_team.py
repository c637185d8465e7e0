"""The leader's home: who needs the leader, why, in which order, and who may see it."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from requite.identity.models import Organisation, Team, User
from requite.identity.tests.cast import NOW, entries, make_cast
from requite.insight.plans.measure import Standing
from requite.insight.plans.models import Plan
from requite.insight.plans.rep_cells import RepCell, list_rep_cells
from requite.insight.supervision.models import QualityDay, QualityMove, ScoreChange
from requite.insight.supervision.queries.reps import RepFacts, Sum
from requite.kernel.ids import new_id
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.models import Person
from requite.web.screens.team_rows import need_of, say_most
from requite.web.tests.cast import browser
from requite.work.actions.log_call import log_call, plan_call
from requite.work.actions.meetings import hold_meeting, plan_meeting
from requite.work.models import CallStatus
from requite.work.queries.attention import RepLoad, list_rep_loads

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REPS = ("rep", "leader")


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def vera(cast):
    return browser(cast.vera)


def text(response):
    return response.content.decode()


def names(html):
    return re.findall(r'<a class="name" href="/open/[^"]*">([^<]+)</a>', html)


def person_of(cast, who, name="Lee"):
    points = [("phone", "010-1234-5670"), ("email", f"{name.lower()}@sejong.kr")]
    draft = PersonDraft(family_name=name, given_name="Hana", company_name="Sejong", points=points)
    return register_person(actor=cast.actors[who], at=NOW - 20 * DAY, draft=draft)


def call(cast, who, person, at, **values):
    outcome = CallStatus.objects.get(key="talked")
    values.setdefault("outcome_id", outcome.id)
    return log_call(actor=cast.actors[who], at=at, person_id=person.id, event_at=at, **values)


def load(**values):
    numbers = dict.fromkeys(("planned", "open", "overdue", "unsettled", "owed", "neglected"), 0)
    return RepLoad(
        user_id=new_id(), names=("Kim", "Anna"), email="", team="", last_seen_at=None, **{**numbers, **values}
    )


def cell(standing):
    return RepCell(figure=None, done=Decimal(1), pending=Decimal(0), target=Decimal(2), standing=standing)


class TestOrder:
    def test_promises_come_first_then_plans_then_debts_then_customers(self):
        rows = [
            (load(neglected=90), ()),
            (load(), (), RepFacts(1, 60, Sum())),
            (load(owed=1), ()),
            (load(owed=99, neglected=99), (cell(Standing.BEHIND),)),
            (load(owed=3), (cell(Standing.BEHIND), cell(Standing.BEHIND), cell(Standing.AHEAD))),
            (load(overdue=1), ()),
            (load(overdue=1, unsettled=1), ()),
            (load(unsettled=3), ()),
        ]
        found = sorted(rows, key=lambda row: need_of(*row))
        assert found == rows

    def test_what_is_ahead_or_near_is_no_need(self):
        assert need_of(load(), (cell(Standing.AHEAD), cell(Standing.NEAR), cell(None))) == (0, 0, 0, 0, 0)

    def test_says_more_than_a_hundred(self):
        assert [say_most(number) for number in (0, 100, 101)] == ["0", "100", "100+"]


class TestLoad:
    def test_counts_what_lies_before_a_rep(self, cast):
        person, other = person_of(cast, "anna"), person_of(cast, "anna", "Park")
        anna = cast.actors["anna"]
        plan_call(actor=anna, at=NOW - 2 * DAY, person_id=person.id, event_at=NOW - DAY)
        plan_meeting(actor=anna, at=NOW, person_id=person.id, event_at=NOW + 3 * DAY, topic="prices")
        plan_meeting(actor=anna, at=NOW, person_id=person.id, event_at=NOW + 8 * DAY, topic="prices")
        call(cast, "anna", other, NOW - DAY)
        held = plan_meeting(
            actor=anna, at=NOW - 2 * DAY, person_id=person.id, event_at=NOW - DAY, topic="prices"
        )
        hold_meeting(actor=anna, at=NOW, activity_id=held.id)
        found = {one.user_id: one for one in self.loads(cast, "vera", cast.north)}
        mine = found[cast.anna.id]
        assert (mine.planned, mine.open, mine.overdue, mine.unsettled) == (1, 3, 1, 1)
        assert mine.neglected == 1
        assert mine.owed >= 1
        assert (found[cast.boris.id].open, found[cast.boris.id].owed) == (0, 0)

    def test_reads_teams_below_and_leaves_others_out(self, cast):
        far = Team.objects.create(name="Far", parent=cast.north)
        User.objects.filter(id=cast.boris.id).update(team=far)
        reps = {one.user_id for one in self.loads(cast, "oleg", cast.north)}
        assert reps == {cast.anna.id, cast.boris.id, cast.vera.id}
        everybody = {one.user_id for one in self.loads(cast, "oleg", None)}
        assert everybody == {*reps, cast.gleb.id}

    def loads(self, cast, who, team):
        team_id = team.id if team else None
        return list_rep_loads(actor=cast.actors[who], team_id=team_id, roles=REPS, now=NOW)


class TestCells:
    def test_says_done_of_target_as_the_reps_own_counter_does(self, cast):
        Plan.objects.create(
            metric="calls_made", user=cast.anna, span="month", starts_on="2026-11-01", target=20, made_at=NOW
        )
        person = person_of(cast, "anna")
        for number in range(3):
            call(cast, "anna", person, NOW - number * DAY)
        cells = list_rep_cells(
            actor=cast.actors["vera"], user_ids=[cast.anna.id, cast.boris.id, cast.gleb.id], span="month", at=NOW
        )
        column = [figure.slug for figure in cells.figures].index("calls_made")
        mine, boris = cells.of[cast.anna.id][column], cells.of[cast.boris.id][column]
        assert (mine.done, mine.target, mine.standing) == (3, 20, Standing.BEHIND)
        assert (boris.done, boris.target, boris.standing) == (0, None, None)
        assert cast.gleb.id not in cells.of


class TestPage:
    def test_puts_who_needs_the_leader_on_top_and_says_why(self, cast, vera):
        person = person_of(cast, "boris")
        now = datetime.now(UTC)
        plan_call(actor=cast.actors["boris"], at=now - 2 * DAY, person_id=person.id, event_at=now - DAY)
        html = text(vera.get("/team/"))
        assert names(html) == ["Boris Lee", "Anna Kim"]
        assert "1 overdue" in html
        assert "has never logged in" in html
        assert f'href="/open/?user={cast.boris.id}"' in html
        assert f'href="/debts/?user={cast.boris.id}"' in html
        assert re.search(rf'href="/counters/calls_made/records/\?period=[^"]*&amp;of=user:{cast.boris.id}"', html)
        assert f'data-live="team:{cast.north.id}"' in html

    def test_every_number_opens_what_it_counts(self, cast, vera):
        person = person_of(cast, "boris", "Neglect")
        now = datetime.now(UTC)
        call(cast, "boris", person, now - DAY)
        html = text(vera.get("/team/"))
        assert "1 customer without a next step" in html
        for href in set(re.findall(r'href="(/(?:open|debts|team/reps)/[^"]*)"', html)):
            assert vera.get(href.replace("&amp;", "&")).status_code == 200
        listed = text(vera.get(reverse("rep_neglected", kwargs={"id": cast.boris.id})))
        assert "Hana Neglect" in listed
        empty = text(vera.get(reverse("rep_neglected", kwargs={"id": cast.anna.id})))
        assert "Everybody has a next step" in empty

    def test_refreshes_its_rows_alone(self, cast, vera):
        html = text(vera.get("/team/?part=reps", headers={"HX-Request": "true"}))
        assert "<html" not in html
        assert 'id="reps"' in html
        assert names(html) == ["Anna Kim", "Boris Lee"]

    def test_reads_the_same_number_of_times_for_any_team(self, cast, vera, django_assert_num_queries):
        vera.get("/team/")
        with django_assert_num_queries(13):  # session and reader are one of them, that the page was opened another
            vera.get("/team/")
        User.objects.bulk_create(
            User(email=f"rep{n}@hanil.kr", given_name=f"Rep {n}", role="rep", team=cast.north, made_at=NOW)
            for n in range(200)
        )
        with django_assert_num_queries(13):
            html = text(vera.get("/team/"))
        with django_assert_num_queries(13):
            whole = text(vera.get("/team/?reps=all"))
        assert len(names(html)) == 50
        assert len(names(whole)) == 202

    def test_takes_any_span_and_any_nonsense(self, vera):
        for query in ("?span=week", "?span=year", "?span=day", "?span=none", "?part=none", "?team=none"):
            assert vera.get(f"/team/{query}").status_code == 200


class TestAccess:
    def test_reps_and_operators_have_no_team_page(self, cast):
        for who in (cast.anna, cast.gleb, cast.dina):
            for url in ("/team/", "/team/company/", reverse("team_of", kwargs={"id": cast.north.id})):
                assert browser(who).get(url).status_code == 403

    def test_a_leader_sees_no_other_team(self, cast, vera):
        for url in ("/team/company/", *self.teams(cast.south, cast.sales)):
            assert vera.get(url).status_code == 404
        assert vera.get(reverse("rep_neglected", kwargs={"id": cast.gleb.id})).status_code == 404
        assert vera.get(f"/team/?team={cast.south.id}", follow=True).status_code == 404
        assert vera.get("/team/nonsense/").status_code == 404
        assert "Gleb" not in text(vera.get("/team/"))

    def test_executives_and_administrators_choose_any(self, cast):
        for who in (cast.emma, cast.oleg):
            html = text(browser(who).get("/team/"))
            assert "The company" in html
            assert {"Anna Kim", "Boris Lee", "Gleb Choi"} <= set(names(html))
            for url in self.teams(cast.south, cast.north, cast.sales):
                assert url in html
            assert names(text(browser(who).get(self.teams(cast.south)[0]))) == ["Gleb Choi"]

    def test_a_team_that_is_gone_is_nothing(self, cast):
        assert browser(cast.oleg).get(reverse("team_of", kwargs={"id": new_id()})).status_code == 404

    def test_says_what_to_do_without_a_team_and_without_reps(self, cast, vera):
        empty = Team.objects.create(name="Empty")
        assert "No reps here yet" in text(browser(cast.oleg).get(self.teams(empty)[0]))
        User.objects.filter(id=cast.vera.id).update(team=None)
        assert "You are in no team yet" in text(vera.get("/team/"))

    def teams(self, *teams):
        return [reverse("team_of", kwargs={"id": team.id}) for team in teams]

    def test_each_new_number_opens_its_records(self, cast, vera):
        person = person_of(cast, "anna", "Quist")
        call(cast, "anna", person, datetime.now(UTC) - 90 * DAY)
        html = text(vera.get("/team/"))
        assert "1 customer without contact for 60 days" in html
        assert "then whose customers nobody was in touch with for long" in html, "the order is told as it is"
        listed = text(vera.get(reverse("rep_quiet", kwargs={"id": cast.anna.id})))
        assert "Quist" in listed
        assert "No contact for 60 days" in listed
        told = text(vera.get(reverse("rep_card", kwargs={"id": cast.anna.id})))
        for address in re.findall(r'<a class="name" href="([^"]*(?:people|activities)[^"]*)"', told):
            assert "Quist" in text(vera.get(address.replace("&amp;", "&")))
        assert "People" in told
        assert "Uniqueness" in told

    def test_asks_the_owner_by_one_click_and_takes_it_back(self, cast, vera):
        person = person_of(cast, "anna", "Quist")
        call(cast, "anna", person, datetime.now(UTC) - 90 * DAY)
        ask = reverse("person_reminder", kwargs={"id": person.id})
        done = text(vera.post(ask, headers={"HX-Request": "true"}))
        assert "Task planned" in done
        undo = re.search(r"/activities/[^\"]*/retraction/", done)
        assert "is planned with this customer already" in text(vera.post(ask, headers={"HX-Request": "true"}))
        vera.post(undo[0])
        assert "Task planned" in text(vera.post(ask, headers={"HX-Request": "true"}))
        assert vera.post(ask, headers={"Referer": "http://testserver/team/"}).url == "http://testserver/team/"

    def test_shows_a_reps_quality_to_the_rep_and_the_leader_alone(self, cast):
        address = reverse("rep_card", kwargs={"id": cast.anna.id})
        found = {name: browser(getattr(cast, name)).get(address).status_code for name in ("anna", "vera", "boris", "gleb")}
        assert found == {"anna": 200, "vera": 200, "boris": 404, "gleb": 404}


class TestDays:
    def test_an_administrator_sets_how_long_customers_may_be_let_be(self, cast):
        company, oleg = Organisation.objects.get(), browser(cast.oleg)
        form = {name: getattr(company, name) for name in ("name", "country", "language", "currency", "time_zone")}
        for wrong in ("0", "1001", "ten", "9" * 30):
            refused = oleg.post("/settings/company/", {**form, "version": company.version, "quiet_days": wrong})
            assert refused.status_code == 422
            assert "from 1 to 1000" in text(refused)
        oleg.post("/settings/company/", {**form, "version": company.version, "quiet_days": "30"})
        assert Organisation.objects.get().quiet_days == 30
        assert entries("identity.OrganisationCorrected")[-1].changes["quiet_days"] == [60, 30]


def test_a_reps_page_tells_quality_by_day_and_a_day_opens_its_records(cast, vera):
    person = person_of(cast, "anna", "Quist")
    QualityMove.objects.update(day="2026-01-02")
    QualityDay.objects.create(
        owner_id=cast.anna.id, day=datetime.now(UTC).date() - 5 * DAY, records=1, complete=0, points=40
    )
    Person.objects.filter(id=person.id).update(score=77)
    html = text(vera.get(reverse("rep_card", kwargs={"id": cast.anna.id})))
    assert "Quality by day, from 40 to" in html
    day = ScoreChange.objects.get().day.isoformat()
    moved = reverse("rep_moved", kwargs={"id": cast.anna.id})
    assert "Quist" in text(vera.get(f"{moved}?day={day}"))
    assert vera.get(f"{moved}?day=owl").status_code == 404
    assert "Quist" not in text(vera.get(f"{moved}?day=2020-01-01"))
