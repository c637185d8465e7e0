import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import deal_of, stages
from testing.cast import NOW, entries

from requite.deals.models import Deal, Pipeline, Rate, Reason, Stage
from requite.kernel.ids import new_id
from requite.web.tests.cast import browser, once

pytestmark = pytest.mark.django_db
TRIAL = {"name": "Trial", "probability": "60", "colour": "violet", "rot_days": ""}


@pytest.fixture
def oleg(cast):
    return browser(cast.oleg)


@pytest.fixture
def sales(db):
    return Pipeline.objects.get(key="sales")


@pytest.fixture
def known(db):
    return stages()


def page(client, path):
    return client.get(path).content.decode()


def test_the_settings_lead_to_them(oleg):
    html = page(oleg, "/settings/")
    for path in ("pipelines", "reasons", "rates"):
        assert f'href="/settings/{path}/"' in html


class TestPipelines:
    def test_adds_renames_orders_ends_and_restores(self, oleg, sales):
        form = {"name": "Export", "like": str(sales.id), "once": once()}
        assert [oleg.post("/settings/pipelines/", form).status_code for _ in "12"] == [302, 302]
        export = Pipeline.objects.get(name="Export")
        path = f"/settings/pipelines/{export.id}/"
        assert oleg.post(path, {"name": "Abroad", "version": "1"}).status_code == 302
        stale = oleg.post(path, {"name": "Overseas", "version": "1"})
        assert stale.status_code == 409
        assert 'value="Overseas"' in stale.content.decode()
        assert oleg.post(f"{path}place/", {"to": "up"}).status_code == 302
        assert oleg.post(f"{path}place/", {"to": "sideways"}).status_code == 404
        html = page(oleg, "/settings/pipelines/")
        assert html.index("Abroad") < html.index("Sales")
        assert oleg.post(f"{path}ending/").status_code == 302
        assert "This pipeline has ended." in page(oleg, path)
        assert "Offer again" in page(oleg, "/settings/pipelines/")
        assert oleg.post(f"{path}restoration/").status_code == 302
        assert len(entries()) == 5

    def test_refuses_beside_the_field(self, oleg, sales):
        response = oleg.post("/settings/pipelines/", {"name": "Sales", "like": "x"})
        html = response.content.decode()
        assert response.status_code == 422
        assert 'id="name-new-error"' in html
        assert 'id="like-new-error"' in html
        assert 'value="Sales"' in html

    def test_says_why_it_cant_end(self, cast, oleg, sales):
        path = f"/settings/pipelines/{sales.id}/"
        last = oleg.post(f"{path}ending/")
        assert last.status_code == 422
        assert "This is the last pipeline" in last.content.decode()
        oleg.post("/settings/pipelines/", {"name": "Export", "like": str(sales.id)})
        deal_of(cast)
        full = oleg.post(f"{path}ending/")
        assert full.status_code == 422
        assert "1 open deal stands in this pipeline" in full.content.decode()
        assert f"/deals/?pipeline={sales.id}" in full.content.decode()


class TestStages:
    def test_adds_corrects_and_orders(self, oleg, sales, known):
        path = f"/settings/pipelines/{sales.id}/"
        form = {**TRIAL, "once": once()}
        assert [oleg.post(f"{path}stages/", form).status_code for _ in "12"] == [302, 302]
        trial = Stage.objects.get(name="Trial")
        assert trial.rot_days is None
        address = f"/settings/stages/{trial.id}/"
        changed = {**TRIAL, "probability": "65", "rot_days": "9", "is_offer": "on", "version": "1"}
        assert oleg.post(address, changed).status_code == 302
        trial.refresh_from_db()
        assert (trial.probability, trial.rot_days, trial.is_offer) == (65, 9, True)
        stale = oleg.post(address, {**TRIAL, "colour": "red", "version": "1"})
        assert stale.status_code == 409
        assert "Violet" in stale.content.decode()
        assert oleg.post(f"{address}place/", {"to": "up"}).status_code == 302
        html = page(oleg, path)
        assert html.index('value="Trial"') < html.index('placeholder="Decision"')

    def test_refuses_beside_the_field_and_keeps_what_was_typed(self, oleg, sales, known):
        wrong = {
            "name": "Interest",
            "probability": "many",
            "colour": "pink",
            "rot_days": "-1",
            "version": "1",
        }
        new = oleg.post(f"/settings/pipelines/{sales.id}/stages/", wrong)
        line = oleg.post(f"/settings/stages/{known['needs'].id}/", wrong)
        for response, id_ in ((new, "new"), (line, known["needs"].id)):
            html = response.content.decode()
            assert response.status_code == 422
            assert 'value="many"' in html
            for name in ("name", "probability", "colour", "rot"):
                assert f'id="{name}-{id_}-error"' in html
        assert not entries()

    def test_an_empty_stage_ends_and_comes_back(self, oleg, sales, known):
        address = f"/settings/stages/{known['needs'].id}/"
        assert "No open deal stands in this stage" in page(oleg, f"{address}ending/")
        assert oleg.post(f"{address}ending/").status_code == 302
        assert "Offer again" in page(oleg, f"/settings/pipelines/{sales.id}/")
        assert oleg.post(f"{address}restoration/").status_code == 302
        assert [entry.type for entry in entries()] == ["deals.StageArchived", "deals.StageRestored"]

    def test_asks_where_the_deals_of_a_stage_go(self, cast, oleg, known):
        deal = deal_of(cast, stage="needs")
        address = f"/settings/stages/{known['needs'].id}/ending/"
        assert "1 open deal stands in this stage" in page(oleg, address)
        asked = oleg.post(address)
        assert asked.status_code == 422
        assert 'id="f-to-error"' in asked.content.decode()
        moved = oleg.post(address, {"to": str(known["offer"].id)}, follow=True)
        assert "1 deal was moved" in moved.content.decode()
        assert Deal.objects.get(id=deal.id).stage_id == known["offer"].id
        assert "Needs known" in page(oleg, f"/history/deal/{deal.id}/")

    def test_the_last_one_stays(self, oleg, sales, known):
        Stage.objects.exclude(id=known["needs"].id).update(ended_at=NOW)
        response = oleg.post(f"/settings/stages/{known['needs'].id}/ending/")
        assert response.status_code == 422
        assert "last stage of the pipeline" in response.content.decode()


