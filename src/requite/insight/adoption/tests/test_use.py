"""Who works in Requite: what is counted, by whom and when, and whose reading is told."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.builders import BACK, call_of, company_of, deal_of, meeting_of, note_of, person_of, task_of
from testing.cast import DAY, NOW

from requite.identity.models import User
from requite.insight.adoption.access import LEAST, NOBODYS, reach_of
from requite.insight.adoption.actions.mark_page import mark_page
from requite.insight.adoption.actions.tidy import erase_old
from requite.insight.adoption.models import Helped, PageTally, Written
from requite.insight.adoption.queries.digest import get_own_week
from requite.insight.adoption.queries.use import Use, list_people_of_week, list_teams_of_week, list_weeks
from requite.insight.figures import COMPANY, Holder
from requite.insight.supervision.queries.entries import Asked, search_entries
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.period import Period
from requite.kernel.reading import run
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.people.models import Person

BEFORE, WEEK = date(2026, 11, 16), date(2026, 11, 23)
THEN = BACK.date()


def weeks(actor, holder=COMPANY):
    return dict(list_weeks(reach=reach_of(actor=actor, holder=holder), last=WEEK))


def of(actor, user, holder=COMPANY, week=BEFORE):
    people = list_people_of_week(reach=reach_of(actor=actor, holder=holder), week=week)
    return next(one for one in people if one.user_id == user.id)


def count(user, what):
    return sum(Written.objects.filter(user_id=user.id, what=what).values_list("n", flat=True))


def fill_team(cast, members):
    """So many active users in North."""
    have = User.objects.filter(team=cast.north).count()
    for n in range(have, members):
        User.objects.create(email=f"more{n}@hanil.kr", role="rep", team=cast.north, made_at=NOW)


def written():
    return sorted(Written.objects.values("user_id", "team_id", "day", "what").annotate(n=Sum("n")).values_list(
        "user_id", "day", "what", "n"
    ), key=str)  # fmt: skip


class TestWork:
    def test_what_was_written_before_is_counted_once(self, cast, actors):
        person = person_of(cast)
        call_of(cast, person)
        correct_person(actor=actors["boris"], at=NOW, person_id=person.id, given={"title": "Buyer"})
        counted = written()
        assert {what for _user, _day, what, _n in counted} >= {"made", "changed"}
        migration = import_module("requite.insight.adoption.migrations.0003_counted")
        again = migration.COUNT.replace("now()", f"'{NOW}'::timestamptz")
        run(again)
        assert written() == counted
        Written.objects.filter(what__in=["made", "changed"]).delete()
        run(again)
        assert written() == counted

    def test_who_worked_with_whose_records_is_kept_as_it_is_written_and_was_before(self, cast, actors):
        person = person_of(cast)
        call_of(cast, person)
        correct_person(actor=actors["boris"], at=NOW, person_id=person.id, given={"title": "Buyer"})
        correct_person(actor=actors["anna"].by("import"), at=NOW, person_id=person.id, given={"title": "Head"})
        correct_person(actor=actors["boris"].by("import"), at=NOW, person_id=person.id, given={"title": "Chief"})
        kept = [(one.owner_id, one.actor_id, one.subject_id, one.day) for one in Helped.objects.all()]
        assert kept == [(cast.anna.id, cast.boris.id, person.id, NOW.date())]
        Helped.objects.all().delete()
        migration = import_module("requite.insight.adoption.migrations.0004_helped")
        run(migration.helped("journal_entry", migration.SINCE).replace("now()", f"'{NOW}'::timestamptz"))
        assert [(one.owner_id, one.actor_id, one.subject_id, one.day) for one in Helped.objects.all()] == kept
        erase_old(today=NOW.date() + 61 * DAY)
        assert not Helped.objects.exists()

    def test_ones_own_week_is_told_without_reading_the_journal(self, cast, actors):
        person = person_of(cast)
        correct_person(actor=actors["boris"], at=BACK, person_id=person.id, given={"title": "Buyer"})
        correct_person(actor=actors["boris"], at=BACK, person_id=person.id, given={"title": "Head"})
        start, end = Period(BEFORE, WEEK).instants(actors["anna"].company_zone)
        with CaptureQueriesContext(connection) as caught:
            own = get_own_week(actor=actors["anna"], start=start, end=end)
        assert [(one.names[1], one.records) for one in own.helpers] == [("Boris", 1)]
        assert not any("journal_entry" in query["sql"] for query in caught.captured_queries)
        Person.objects.filter(id=person.id).update(owner=cast.boris)
        assert not get_own_week(actor=actors["anna"], start=start, end=end).helpers, "it is Boris’ own now"

    def test_counts_what_each_made_and_changed(self, cast, actors):
        person = person_of(cast)
        company_of(cast)
        for make in (call_of, meeting_of, task_of, note_of):
            make(cast, person)
        deal_of(cast, person_id=person.id)
        correct_person(actor=actors["boris"], at=NOW, person_id=person.id, given={"title": "Buyer"})
        emma = actors["emma"]
        then = weeks(emma)[BEFORE]
        anna = of(emma, cast.anna)
        assert anna.use.made == then.made == 7
        assert anna.use.days >= 1
        boris = of(emma, cast.boris, week=WEEK).use
        assert (boris.made, boris.changed, boris.days) == (0, 1, 1)
        assert of(emma, cast.gleb).use == Use()

    def test_an_import_is_nobodys_work(self, cast, actors):
        anna = actors["anna"].by("import")
        correct_person(actor=anna, at=NOW, person_id=person_of(cast).id, given={"title": "Buyer"})
        assert of(actors["emma"], cast.anna, week=WEEK).use == Use()

    def test_the_day_is_the_companys(self, cast, actors):
        person = person_of(cast)
        late = NOW.replace(day=22, hour=15, minute=30)  # Monday half past midnight in Seoul
        correct_person(actor=actors["anna"], at=late, person_id=person.id, given={"title": "Buyer"})
        assert of(actors["emma"], cast.anna, week=WEEK).use.changed == 1

    def test_the_past_keeps_its_team(self, cast, actors):
        person_of(cast)
        User.objects.filter(id=cast.anna.id).update(team=cast.south)
        reach = reach_of(actor=actors["emma"], holder=COMPANY)
        assert list_teams_of_week(reach=reach, week=BEFORE)[cast.north.id].made == 1

    def test_each_number_is_its_entries(self, cast, actors):
        person = person_of(cast)
        call_of(cast, person)
        correct_person(actor=actors["anna"], at=BACK, person_id=person.id, given={"title": "Buyer"})
        use = of(actors["emma"], cast.anna).use
        for what in ("made", "changed"):
            asked = Asked(start=BACK - DAY, end=BACK + DAY, by=cast.anna.id, what=what)
            assert len(search_entries(actor=actors["emma"], asked=asked).entries) == getattr(use, what) > 0

    def test_debts_open_and_close(self, cast, actors):
        person = person_of(cast, points=[])
        opened = count(cast.anna, "opened")
        assert opened == len(person.missing) > 0
        register_point(actor=actors["anna"], at=NOW, person_id=person.id, kind="phone", raw="010-1234-5670")
        assert count(cast.anna, "closed") == 1
        assert count(cast.anna, "opened") == opened

    def test_folding_changes_no_number_and_forgets_the_oldest(self, cast, actors):
        for n in range(3):
            person_of(cast, family=f"Seo{n}")
        before = weeks(actors["emma"])
        rows = Written.objects.count()
        Written.objects.create(user_id=cast.anna.id, day=date(2020, 1, 1), what="made", n=1)
        erase_old(today=NOW.date())
        erase_old(today=NOW.date())
        assert weeks(actors["emma"]) == before
        assert Written.objects.count() < rows
        assert not Written.objects.filter(day__year=2020).exists()


class TestReading:
    def test_counts_pages_by_day_and_kind_alone(self, cast):
        for kind in ("person", "person", "deal"):
            mark_page(user_id=cast.anna.id, team_id=cast.north.id, day=THEN, kind=kind)
        assert sorted(PageTally.objects.values_list("kind", "n")) == [("deal", 1), ("person", 2)]
        assert {field.name for field in PageTally._meta.get_fields()} == {"id", "user_id", "team_id", "day", "kind", "n"}

    def test_a_team_below_five_tells_nobodys_reading(self, cast, actors):
        for user in (cast.anna, cast.gleb, cast.dina):
            mark_page(user_id=user.id, team_id=user.team_id, day=THEN, kind="person")
        fill_team(cast, LEAST - 1)
        assert weeks(actors["emma"])[BEFORE].read == 0
        assert of(actors["emma"], cast.anna).read is None
        fill_team(cast, LEAST)
        assert weeks(actors["emma"])[BEFORE].read == 1
        assert of(actors["emma"], cast.anna).read == 1
        assert of(actors["emma"], cast.gleb).read is None
        assert of(actors["emma"], cast.dina).read is None

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(sizes=st.lists(st.integers(0, 7), min_size=2, max_size=4))
    def test_what_is_hidden_is_in_no_sum(self, cast, actors, sizes):
        """So that no difference of two sums tells it: the company's is that of the teams which tell theirs."""
        User.objects.filter(email__startswith="crowd").delete()
        PageTally.objects.all().delete()
        teams = [cast.north.id, cast.south.id, cast.sales.id, NOBODYS]
        for team_id, size in zip(teams, sizes, strict=False):
            for n in range(size):
                user = User.objects.create(
                    email=f"crowd{n}-{team_id}@hanil.kr", role="rep", made_at=NOW,
                    team_id=None if team_id == NOBODYS else team_id,
                )  # fmt: skip
                mark_page(user_id=user.id, team_id=user.team_id, day=THEN, kind="deal")
        reach = reach_of(actor=actors["emma"], holder=COMPANY)
        told = {team.id for team in reach.teams if team.members >= LEAST}
        found = list_teams_of_week(reach=reach, week=BEFORE)
        assert {team_id for team_id, use in found.items() if use.read} <= told
        assert weeks(actors["emma"])[BEFORE].read == sum(use.read for use in found.values())

    def test_a_leaders_looks_are_told(self, cast, actors):
        for kind in ("team", "team", "adoption"):
            mark_page(user_id=cast.vera.id, team_id=cast.north.id, day=THEN, kind=kind)
        looks = of(actors["emma"], cast.vera).looks
        assert (looks.team, looks.adoption, looks.checks) == (2, 1, 0)


class TestAccess:
    def test_a_leader_sees_their_teams_alone(self, cast, actors):
        call_of(cast, person_of(cast, "gleb"), "gleb")
        assert weeks(actors["vera"], Holder("team", cast.north.id))[BEFORE] == Use()
        for holder in (COMPANY, Holder("team", cast.south.id), Holder("user", cast.anna.id)):
            with pytest.raises(NotVisible):
                reach_of(actor=actors["vera"], holder=holder)

    def test_a_rep_sees_none(self, cast, actors):
        with pytest.raises(NotAllowed):
            reach_of(actor=actors["anna"], holder=Holder("team", cast.north.id))
