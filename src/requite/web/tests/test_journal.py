"""The journal searched, and who set each field of a record."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from testing.asserts import told
from testing.builders import deal_of, person_of, planned_call

from requite.identity.tests.cast import make_cast
from requite.insight.supervision.queries import entries as queries
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
DAYS = {"start": NOW - timedelta(days=400), "end": NOW + timedelta(days=400)}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def people(cast):
    """One of Anna's, which Boris corrected by an import, and one of Gleb's."""
    hers, his = person_of(cast, family="Quist", points=[]), person_of(cast, "gleb", family="Zorn", points=[])
    boris = cast.actors["boris"].by("import")
    correct_person(actor=boris, at=NOW, person_id=hers.id, given={"title": "Head of purchasing"})
    register_point(actor=cast.actors["anna"], at=NOW, kind="phone", raw="010-5555-1234", person_id=hers.id)
    return hers, his


def found(cast, who="vera", **asked):
    page = queries.search_entries(actor=cast.actors[who], asked=queries.Asked(**{**DAYS, **asked}))
    return [(entry.actor_name.split()[0], entry.subject_id) for entry in page.entries]


def test_finds_by_person_kind_field_and_way(cast, people):
    hers, _his = people
    deal_of(cast, person_id=hers.id)
    assert found(cast, by=cast.boris.id) == [("Boris", hers.id)]
    assert found(cast, via="import") == [("Boris", hers.id)]
    assert found(cast, field="title", kind="person") == [("Boris", hers.id)]
    assert found(cast, field="title", kind="person", via="page") == []
    assert {who for who, _id in found(cast, field="phone")} == {"Anna"}
    assert len(found(cast, kind="deal")) == 1
    assert found(cast, end=NOW - timedelta(days=300)) == []


def test_shows_only_records_that_one_may_see(cast, people):
    hers, his = people
    planned_call(cast, hers)
    assert {id_ for _who, id_ in found(cast, kind="person")} == {hers.id}
    assert {id_ for _who, id_ in found(cast, "oleg", kind="person")} == {hers.id, his.id}
    assert found(cast, "anna") == []
    assert found(cast, "emma", kind="user") == found(cast, "oleg", kind="user")
    assert len(found(cast, kind="activity")) == 1


def test_goes_on_by_key(cast, people, monkeypatch):
    asked = queries.Asked(**DAYS)
    whole = [entry.id for entry in queries.search_entries(actor=cast.actors["oleg"], asked=asked).entries]
    for name, size in (("PAGE", 1), ("WINDOW", 2)):
        monkeypatch.setattr(queries, name, size)
        seen, before = [], None
        for _page in range(50):
            page = queries.search_entries(actor=cast.actors["oleg"], asked=asked, before=before)
            seen += [entry.id for entry in page.entries]
            before = page.before
            if before is None:
                break
        assert seen == whole
        monkeypatch.undo()


def test_the_page_masks_hides_and_refuses_what_makes_no_sense(cast, people):
    address = reverse("journal")
    assert "010-5555-1234" in told(browser(cast.vera).get(address)).replace("+82 10", "010")
    executive = told(browser(cast.emma).get(address))
    assert "5555-1234" not in executive
    assert "Quist" in executive
    assert browser(cast.anna).get(address).status_code == 403
    for wrong in ("from=soon", "from=2026-11-02&to=2026-11-01", "from=1990-01-01&to=2026-11-01", "to=9999-12-31"):
        answer = browser(cast.vera).get(f"{address}?{wrong}")
        assert answer.status_code == 422
        assert "field__error" in answer.content.decode()
    for odd in ("by=x", "kind=nothing", "field=%00", "via=owl", "before=9"):
        assert browser(cast.vera).get(f"{address}?{odd}").status_code == 200


def test_says_who_set_each_field_last(cast, people):
    hers, _his = people
    address = reverse("history_fields", kwargs={"kind": "person", "id": hers.id})
    html = told(browser(cast.vera).get(address, headers={"HX-Request": "true"}))
    lines = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)<", html))
    assert lines["Title"].startswith("Boris")
    assert lines["Family name"].startswith("Anna") or "Anna" in lines.get("Name", "")
    assert "by an import" in html
    assert browser(cast.gleb).get(address).status_code == 404


def test_asks_the_base_as_often_for_any_page(cast, people, django_assert_num_queries):
    client = browser(cast.oleg)
    client.get(reverse("journal"))
    with django_assert_num_queries(4):  # the reader, colleagues, the search, the names
        client.get(reverse("journal"))
