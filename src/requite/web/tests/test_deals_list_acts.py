"""Deals changed in their list: many at once with an undo, and one cell in place."""

import re
from datetime import timedelta

import pytest
from testing.builders import BACK, deal_of, stages
from testing.cast import HTMX, entries

from requite.deals.actions.close_deal import close_deal
from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal, Reason
from requite.journal.models import Act
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


class TestMany:
    def test_moves_the_picked_ones_and_takes_it_back(self, cast, anna):
        mine, boris, won = deal_of(cast, title="D01"), deal_of(cast, "boris"), deal_of(cast)
        close_deal(actor=cast.actors["anna"], at=BACK, deal_id=won.id, state="won")
        offer = stages()["offer"]
        given = {"way": "stage", "pick": [str(one.id) for one in (mine, boris, won)], "list": "view=all"}
        html = text(anna.post("/lists/deal/change/", given))
        assert f'<option value="{offer.id}"' in html
        assert "Only open deals move" in html
        assert "Choose a stage." in text(anna.post("/lists/deal/change/", {**given, "apply": "1"}), 422)
        answer = anna.post("/lists/deal/change/", {**given, "apply": "1", "value": str(offer.id)})
        assert answer.status_code in (302, 303)
        assert answer["Location"] == "/deals/list/?view=all"
        assert Deal.objects.get(id=mine.id).stage_id == offer.id
        act = Act.objects.get()
        assert (act.changed, act.not_allowed, act.value) == (1, 2, "Offer made")
        assert "2 left out: not yours, closed or archived" in text(anna.get(f"/acts/{act.id}/"))
        assert "To the deals" in text(anna.get(f"/acts/{act.id}/"))
        anna.post(f"/acts/{act.id}/return/")
        assert Deal.objects.get(id=mine.id).stage.key == "interest"
        assert [one.type for one in entries("deals.DealMoved")] == ["deals.DealMoved"] * 2

    def test_dates_archives_and_gives_all_that_a_filter_holds(self, cast, anna):
        for n in range(3):
            deal_of(cast, title=f"D{n}")
        vera = browser(cast.vera)
        where = {"list": "view=all&f=name&o=contains&v=d&g=0", "all": "1", "apply": "1"}
        vera.post("/lists/deal/change/", {**where, "way": "expect", "value": "2027-01-31"})
        assert {str(one.expected_on) for one in Deal.objects.all()} == {"2027-01-31"}
        assert "year-month-day" in text(
            vera.post("/lists/deal/change/", {**where, "way": "expect", "value": "soon"}), 422
        )
        vera.post("/lists/deal/change/", {**where, "way": "assign", "value": str(cast.boris.id)})
        assert {one.owner_id for one in Deal.objects.all()} == {cast.boris.id}
        vera.post("/lists/deal/change/", {**where, "way": "archive"})
        assert "No deal fits" in text(vera.get(f"/deals/list/?{where['list']}"))
        archived = {**where, "list": "view=archived", "way": "restore"}
        vera.post("/lists/deal/change/", archived)
        assert Deal.objects.filter(archived_at=None).count() == 3

    def test_loses_the_picked_ones_for_a_reason_and_takes_it_back(self, cast, anna):
        mine, boris = deal_of(cast, title="D01"), deal_of(cast, "boris")
        price = Reason.objects.get(state="lost", key="price")
        given = {"way": "lost", "pick": [str(one.id) for one in (mine, boris)], "list": "view=all"}
        html = text(anna.post("/lists/deal/change/", given))
        assert f'<option value="{price.id}">Price</option>' in html
        assert not set(re.findall(r'<option value="([^"]+)"', html)) & {
            str(one.id) for one in Reason.objects.filter(state="won")
        }
        assert "Say why." in text(anna.post("/lists/deal/change/", {**given, "apply": "1"}), 422)
        anna.post("/lists/deal/change/", {**given, "apply": "1", "value": str(price.id)})
        act = Act.objects.get()
        assert (act.changed, act.not_allowed, act.value) == (1, 1, "Price")
        shown = text(anna.get(f"/deals/{mine.id}/"))
        assert re.search(r"<b>Lost</b> <small>[^<]*Price", shown)
        text(anna.post(f"/acts/{act.id}/return/", follow=True))
        assert [one.type for one in entries()][-3:] == [
            "insight.ManyChanged", "deals.DealReopened", "insight.ManyReturned"
        ]  # fmt: skip
        assert Deal.objects.get(id=mine.id).state == "open"

    def test_is_not_there_for_who_sees_no_deals(self, cast):
        dina = browser(cast.dina)
        assert dina.post("/lists/deal/change/", {"way": "archive"}).status_code == 403
        assert dina.get("/lists/deal/views/new/").status_code == 403


class TestCells:
    def post(self, client, deal, field, value, base="", status=200):
        where = f"/lists/deal/{deal.id}/cells/{field}/"
        return text(client.post(where, {"value": value, "base": base}, headers=HTMX), status)

    def test_name_amount_and_day_are_kept_as_the_form_keeps_them(self, cast, anna):
        deal = deal_of(cast, title="D01", amount="100")
        assert 'type="date"' in text(anna.get(f"/lists/deal/{deal.id}/cells/close/", headers=HTMX))
        assert ">Glass<" in self.post(anna, deal, "name", "Glass", "D01")
        assert "₩2,500" in self.post(anna, deal, "amount", "2,500", "100")
        assert "2027" in self.post(anna, deal, "close", "2027-05-01")
        deal.refresh_from_db()
        assert (deal.title, deal.amount, str(deal.expected_on)) == ("Glass", 2500, "2027-05-01")
        html = self.post(anna, deal, "amount", "many", "2500", 422)
        assert 'value="many"' in html
        assert 'role="alert"' in html
        assert "changed meanwhile" in self.post(anna, deal, "name", "Mine", "D01", 409)

    def test_a_stage_is_chosen_of_its_pipeline_and_is_a_move(self, cast, anna):
        deal, all_ = deal_of(cast), stages()
        html = text(anna.get(f"/lists/deal/{deal.id}/cells/stage/", headers=HTMX))
        assert re.findall(r'<option value="([^"]+)"', html) == [str(one.id) for one in all_.values()]
        assert "Offer made" in self.post(anna, deal, "stage", str(all_["offer"].id), str(all_["interest"].id))
        move_deal(
            actor=cast.actors["vera"], at=BACK + timedelta(hours=1), deal_id=deal.id, stage_id=all_["decision"].id
        )
        html = self.post(anna, deal, "stage", str(all_["needs"].id), str(all_["offer"].id), 409)
        assert "“Decision”" in html
        close_deal(actor=cast.actors["anna"], at=BACK, deal_id=deal.id, state="lost")
        html = self.post(anna, deal, "stage", str(all_["needs"].id), str(all_["decision"].id), 422)
        assert "Reopen it first" in html

    def test_another_ones_deal_is_only_read(self, cast, anna):
        deal, hidden = deal_of(cast, "boris"), deal_of(cast, "gleb")
        assert anna.get(f"/lists/deal/{deal.id}/cells/name/", headers=HTMX).status_code == 403
        assert anna.get(f"/lists/deal/{hidden.id}/cells/name/", headers=HTMX).status_code == 404
        assert anna.get(f"/lists/deal/{deal.id}/cells/owner/", headers=HTMX).status_code == 404
        assert anna.get(f"/lists/deal/{deal_of(cast).id}/cells/stage/").status_code == 302
