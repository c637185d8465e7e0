import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from requite.identity.models import Organisation, Team
from requite.identity.tests.cast import entries, make_cast
from requite.kernel.ids import new_id
from requite.quality.models import Requirement
from requite.web.tests.cast import browser, once
from requite.work.models import CallStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def oleg(cast):
    return browser(cast.oleg)


def test_the_first_page_shows_what_one_may(cast, oleg):
    html = oleg.get("/settings/").content.decode()
    for path in ("users", "teams", "outcomes", "minimum-sets", "company"):
        assert f'href="/settings/{path}/"' in html
    assert browser(cast.anna).get("/settings/").status_code == 403


class TestTeams:
    def test_makes_renames_moves_and_deletes(self, cast, oleg):
        form = {"name": "East", "parent_id": str(cast.sales.id), "once": once()}
        assert [oleg.post("/settings/teams/", form).status_code for _ in "12"] == [302, 302]
        east = Team.objects.get(name="East")
        path = f"/settings/teams/{east.id}/"
        assert "Sales › South" in oleg.get(path).content.decode()
        moved = {"name": "Far East", "parent_id": str(cast.south.id), "version": "1"}
        assert oleg.post(path, moved).status_code == 302
        stale = oleg.post(path, {"name": "Near East", "parent_id": "", "version": "1"})
        assert stale.status_code == 409
        assert "Far East" in stale.content.decode()
        assert oleg.post(f"{path}removal/").status_code == 302
        assert not Team.objects.filter(id=east.id).exists()
        kinds = [entry.type.split(".")[1] for entry in entries()]
        assert kinds == ["TeamRegistered", "TeamCorrected", "TeamErased"]

    def test_refuses_twins_circles_and_full_ones(self, cast, oleg):
        twin = oleg.post("/settings/teams/", {"name": "North", "parent_id": str(cast.sales.id)})
        assert twin.status_code == 422
        assert 'id="f-name-error"' in twin.content.decode()
        path = f"/settings/teams/{cast.sales.id}/"
        circle = oleg.post(path, {"name": "Sales", "parent_id": str(cast.north.id), "version": "1"})
        assert circle.status_code == 422
        assert oleg.post(f"{path}removal/").status_code == 422
        assert not entries()

    def test_the_tree_shows_in_order(self, oleg):
        html = oleg.get("/settings/teams/").content.decode()
        assert html.index("Sales") < html.index("North") < html.index("South")
        assert "3 members" in html


class TestOutcomes:
    def test_adds_renames_moves_ends_and_restores(self, oleg):
        form = {"name": "Voice mail", "class_name": "not_reached", "once": once()}
        assert [oleg.post("/settings/outcomes/", form).status_code for _ in "12"] == [302, 302]
        busy = CallStatus.objects.get(key="busy")
        path = f"/settings/outcomes/{busy.id}/"
        named = {"name": "Engaged", "class_name": "not_reached", "version": "1"}
        assert oleg.post(path, named).status_code == 302
        stale = oleg.post(path, {**named, "name": "On phone"})
        assert stale.status_code == 409
        assert 'value="On phone"' in stale.content.decode()
        assert oleg.post(f"{path}place/", {"to": "up"}).status_code == 302
        assert oleg.post(f"{path}place/", {"to": "sideways"}).status_code == 404
        assert oleg.post(f"{path}ending/").status_code == 302
        assert "Offer again" in oleg.get("/settings/outcomes/").content.decode()
        assert oleg.post(f"{path}restoration/").status_code == 302
        assert len(entries()) == 5

    def test_refuses_beside_the_line(self, oleg):
        wrong = CallStatus.objects.get(key="wrong_number")
        response = oleg.post(f"/settings/outcomes/{wrong.id}/ending/")
        assert response.status_code == 422
        assert "is the last outcome of the class" in response.content.decode()
        twin = oleg.post("/settings/outcomes/", {"name": "Busy", "class_name": "x"})
        html = twin.content.decode()
        assert twin.status_code == 422
        assert 'id="name-new-error"' in html
        assert 'id="class-new-error"' in html
        assert not entries()

    def test_shipped_words_are_in_the_readers_language(self, cast, oleg):
        assert "No answer" in oleg.get("/settings/outcomes/").content.decode()


