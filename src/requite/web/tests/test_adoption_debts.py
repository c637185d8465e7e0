"""The page behind a number of debts: who sees it, what it says of a record, where it begins, and how it goes on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.asserts import told
from testing.builders import company_of, deal_of, meeting_of, person_of
from testing.cast import DAY, HTMX, NOW

from requite.identity.models import User
from requite.insight.adoption.actions.digests import week_of
from requite.insight.adoption.models import DebtMove, Written
from requite.insight.adoption.queries.debts import asked_of_rep, sum_debts
from requite.people.actions.archive import assign_record
from requite.people.actions.points import register_point
from requite.work.actions.correct_activity import retract_activity

PATH = "/adoption/debts/"
BEFORE = {"week": "2026-W47"}  # in which the builders' records were made
TODAY = week_of(datetime.now(UTC).date())


def test_opens_from_each_number_of_the_page(cast, clients):
    person_of(cast, points=[])
    page = clients("emma").get("/adoption/", BEFORE).content.decode()
    found = {unescape(one) for one in re.findall(r'href="(/adoption/debts/[^"]*what=opened[^"]*)"[^>]*>', page)}
    of = [f"user={cast.anna.id}", f"only={cast.north.id}"]
    assert all(any(one in address for address in found) for one in of)
    lists = [clients("emma").get(address) for address in found if "2026-W47" in address]
    assert lists
    assert any("Seo" in told(one) for one in lists)


def test_names_records_fields_reps_and_days(cast, clients):
    person = person_of(cast, points=[])
    meeting_of(cast, person, topic="")
    company_of(cast), deal_of(cast)
    page = told(clients("emma").get(PATH, BEFORE))
    for word in ("Debts opened", "Hana Seo", "Meeting", "Topic", "Anna Kim", "Nov"):
        assert word in page
    assert f"/people/{person.id}/" in clients("emma").get(PATH, BEFORE).content.decode()


def test_a_number_of_one_person_leaves_their_name_out_of_the_rows(cast, clients):
    person_of(cast, points=[])
    person_of(cast, "gleb", family="Park", points=[])
    page = told(clients("emma").get(PATH, {**BEFORE, "user": str(cast.anna.id)}))
    assert "Seo" in page
    assert "Park" not in page


def test_who_sees_what(cast, clients):
    person_of(cast, "gleb", family="Park", points=[])
    for who in ("emma", "oleg"):
        assert "Gleb" in told(clients(who).get(PATH, BEFORE))
    assert "Gleb" not in told(clients("vera").get(PATH, BEFORE))
    for query in ({"team": cast.south.id}, {"only": cast.south.id}, {"user": cast.gleb.id}):
        assert clients("vera").get(PATH, query).status_code == 404
    for who in ("anna", "dina"):
        assert clients(who).get(PATH).status_code == 403


def test_a_record_that_went_elsewhere_is_told_without_its_name(cast, clients, actors):
    person = person_of(cast, points=[])
    meeting = meeting_of(cast, person_of(cast, family="Yun", points=[]), topic="")
    assign_record(actor=actors["oleg"], at=NOW, kind="person", record_id=person.id, owner_id=cast.gleb.id)
    retract_activity(actor=actors["anna"], at=NOW, activity_id=meeting.id)
    page = told(clients("vera").get(PATH, BEFORE))
    assert "Seo" not in page
    assert page.count("gone, or not shown to you") == 2


def test_a_field_that_the_reader_may_not_know_of_is_counted_and_not_named(cast, clients):
    person_of(cast, points=[])
    DebtMove.objects.update(fields=["x_" + "0" * 32, "phone"])
    page = told(clients("emma").get(PATH, BEFORE))
    assert "1 field that isn’t shown to you" in page
    assert "x_0" not in page


def test_what_was_counted_before_is_said_with_its_day(cast, clients):
    Written.objects.create(user_id=cast.anna.id, team_id=cast.north.id, day=TODAY, what="closed", n=7)
    page = told(clients("emma").get(PATH, {"what": "closed"}))
    assert "7 were counted before" in page
    assert str(datetime.now(UTC).year) in page
    assert "None in this week" not in page


def test_an_empty_week_says_so(cast, clients):
    assert "None in this week" in told(clients("emma").get(PATH, {"week": "2026-W30"}))


def test_what_a_rule_opened_stands_beside_the_number_and_has_a_list(cast, clients):
    Written.objects.create(user_id=cast.anna.id, team_id=cast.north.id, day=TODAY, what="imposed", n=3)
    page = clients("emma").get("/adoption/").content.decode()
    assert page.count("+3 by rules, imports") == 3
    assert "Nobody did this" in told(clients("emma").get(PATH, {"what": "imposed"}))


def test_goes_on_by_key(cast, clients, actors):
    for n in range(51):
        person = person_of(cast, family=f"Seo{n:02}", points=[])
        register_point(actor=actors["anna"], at=NOW, person_id=person.id, kind="phone", raw=f"010-2345-98{n:02}")
    page = clients("emma").get(PATH, BEFORE).content.decode()
    address = unescape(re.search(r'href="([^"]*after=[^"]*)"', page)[1])
    more = clients("emma").get(address, headers=HTMX).content.decode()
    assert "<html" not in more
    assert page.count("data-row>") == 50
    assert more.count("data-row>") == 1


@pytest.mark.parametrize("query", [
    {"after": "x"}, {"after": "2026-11-20~x"}, {"after": "2026-13-01~1"}, {"what": "x"}, {"week": "\0"},
])  # fmt: skip
def test_takes_any_key(cast, clients, query):
    assert clients("emma").get(PATH, query).status_code == 200


@pytest.mark.parametrize("query", [{"only": "x"}, {"user": "x"}, {"team": "x"}, {"user": "0" * 32}])
def test_a_wrong_id_is_nobody(cast, clients, query):
    assert clients("emma").get(PATH, query).status_code == 404


OWN = "/debts/by-week/"


def closed_by_anna(cast, actors):
    """A person of Anna's who lacked a phone in the builders' week, and has one."""
    person = person_of(cast, points=[])
    register_point(actor=actors["anna"], at=NOW, person_id=person.id, kind="phone", raw="010-2345-9811")
    for table in (DebtMove, Written):
        table.objects.filter(what="closed").update(day=(NOW - 2 * DAY).date())
    return person


def test_a_rep_opens_what_they_closed_and_goes_by_weeks(cast, clients, actors):
    person = closed_by_anna(cast, actors)
    person_of(cast, "gleb", family="Park", points=[])
    page = clients("anna").get(OWN, {"week": "2026-W47"}).content.decode()
    assert f"/people/{person.id}/" in page
    assert "Phone" in page
    assert "Park" not in page
    assert "week=2026-W46" in unescape(page)
    assert "week=2026-W48" in unescape(page)
    assert "Week after" not in told(clients("anna").get(OWN))
    assert "None in this week" in told(clients("anna").get(OWN, {"week": "2026-W30"}))
    assert OWN in clients("anna").get("/debts/").content.decode()


def test_the_own_page_counts_as_the_page_of_adoption_does(cast, clients, actors):
    closed_by_anna(cast, actors)
    own = clients("anna").get(OWN, BEFORE | {"what": "closed"}).content.decode()
    of_team = clients("emma").get(PATH, BEFORE | {"what": "closed", "user": str(cast.anna.id)}).content.decode()
    counts = [re.findall(r'class="chip__count">(\d+)<', page) for page in (own, of_team)]
    assert counts[0] == counts[1]
    assert sum(map(int, counts[0])) > 1


def test_ones_own_are_shown_to_who_sees_ones_work(cast, clients, actors):
    closed_by_anna(cast, actors)
    ask = BEFORE | {"user": str(cast.anna.id)}
    for who in ("boris", "vera", "oleg"):
        assert "Hana Seo" in told(clients(who).get(OWN, ask))
    assert clients("gleb").get(OWN, ask).status_code == 404
    assert clients("dina").get(OWN).status_code == 403
    for wrong in ({"user": "x"}, {"user": "0" * 32}):
        assert [clients(who).get(OWN, wrong).status_code for who in ("vera", "emma")] == [404, 404]
    for odd in ({"week": "\0"}, {"what": "x"}, {"after": "x"}, {"week": "9999-W53"}, {"week": "0001-W01"}):
        assert clients("anna").get(OWN, odd).status_code == 200


def test_a_leader_in_no_team_reads_so(cast, clients):
    User.objects.filter(id=cast.vera.id).update(team=None)
    assert "You are in no team yet" in told(clients("vera").get(PATH))


def test_ones_own_week_is_read_without_everybodys(cast, actors):
    with CaptureQueriesContext(connection) as caught:
        sum_debts(asked_of_rep(actor=actors["anna"], user_id=cast.anna.id, week=NOW.date()))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {caught.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "written_of_user" in plan
