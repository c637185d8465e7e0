"""The records behind the numbers of debts: as many fields as are counted, whatever happens to the records."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of
from testing.cast import DAY, NOW

from requite.insight.adoption.access import NOBODYS, reach_of
from requite.insight.adoption.actions.digests import week_of
from requite.insight.adoption.actions.tidy import KEPT, erase_old
from requite.insight.adoption.models import DebtMove, Written
from requite.insight.adoption.queries import debts
from requite.insight.adoption.queries.use import list_people_of_week, list_teams_of_week, list_weeks
from requite.insight.figures import COMPANY, Holder
from requite.kernel.errors import NotVisible
from requite.kernel.reading import run
from requite.people.actions.archive import archive_record, assign_record, restore_record
from requite.people.actions.correct_person import correct_person
from requite.people.actions.merging.merge import merge_persons
from requite.people.actions.points import erase_point, register_point
from requite.people.models import Person, Point
from requite.quality import jobs
from requite.quality.keeping import by_rule
from requite.quality.models import Judging, Requirement
from requite.work.actions.asked import mark_asked
from requite.work.actions.correct_activity import correct_activity, restore_activity, retract_activity
from requite.work.actions.debts import waive_debt
from requite.work.models import Activity
from requite.work.reassessing import reassess_of_person, reopen_lapsed

WEEK = week_of(datetime.now(UTC).date())  # changes are counted on the day on which the base sees them
SOON = datetime.now(UTC) + timedelta(minutes=1)


def listed(asked, what):
    """All pages of a list."""
    found, after = [], None
    while True:
        page = debts.list_debts(asked, what=what, after=after)
        found += page[: debts.PAGE]
        if len(page) <= debts.PAGE:
            return found
        after = (found[-1].day, found[-1].id)


def same(asked, use):
    for what, total in debts.sum_debts(asked).items():
        lines = listed(asked, what)
        fields = sum(len(line.fields) for line in lines)
        assert total == (fields, fields, len({line.record_id for line in lines}))
        assert getattr(use, what) == fields


def proved(actors):
    """Each number of each week, team and person is that of its list."""
    for holder, who in ((COMPANY, "emma"), (Holder("team", actors["vera"].team_id), "vera")):
        reach = reach_of(actor=actors[who], holder=holder)
        for week, use in list_weeks(reach=reach, last=WEEK):
            same(debts.asked_of(reach=reach, week=week), use)
            if any((use.opened, use.closed, use.imposed, use.lifted)):
                for team_id, of_team in list_teams_of_week(reach=reach, week=week).items():
                    same(debts.asked_of(reach=reach, week=week, team_id=team_id), of_team)
                for one in list_people_of_week(reach=reach, week=week):
                    same(debts.asked_of(reach=reach, week=week, user_id=one.user_id), one.use)


def moves(record=None, **values):
    found = DebtMove.objects.filter(**({"record_id": record.id} if record else {}), **values).order_by("id")
    return [(one.what, tuple(one.fields)) for one in found]


def require(field="industry", kind="company", **values):
    values = {"stage": "", "weight": 2, "check_name": "text", "grace_hours": 24, **values}
    return Requirement.objects.create(kind=kind, field=field, starts_at=NOW, **values)


def judge(kind="company"):
    """A pass by the rules as they are, each a moment after the last: one by the same time would be the same pass."""
    last = Judging.objects.filter(kind=kind).values_list("at", flat=True).first()
    jobs.reassess(kind=kind, at=(max(last or SOON, SOON) + timedelta(seconds=1)).isoformat())


class TestList:
    def test_names_record_fields_rep_and_day(self, cast, actors):
        person = person_of(cast, points=[])
        register_point(actor=actors["boris"], at=NOW, person_id=person.id, kind="phone", raw="010-1234-5670")
        first, *_rest = moves(person)
        assert first == ("opened", tuple(person.missing))
        assert ("closed", ("phone",)) in moves(person) or ("closed", ("contact",)) in moves(person)
        one = DebtMove.objects.filter(record_id=person.id, what="closed").get()
        assert (one.user_id, one.team_id, one.kind) == (cast.anna.id, cast.north.id, "person")
        assert one.day == Written.objects.get(what="closed").day
        proved(actors)

    def test_holds_through_edits_retractions_waivers_and_changes_of_hands(self, cast, actors):
        anna, vera = actors["anna"], actors["vera"]
        one, other = person_of(cast, points=[]), person_of(cast, family="Park", points=[])
        meeting, call = meeting_of(cast, one, topic=""), call_of(cast, one, outcome=None)
        deal_of(cast, person_id=one.id)
        correct_activity(actor=anna, at=NOW, activity_id=meeting.id, given={"topic": "prices"})
        proved(actors)
        before = moves()
        waive_debt(actor=vera, at=NOW, kind="call", record_id=call.id, field=call.missing[0], reason="old")
        retract_activity(actor=anna, at=NOW, activity_id=call.id)
        restore_activity(actor=anna, at=NOW, activity_id=call.id)
        archive_record(actor=vera, at=NOW, kind="person", record_id=other.id)
        restore_record(actor=vera, at=NOW, kind="person", record_id=other.id)
        assign_record(actor=vera, at=NOW, kind="person", record_id=other.id, owner_id=cast.boris.id)
        assert moves() == before
        merge_persons(actor=anna, at=NOW, survivor_id=one.id, merged_id=person_of(cast, family="Seo").id)
        proved(actors)

    def test_what_another_record_closes_is_closed_by_who_works(self, cast, actors):
        person = person_of(cast, points=[])
        meeting = meeting_of(cast, person)
        register_point(actor=actors["anna"], at=NOW, person_id=person.id, kind="phone", raw="010-1234-5670")
        reassess_of_person(person_id=person.id, at=NOW)
        assert ("closed", ("contact",)) in moves(meeting)
        proved(actors)

    def test_goes_on_behind_a_page(self, cast, actors, monkeypatch):
        monkeypatch.setattr(debts, "PAGE", 2)
        for n in range(5):
            person_of(cast, family=f"Seo{n}", points=[])
        proved(actors)


class TestRules:
    def test_what_a_rule_opens_and_closes_is_counted_apart(self, cast, actors):
        company = company_of(cast)
        opened = moves()
        rule = require()
        judge()
        assert moves(company)[-1] == ("imposed", ("industry",))
        rule.delete()
        judge()
        assert moves(company)[-1] == ("lifted", ("industry",))
        assert [one for one in moves() if one[0] in ("opened", "closed")] == opened
        proved(actors)

    def test_who_works_afterwards_in_the_same_transaction_is_not_taken_for_a_rule(self, cast, actors):
        person = person_of(cast)
        require()
        company_of(cast)
        judge()
        for point in Point.objects.filter(person_id=person.id):
            erase_point(actor=actors["anna"], at=NOW, point_id=point.id)
        assert {what for what, _fields in moves(person)} <= {"opened", "closed"}
        assert moves(person)[-1][0] == "opened"

    def test_a_pass_that_fails_leaves_nothing_behind(self, cast, actors):
        person = person_of(cast)
        with suppress(ZeroDivisionError), transaction.atomic(), by_rule():
            raise ZeroDivisionError
        for point in Point.objects.filter(person_id=person.id):
            erase_point(actor=actors["anna"], at=NOW, point_id=point.id)
        assert moves(person)[-1][0] == "opened"

    @pytest.mark.parametrize("is_away", [False, True])
    def test_a_day_that_passes_opens_by_rule(self, cast, actors, is_away):
        person = person_of(cast, points=[("phone", "010-8273-4615")], company_name="Sejong")
        assert person.missing == ["email"]
        asked = {"actor": actors["anna"], "kind": "person", "record_id": person.id}
        mark_asked(**asked, at=NOW, field="email")
        assert moves(person)[-1] == ("closed", ("email",))
        for act in (archive_record, restore_record) if is_away else ():
            act(**asked, at=NOW + (40 * DAY if act is restore_record else DAY))
        reopen_lapsed(at=NOW + 40 * DAY)
        assert moves(person)[-1] == ("imposed", ("email",))
        proved(actors)


def register(cast, one, n):
    person_of(cast, family=f"Seo{Person.objects.count()}", points=[] if n % 2 else [("phone", "010-1234-5670")])


def fill(cast, one, n):
    number = f"010-2345-98{Point.objects.count():02}"
    register_point(actor=cast.actors["anna"], at=NOW, person_id=one.id, kind="phone", raw=number)


def empty(cast, one, n):
    for point in Point.objects.filter(person_id=one.id)[:1]:
        erase_point(actor=cast.actors["anna"], at=NOW, point_id=point.id)


def work(cast, one, n):
    (call_of if n % 2 else meeting_of)(cast, one)


def retract(cast, one, n):
    for found in Activity.objects.filter(person_id=one.id).order_by("id")[:1]:
        act = restore_activity if found.retracted_at else retract_activity
        act(actor=cast.actors["anna"], at=NOW, activity_id=found.id)


def archive(cast, one, n):
    act = restore_record if one.archived_at else archive_record
    act(actor=cast.actors["vera"], at=NOW, kind="person", record_id=one.id)


def change_rules(cast, one, n):
    if not Requirement.objects.filter(kind="person", field="title").delete()[0]:
        require("title", kind="person")
    judge("person")


def correct(cast, one, n):
    correct_person(actor=cast.actors["anna"], at=NOW, person_id=one.id, given={"title": "Buyer" if n % 2 else ""})


OF_ALL = (register, archive, change_rules, empty, retract)
OF_THOSE_IN_USE = (fill, work, correct)
ACTS = st.lists(st.tuples(st.sampled_from([*OF_ALL, *OF_THOSE_IN_USE]), st.integers(0, 5)), max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_list_is_the_number_whatever_is_done(cast, actors, acts):
    person_of(cast, points=[])
    for act, n in acts:
        people = list(Person.objects.order_by("id"))
        one = people[n % len(people)]
        if act in OF_ALL or not one.archived_at:
            act(cast, one, n)
    proved(actors)


class TestKept:
    def test_goes_with_its_number(self, cast, actors):
        person_of(cast, points=[])
        day = DebtMove.objects.values_list("day", flat=True)[0]
        erase_old(today=day + KEPT)
        assert DebtMove.objects.exists()
        proved(actors)
        erase_old(today=day + KEPT + DAY)
        assert not DebtMove.objects.exists()
        assert not Written.objects.filter(what="opened").exists()

    def test_what_was_counted_before_has_no_list(self, cast, actors):
        reach = reach_of(actor=actors["emma"], holder=COMPANY)
        Written.objects.create(user_id=cast.anna.id, team_id=cast.north.id, day=WEEK, what="closed", n=7)
        assert debts.sum_debts(debts.asked_of(reach=reach, week=WEEK))["closed"] == (7, 0, 0)
        assert debts.find_beginning() is not None

    def test_a_record_that_lacks_nothing_leaves_no_row(self, cast, actors):
        person = person_of(cast, company_name="Sejong")
        assert not person.missing
        rows = Written.objects.filter(what__in=["opened", "closed"]).count(), DebtMove.objects.count()
        correct_person(actor=actors["anna"], at=NOW, person_id=person.id, given={"title": "Buyer"})
        assert (Written.objects.filter(what__in=["opened", "closed"]).count(), DebtMove.objects.count()) == rows
        assert not moves(person)

    def test_the_triggers_can_go_back(self, cast):
        migration = import_module("requite.insight.adoption.migrations.0005_debts")
        for statement in migration.as_before():
            run(statement)
        person_of(cast, points=[])
        assert Written.objects.filter(what="opened").exists()
        assert not DebtMove.objects.exists()

    def test_a_page_is_read_by_its_index(self, cast, actors):
        reach = reach_of(actor=actors["emma"], holder=COMPANY)
        run(
            "INSERT INTO adoption_debt (user_id, team_id, day, what, kind, record_id, fields, at)"
            " SELECT %s, %s, %s::date - (n %% 300), 'opened', 'call', gen_random_uuid(), '{result}', now()"
            " FROM generate_series(1, 30000) n",
            [cast.anna.id, cast.north.id, WEEK],
        )
        run("ANALYZE adoption_debt")
        asked = debts.asked_of(reach=reach, week=WEEK - timedelta(days=70))
        values = {**asked.values, "what": "opened"}
        with connection.cursor() as cursor:
            sql = debts.LINES.format(condition=asked.condition, after="", most=51)
            cursor.execute("EXPLAIN " + sql, values)
            assert "debts_by_day" in str(cursor.fetchall())


class TestAccess:
    def test_another_team_and_a_stranger_are_not_told(self, cast, actors):
        reach = reach_of(actor=actors["vera"], holder=Holder("team", cast.north.id))
        for team_id in (cast.south.id, NOBODYS):
            with pytest.raises(NotVisible):
                debts.asked_of(reach=reach, week=date(2026, 11, 16), team_id=team_id)
        with pytest.raises(NotVisible):
            debts.sum_debts(debts.asked_of(reach=reach, week=WEEK, user_id=cast.gleb.id))
        debts.sum_debts(debts.asked_of(reach=reach, week=WEEK, user_id=cast.anna.id))