class TestMinimumSets:
    def test_asks_weighs_and_ends(self, oleg):
        assert oleg.get("/settings/minimum-sets/").url == "/settings/minimum-sets/person/"
        path = "/settings/minimum-sets/person/"
        form = {"field": "title", "stage": "", "weight": "2", "grace_hours": "48"}
        tried = oleg.post(path, form).url
        assert not Requirement.objects.filter(kind="person", field="title").exists()
        assert [oleg.post(tried).url for _ in "12"] == [path, path]
        made = Requirement.objects.get(kind="person", field="title")
        assert oleg.post(f"{path}{made.id}/", {"weight": "4", "grace_hours": "48"}).status_code == 302
        stale = oleg.post(f"{path}{made.id}/", {"weight": "5", "grace_hours": "48"})
        assert stale.status_code == 409
        assert "changed this line meanwhile" in stale.content.decode()
        now = Requirement.objects.get(kind="person", field="title", ends_at=None)
        assert oleg.post(f"{path}{now.id}/ending/").status_code == 302
        assert not Requirement.objects.filter(kind="person", field="title", ends_at=None).exists()
        assert len(entries("quality.RequirementsChanged")) == 3

    def test_names_fields_and_stages(self, oleg):
        html = oleg.get("/settings/minimum-sets/meeting/").content.decode()
        assert "Contact details" in html
        assert '<span class="tag">held</span>' in html

    def test_refuses_beside_the_line(self, oleg):
        phone = Requirement.objects.get(kind="person", field="phone")
        response = oleg.post(
            f"/settings/minimum-sets/person/{phone.id}/", {"weight": "11", "grace_hours": "x"}
        )
        html = response.content.decode()
        assert response.status_code == 422
        assert f'id="weight-{phone.id}-error"' in html
        assert f'id="hours-{phone.id}-error"' in html
        new = oleg.post(
            "/settings/minimum-sets/person/", {"field": "phone", "weight": "2", "grace_hours": "1"}
        )
        assert new.status_code == 422
        assert 'id="field-new-error"' in new.content.decode()
        assert not entries()

    def test_unknown_kinds_arent_there(self, oleg):
        assert oleg.get("/settings/minimum-sets/spaceship/").status_code == 404
        assert oleg.post(f"/settings/minimum-sets/spaceship/{new_id()}/", {}).status_code == 404


class TestCompany:
    FORM = {
        "name": "Hanil", "country": "KR", "language": "ko", "currency": "KRW", "time_zone": "Asia/Seoul",
        "address": "https://crm.hanil.kr", "version": "1",
    }  # fmt: skip

    def test_keeps_and_learns_of_another(self, oleg):
        html = oleg.get("/settings/company/").content.decode()
        assert "calendar “holidays”, version" in html
        assert oleg.post("/settings/company/", self.FORM).status_code == 302
        assert Organisation.objects.get().address == "https://crm.hanil.kr"
        stale = oleg.post("/settings/company/", {**self.FORM, "language": "ru"})
        assert stale.status_code == 409
        assert Organisation.objects.get().language == "ko"

    def test_refuses_beside_the_field(self, oleg):
        response = oleg.post("/settings/company/", {**self.FORM, "address": "crm", "currency": "ABC"})
        html = response.content.decode()
        assert response.status_code == 422
        assert 'id="f-address-error"' in html
        assert 'id="f-currency-error"' in html


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, who):
    client = browser(getattr(cast, who))
    status, line = CallStatus.objects.first(), Requirement.objects.filter(kind="person").first()
    paths = [
        "/settings/teams/", f"/settings/teams/{cast.north.id}/", f"/settings/teams/{cast.north.id}/removal/",
        "/settings/outcomes/",
        *(f"/settings/outcomes/{status.id}/{act}" for act in ("", "place/", "ending/", "restoration/")),
        "/settings/minimum-sets/person/", f"/settings/minimum-sets/person/{line.id}/",
        f"/settings/minimum-sets/person/{line.id}/ending/", "/settings/company/",
    ]  # fmt: skip
    for path in paths:
        assert client.post(path, {"name": "Mine", "to": "up"}).status_code == 403, path
    for path in ("teams", "outcomes", "minimum-sets/person", "company"):
        assert client.get(f"/settings/{path}/").status_code == 403, path
    assert not entries()


def test_an_ended_line_says_so_and_is_taken_back(oleg):
    line = Requirement.objects.filter(kind="person", ends_at=None).order_by("id").first()
    page = oleg.post(f"/settings/minimum-sets/person/{line.id}/ending/", follow=True).content.decode()
    assert "is asked for no more." in page
    assert "In force from now on" not in page
    undo = re.search(r'action="([^"]*undo=[^"]*)"', page)
    assert undo
    there = Requirement.objects.filter(kind="person", field=line.field, stage=line.stage, ends_at=None)
    assert not there.exists()
    assert "Asked for again." in oleg.post(unescape(undo[1]), follow=True).content.decode()
    assert there.get().weight == line.weight


def test_a_line_that_ends_on_a_day_ahead_says_until_when(oleg):
    line = Requirement.objects.filter(kind="person", ends_at=None).order_by("id").first()
    given = {"ends_on": (datetime.now(UTC) + timedelta(days=20)).date().isoformat()}
    page = oleg.post(f"/settings/minimum-sets/person/{line.id}/ending/", given, follow=True).content.decode()
    assert "is asked for until" in page
    assert "In force from now on" not in page


@pytest.mark.parametrize(
    "path",
    ["/settings/teams/{}/", "/settings/outcomes/{}/ending/", "/settings/minimum-sets/person/{}/ending/"],
)
def test_unknown_ones_arent_there(oleg, path):
    for id_ in (new_id(), "x"):
        assert oleg.post(path.format(id_), {"name": "X", "version": "1"}).status_code == 404