class TestReasons:
    def test_adds_names_orders_ends_and_restores(self, oleg):
        form = {"name": "Too late", "state": "lost", "once": once()}
        assert [oleg.post("/settings/reasons/", form).status_code for _ in "12"] == [302, 302]
        late = Reason.objects.get(name="Too late")
        path = f"/settings/reasons/{late.id}/"
        assert oleg.post(path, {"name": "We were late", "version": "1"}).status_code == 302
        stale = oleg.post(path, {"name": "Late", "version": "1"})
        assert stale.status_code == 409
        assert oleg.post(f"{path}place/", {"to": "up"}).status_code == 302
        assert oleg.post(f"{path}ending/").status_code == 302
        assert "Offer again" in page(oleg, "/settings/reasons/")
        assert oleg.post(f"{path}restoration/").status_code == 302
        assert len(entries()) == 5

    def test_refuses_beside_the_line(self, oleg):
        new = oleg.post("/settings/reasons/", {"name": "Price", "state": "lost"})
        assert new.status_code == 422
        assert 'id="name-new-error"' in new.content.decode()
        first, *others = Reason.objects.filter(state="won")
        line = oleg.post(f"/settings/reasons/{first.id}/", {"name": others[0].label, "version": "1"})
        assert f'id="name-{first.id}-error"' in line.content.decode()
        Reason.objects.filter(id__in=[one.id for one in others]).delete()
        assert "last reason" in oleg.post(f"/settings/reasons/{first.id}/ending/").content.decode()


class TestRates:
    FORM = {"currency": "USD", "starts_on": "2026-01-01", "rate": "1,350.25"}

    def test_adds_and_shows_the_newest(self, oleg):
        assert "No rate yet" in page(oleg, "/settings/rates/")
        for _ in "12":
            assert oleg.post("/settings/rates/", self.FORM).status_code == 302
        assert (
            oleg.post(
                "/settings/rates/", {**self.FORM, "starts_on": "2026-03-01", "rate": "1400"}
            ).status_code
            == 302
        )
        html = page(oleg, "/settings/rates/")
        assert "1 USD = 1,400 KRW" in html
        assert "1,350" not in html
        assert Rate.objects.count() == len(entries("deals.RateRegistered")) == 2

    def test_refuses_beside_the_field(self, oleg):
        response = oleg.post("/settings/rates/", {"currency": "KRW", "starts_on": "soon", "rate": "0"})
        html = response.content.decode()
        assert response.status_code == 422
        for name in ("currency", "starts_on", "rate"):
            assert f'id="f-{name}-error"' in html
        assert 'value="soon"' in html


@pytest.mark.parametrize(
    ("path", "number"), [("pipelines/", 3), ("pipelines/{}/", 3), ("reasons/", 2), ("rates/", 3)]
)
def test_costs_so_many_statements(oleg, sales, path, number):
    address = f"/settings/{path.format(sales.id)}"
    oleg.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert oleg.get(address).status_code == 200
    assert len(asked) == number


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, sales, known, who):
    client = browser(getattr(cast, who))
    stage, reason = known["needs"], Reason.objects.first()
    acts = ("", "place/", "ending/", "restoration/")
    paths = [
        "pipelines/", "reasons/", "rates/", f"pipelines/{sales.id}/stages/",
        *(f"pipelines/{sales.id}/{act}" for act in acts), *(f"stages/{stage.id}/{act}" for act in acts),
        *(f"reasons/{reason.id}/{act}" for act in acts),
    ]  # fmt: skip
    for path in paths:
        assert client.post(f"/settings/{path}", {"name": "Mine", "to": "up"}).status_code == 403, path
    for path in ("pipelines/", "reasons/", "rates/", f"pipelines/{sales.id}/", f"stages/{stage.id}/ending/"):
        assert client.get(f"/settings/{path}").status_code == 403, path
    assert not entries()


@pytest.mark.parametrize(
    "path", ["pipelines/{}/", "pipelines/{}/stages/", "stages/{}/ending/", "stages/{}/", "reasons/{}/ending/"]
)
def test_unknown_ones_arent_there(oleg, path):
    for id_ in (new_id(), "x"):
        assert oleg.post(f"/settings/{path.format(id_)}", TRIAL).status_code == 404
