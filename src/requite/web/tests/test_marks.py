"""Who set each field, beside it; and what the journal's rows say of their records."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from testing.asserts import text
from testing.builders import company_of, deal_of, meeting_of, person_of
from testing.cast import HTMX

from requite.insight.supervision.queries import entries as queries
from requite.journal.bulk import BULK, keep_many
from requite.people.actions.correct_person import correct_person
from requite.people.events import PersonCorrected
from requite.web.tests.own import actor, add
from requite.work.actions.asked import mark_asked

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def records(cast):
    person = person_of(cast, title="Buyer")
    return {
        "person": (f"/people/{person.id}/", person.id),
        "company": (f"/companies/{(company := company_of(cast)).id}/", company.id),
        "deal": (f"/deals/{(deal := deal_of(cast, person_id=person.id)).id}/", deal.id),
        "activity": (f"/activities/{(one := meeting_of(cast, person)).id}/", one.id),
    }


def test_each_page_has_a_place_for_the_mark_of_its_fields(cast, clients):
    vera = clients("vera")
    wanted = {
        "person": {"phone", "email", "owner", "title"}, "company": {"name", "phone", "owner"},
        "deal": {"amount", "expected_on", "stage", "owner"}, "activity": {"at", "person", "owner"},
    }  # fmt: skip
    for kind, (path, id_) in records(cast).items():
        page = text(vera.get(path))
        places = {name for names in re.findall(r'data-field="([^"]*)"', page) for name in names.split()}
        assert wanted[kind] <= places, kind
        assert f'hx-get="/history/{kind}/{id_}/fields/?part=marks"' in page
        marks = text(vera.get(f"/history/{kind}/{id_}/fields/?part=marks", headers=HTMX))
        assert "<html" not in marks
        assert re.search(r'aria-label="[^"]+: Anna Kim · [^"]+ · on a page"', marks)
        assert "title=" not in marks


def test_marks_say_who_set_it_last(cast, clients):
    person = person_of(cast, title="Buyer")
    correct_person(actor=cast.actors["boris"], at=NOW, person_id=person.id, given={"title": "Head"})
    marks = text(clients("vera").get(f"/history/person/{person.id}/fields/?part=marks", headers=HTMX))
    assert re.search(r'data-for="title"><button[^>]*aria-label="[^"]*: Boris', marks)


def test_the_journals_rows_name_deals_and_activities(cast, clients):
    person = person_of(cast)
    deal_of(cast, title="Spring order", person_id=person.id)
    meeting_of(cast, person, topic="prices for spring")
    days = {"from": (NOW - timedelta(days=390)).date().isoformat(), "to": NOW.date().isoformat()}
    page = text(clients("vera").get("/journal/", days))
    assert ">Spring order</a>" in page
    assert ">Meeting · prices for spring</a>" in page


def test_what_came_in_bulk_is_found_by_itself(cast, clients):
    person = person_of(cast)
    entries = [(PersonCorrected, str(person.id), b'{"title": [null, "Buyer"]}')]
    keep_many(actor=cast.actors["anna"], at=NOW, entries=entries, topics=frozenset())
    keep_many(actor=cast.actors["anna"].by("import"), at=NOW, entries=entries, topics=frozenset())
    span = {"start": NOW - timedelta(days=1), "end": NOW + timedelta(days=1)}
    for via in (BULK, "import"):
        found = queries.search_entries(actor=cast.actors["vera"], asked=queries.Asked(**span, via=via))
        assert [entry.via for entry in found.entries] == [via]
    page = text(clients("vera").get("/journal/", {"via": BULK}))
    assert '<option value="bulk" selected>in bulk, on a page</option>' in page


def test_what_was_asked_and_not_told_filled_nothing_and_names_no_field_that_is_hidden(cast, clients):
    field = add(cast, name="Budget", audience="work")
    person = person_of(cast)
    for name in ("address", field.slug):
        mark_asked(actor=actor(cast), at=datetime.now(UTC), kind="person", record_id=person.id, field=name)
    for who in ("vera", "dina"):
        page = text(clients(who).get(f"/history/person/{person.id}/fields/", headers=HTMX))
        assert "Anna Kim" in page
        assert "asked" not in page.lower()
        assert field.slug not in page
