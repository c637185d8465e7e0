"""The journal searched, and who set each field of a record."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from testing.asserts import told
from testing.builders import deal_of, person_of, planned_call

from requite.identity.tests.cast import make_cast
from requite.insight.adoption.actions.digests import retract_digest
from requite.insight.lists.actions.export import export_list
from requite.insight.lists.actions.views import ViewDraft, keep_view
from requite.insight.lists.conditions import Condition, Filter
from requite.insight.lists.listed import shipped
from requite.insight.supervision.queries import entries as queries
from requite.journal.models import Entry
from requite.journal.recording import recording
from requite.kernel.ids import new_id
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.people.events import PersonCorrected
from requite.web.tests.cast import browser
from requite.web.tests.own import add, fill

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
    assert {id_ for _who, id_ in found(cast, "anna", kind="person")} == {hers.id}
    assert found(cast, "boris", kind="person") == []
    assert found(cast, "dina") == []
    assert found(cast, "emma", kind="user") == found(cast, "oleg", kind="user")
    assert len(found(cast, kind="activity")) == 1


def test_tells_nobody_of_others_views_and_executives_nothing_of_what_only_administrators_see(cast, people):
    anna, vera = cast.actors["anna"], cast.actors["vera"]
    sought = shipped("person", "all", Filter(groups=((Condition("phone", "contains", "8273-4615"),),)))
    keep_view(actor=anna, at=NOW, draft=ViewDraft(name="A secret list", query=sought))
    told_of = {"said": "phone has 8273-4615", "reason": "A mailing of mine", "form": "csv", "columns": ("name",)}
    export_list(actor=vera, at=NOW, query=sought, **told_of)
    kinds = {who: found_kinds(cast, who) for who in ("emma", "oleg", "vera")}
    assert "view" not in kinds["emma"] | kinds["oleg"] | kinds["vera"]
    assert "export" not in kinds["emma"] | kinds["vera"]
    assert "export" in kinds["oleg"]
    executive = told(browser(cast.emma).get(reverse("journal")))
    assert "Quist" in executive
    for secret in ("8273", "A secret list", "A mailing of mine"):
        assert secret not in executive


def test_finds_what_is_the_companys_by_the_right_to_its_settings(cast):
    kinds = ("user", "plan", "file", "invitation", "import", "field", "stage", "organisation", "view", "act", "bell", "new")
    for kind in kinds:
        Entry.objects.create(
            at=NOW, type="x", actor_name="X", via="page", subject_kind=kind, subject_id=new_id(), changes={}, topics=[]
        )
    assert found_kinds(cast, "oleg") == {*kinds} - {"view", "act", "bell", "new"}
    assert found_kinds(cast, "emma") == {"user", "plan", "file"}
    assert found_kinds(cast, "vera") == set()


def found_kinds(cast, who):
    page = queries.search_entries(actor=cast.actors[who], asked=queries.Asked(**DAYS))
    return {entry.subject_kind for entry in page.entries}


def test_offers_kinds_that_one_can_find(cast):
    offered = {who: told(browser(getattr(cast, who)).get(reverse("journal"))) for who in ("vera", "emma", "oleg")}
    for kind in ("plan", "user", "team"):
        shown = {who: f'<option value="{kind}"' in page for who, page in offered.items()}
        assert shown == {"vera": False, "emma": True, "oleg": True}
    assert all('<option value="deal"' in page for page in offered.values())


def test_names_the_colleague_whose_settings_changed(cast):
    retract_digest(actor=cast.actors["vera"], at=NOW)
    page = told(browser(cast.oleg).get(reverse("journal")))
    assert "weekly digest turned off Vera Park" in " ".join(re.sub("<[^>]+>", " ", page).split())


def test_goes_on_by_key(cast, people, monkeypatch):
    asked = queries.Asked(**DAYS)
    whole = [entry.id for entry in queries.search_entries(actor=cast.actors["oleg"], asked=asked).entries]
    for limit, window in ((1, queries.WINDOW), (queries.PAGE, 2)):
        monkeypatch.setattr(queries, "WINDOW", window)
        seen, before = [], None
        for _page in range(50):
            page = queries.search_entries(actor=cast.actors["oleg"], asked=asked, before=before, limit=limit)
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
    assert "Zorn" not in told(browser(cast.anna).get(address))
    assert browser(cast.dina).get(address).status_code == 403
    for years in ("from=0001-01-01&to=0001-01-02", "from=9998-01-01&to=9998-01-02", "from=1899-12-31&to=1900-01-01"):
        answer = browser(cast.vera).get(f"{address}?{years}")
        assert answer.status_code == 422
        assert "Choose days of the years 1900 to 9000." in told(answer)
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


def test_who_filled_what_names_no_ruling_and_no_hidden_field(cast, people):
    hers, _his = people
    hidden = add(cast, name="Wealth", audience="work")
    fill(cast, hers, hidden, "much")
    with recording(actor=cast.actors["vera"], at=NOW) as record:
        changes = {f"owed {hidden.slug}": (None, "waived"), "owed title": (None, "waived")}
        record(PersonCorrected(subject_id=hers.id, changes=changes))
    address = reverse("history_fields", kwargs={"kind": "person", "id": hers.id})
    leader, operator = (told(browser(user).get(address)) for user in (cast.vera, cast.dina))
    assert "Wealth" in leader
    assert "Title" in operator
    assert "owed" not in (leader + operator).lower()
    assert "wealth" not in operator.lower()


def test_asks_the_base_as_often_for_any_page(cast, people, django_assert_num_queries):
    client = browser(cast.oleg)
    client.get(reverse("journal"))
    with django_assert_num_queries(4):  # the reader, colleagues, the search, the names
        client.get(reverse("journal"))
