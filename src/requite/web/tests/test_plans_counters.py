"""A counter alone, for live, and the records behind its number."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requite.insight.plans.models import Plan
from requite.insight.plans.tests.stage import (
    LONG_AGO,
    SEOUL,
    Cast,
    make_call,
    make_cast,
    make_meeting,
    make_person,
)
from requite.insight.scorecards.actions.publish_card import publish_card
from requite.insight.scorecards.drafts import CardDraft
from requite.kernel.period import Kind, period_of
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
FIGURES = ("contacts", "meetings_held", "calls_made", "new_people")


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def today() -> date:
    return datetime.now(UTC).astimezone(SEOUL).date()


def test_answers_with_one_counter(cast, today):
    make_meeting(cast.user("anna"), today, make_person(cast.user("anna")))
    response = browser(cast.user("anna")).get("/counters/meetings_held/")
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<section") == 1
    assert "<html" not in html
    assert 'data-figure="1"' in html
    assert f'data-live="user:{cast.user("anna").id}"' in html


def test_answers_with_all_counters_of_a_holder_at_once(cast, today, django_assert_num_queries):
    make_meeting(cast.user("anna"), today, make_person(cast.user("anna")))
    client = browser(cast.user("anna"))
    client.get("/counters/")
    with django_assert_num_queries(4):
        html = client.get("/counters/?span=month").content.decode()
    assert html.count("<section") == 4
    assert html.count("data-live=") == 1
    assert f'data-live="user:{cast.user("anna").id}"' in html
    assert "<html" not in html
    assert client.get(f"/counters/?of=user:{cast.user('boris').id}").status_code == 404


def test_offers_a_target_to_those_who_set_them(cast):
    address = f"/counters/contacts/?of=user:{cast.user('anna').id}"
    assert "Set a target" in browser(cast.user("vera")).get(address).content.decode()
    assert "Set a target" not in browser(cast.user("anna")).get(address).content.decode()


def test_shows_what_waits_without_a_target_too(cast, today):
    make_meeting(cast.user("anna"), today, make_person(cast.user("anna")), missing=("result",))
    for name in ("anna", "vera"):
        address = f"/counters/meetings_held/?of=user:{cast.user('anna').id}"
        assert "1 more waits for missing data" in browser(cast.user(name)).get(address).content.decode()


@pytest.mark.parametrize("path", ["", "records/"])
@pytest.mark.parametrize(
    ("name", "of"), [("anna", "boris"), ("anna", "seoul"), ("anna", "company"), ("vera", "gleb"), ("vera", "north"),
                     ("vera", "company")]
)  # fmt: skip
def test_hides_what_is_beyond_the_right(cast, name, of, path):
    teams = {"seoul": cast.seoul, "north": cast.north}
    holder = f"team:{teams[of].id}" if of in teams else of if of == "company" else f"user:{cast.user(of).id}"
    assert browser(cast.user(name)).get(f"/counters/contacts/{path}?of={holder}").status_code == 404


@pytest.mark.parametrize("path", ["", "records/"])
def test_knows_no_figure_and_no_holder_that_there_is_not(cast, path):
    client = browser(cast.user("oleg"))
    for address in (
        f"/counters/gold/{path}",
        f"/counters/contacts/{path}?of=user:7",
        f"/counters/contacts/{path}?of=%00",
    ):
        assert client.get(address).status_code == 404
    assert browser(cast.user("dina")).get(f"/counters/contacts/{path}").status_code == 403


@pytest.mark.parametrize("query", ["period=2026-99", "period=x", "period=0001-01-01", "period=1999..2099-01-01", "span=aeon",
                                   "which=some", "after=7", "after=2026-01-01.a.b", "period=%00"])  # fmt: skip
def test_bears_any_address(cast, query):
    client = browser(cast.user("anna"))
    assert client.get(f"/counters/contacts/records/?{query}").status_code == 200
    assert client.get(f"/counters/contacts/?{query}").status_code == 200


@pytest.mark.parametrize("figure", FIGURES)
def test_shows_as_many_rows_as_the_number_on_top(cast, today, figure):
    anna = cast.user("anna")
    for n in range(60):
        person = make_person(
            anna, f"Kim{n}", missing=["phone"] if n % 3 == 0 else [], made_at=datetime.now(UTC)
        )
        make_call(anna, today, person, missing=("outcome",) if n % 3 == 0 else ())
        make_meeting(anna, today, person, missing=("result",) if n % 3 == 0 else ())
    client = browser(cast.user("vera"))
    address, rows, top = f"/counters/{figure}/records/?of=team:{cast.south.id}", 0, []
    while address:
        html = client.get(address).content.decode()
        rows += html.count("<tr data-row>")
        top = [int(one) for one in re.findall(r'chip__count">(\d+)<', html)] or top
        found = re.search(r'<tr class="table__more">.*?href="([^"]+)"', html, re.DOTALL)
        address = found[1].replace("&amp;", "&") if found else ""
    assert top == [60, 40, 20]
    assert rows == top[0]
    pending = client.get(
        f"/counters/{figure}/records/?of=team:{cast.south.id}&which=pending"
    ).content.decode()
    assert pending.count("<tr data-row>") == 20
    assert "Missing:" in pending


def test_names_nobody_whom_the_reader_may_not_see(cast, today):
    secret = make_person(cast.user("gleb"), "Secretov")
    make_call(cast.user("anna"), today, secret)
    html = browser(cast.user("anna")).get("/counters/contacts/records/").content.decode()
    assert "Secretov" not in html
    assert str(secret.id) not in html
    assert html.count("<tr data-row>") == 1


def test_appends_the_next_rows_alone(cast, today):
    for n in range(60):
        make_call(cast.user("anna"), today, make_person(cast.user("anna"), f"Kim{n}"))
    client = browser(cast.user("anna"))
    html = client.get("/counters/calls_made/records/").content.decode()
    address = re.search(r'<tr class="table__more">.*?href="([^"]+)"', html, re.DOTALL)[1].replace(
        "&amp;", "&"
    )
    rest = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert rest.count("<tr data-row>") == 10
    assert "<html" not in rest


@pytest.mark.parametrize("figure", FIGURES)
def test_asks_the_same_statements_however_many_rows(cast, today, figure):
    client, counts = browser(cast.user("anna")), []
    client.get(f"/counters/{figure}/records/")
    for _n in range(2):
        for n in range(5):
            person = make_person(cast.user("anna"), f"Kim{n}", made_at=datetime.now(UTC))
            make_call(cast.user("anna"), today, person)
            make_meeting(cast.user("anna"), today, person)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/counters/{figure}/records/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("counts", "number"), [("complete", 1), ("always", 2)])
def test_a_number_opens_the_records_that_it_counts(cast, today, counts, number):
    anna = cast.user("anna")
    person = make_person(anna)
    make_meeting(anna, today, person)
    make_meeting(anna, today, person, missing=("result",))
    month = period_of(Kind.MONTH, today)
    Plan.objects.create(
        user=anna, metric="meetings_held", span="month", starts_on=month.start, target=5, counts=counts, made_at=LONG_AGO
    )
    now = datetime.now(UTC)
    publish_card(actor=cast.actor("oleg"), at=now, draft=CardDraft({"attainment": "100"}, {"meetings_held": "100"}))
    vera, own = browser(cast.user("vera")), browser(anna)
    pages = {"/team/": vera, f"/card/{anna.id}/attainment/": vera, "/counters/meetings_held/": own, "/digest/": own}
    for address, reader in pages.items():
        page = reader.get(address).content.decode()
        doors = re.findall(r'href="[^"]*(/counters/meetings_held/records/[^"]*)"', page)
        doors = [door.replace("&amp;", "&") for door in doors if str(anna.id) in door and "pending" not in door]
        assert doors, address
        for door in doors:
            assert vera.get(door).content.decode().count("<tr data-row>") == number, door
