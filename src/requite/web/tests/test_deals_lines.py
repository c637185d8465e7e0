"""Lines of a deal on its page, and products in the settings."""

import re

import pytest
from testing.builders import deal_of
from testing.cast import HTMX, NOW

from requite.deals.actions.lists.products import ProductDraft, register_product
from requite.deals.models import Deal, Line, Product
from requite.identity.tests.cast import entries
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NEW = {"product_text": "Frames", "quantity": "2", "price": "1000", "discount": "10", "tax_rate": "10"}


@pytest.fixture
def deal(cast):
    return deal_of(cast)


@pytest.fixture
def anna(clients):
    return clients("anna")


def amount(deal):
    return Deal.objects.get(id=deal.id).amount


class TestLines:
    def test_works_without_script(self, anna, deal):
        here, once = f"/deals/{deal.id}/lines/", str(new_id())
        assert [anna.post(here, {**NEW, "once": once}).status_code for _ in "12"] == [302, 302]
        line = Line.objects.get()
        page = anna.get(f"/deals/{deal.id}/").content.decode()
        assert "₩1,800" in page
        assert "₩1,980" in page
        form = {"name": "Frames", "quantity": "3", "price": "1000", "tax_rate": "", "version": "1"}
        assert anna.post(f"/lines/{line.id}/", form).status_code == 302
        assert amount(deal) == 3000
        assert anna.post(f"/lines/{line.id}/removal/").status_code == 302
        assert amount(deal) is None
        assert anna.post(f"/lines/{line.id}/restoration/").status_code == 302
        assert amount(deal) == 3000
        history = anna.get(f"/history/deal/{deal.id}/").content.decode()
        assert "Frames: 2 × 1000 KRW − 10 % + 10 %" in history

    def test_a_line_answers_with_itself_the_sum_and_the_facts(self, anna, deal):
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        line = Line.objects.get()
        form = {"name": "Frames", "quantity": "1.5", "price": "1000", "tax_rate": "10", "version": "1"}
        html = anna.post(f"/lines/{line.id}/", form, headers=HTMX).content.decode()
        assert f'id="line-{line.id}"' in html
        assert 'id="lines-sum" hx-swap-oob="true"' in html
        assert "₩1,650" in html
        facts = html[html.index('id="deal-facts"') :]
        assert 'hx-swap-oob="true"' in facts
        assert "₩1,500" in facts

    @pytest.mark.parametrize(("off", "why"), [("101", "from 0 to 100"), ("33.333", "At most two digits")])
    def test_says_what_is_wrong_with_a_percentage(self, anna, deal, off, why):
        html = anna.post(f"/deals/{deal.id}/lines/", {**NEW, "discount": off}, headers=HTMX).content.decode()
        assert why in html[html.index('id="line-discount-error"') :][:400]

    def test_keeps_what_was_typed_when_it_refuses(self, anna, deal):
        refused = anna.post(f"/deals/{deal.id}/lines/", {**NEW, "quantity": "0"}, headers=HTMX)
        html = refused.content.decode()
        assert refused.status_code == 422
        assert 'id="line-quantity-error"' in html
        assert 'value="Frames"' in html
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        line = Line.objects.get()
        for headers in (HTMX, {}):
            wrong = {"name": "Frames", "quantity": "two", "price": "1", "version": "1"}
            refused = anna.post(f"/lines/{line.id}/", wrong, headers=headers)
            assert refused.status_code == 422
            assert 'value="two"' in refused.content.decode()
        assert amount(deal) == 1800

    def test_shows_anothers_change_beside_ones_own(self, anna, clients, deal):
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        line = Line.objects.get()
        form = {"name": "Frames", "quantity": "5", "price": "1000", "tax_rate": "10", "version": "1"}
        assert clients("vera").post(f"/lines/{line.id}/", form).status_code == 302
        late = anna.post(f"/lines/{line.id}/", {**form, "quantity": "6"}, headers=HTMX)
        html = late.content.decode()
        assert late.status_code == 409
        assert "Quantity" in html
        assert 'value="6"' in html
        assert 'name="version" value="2"' in html
        assert amount(deal) == 5000

    def test_tells_anothers_price_as_the_form_does(self, cast, anna, clients):
        deal = deal_of(cast, title="Cases", currency="KWD")
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        line = Line.objects.get()
        form = {"name": "Frames", "quantity": "5", "price": "1100.5", "tax_rate": "10", "discount": "7", "version": "1"}
        assert clients("vera").post(f"/lines/{line.id}/", form).status_code == 302
        late = anna.post(f"/lines/{line.id}/", {**form, "quantity": "1.5", "price": "1200", "discount": ""}, headers=HTMX)
        row = r"<b>([^<]+)</b><p><small>Now saved</small>([^<]*)</p><p><small>Yours</small>([^<]*)</p>"
        said = re.findall(row, late.content.decode())
        assert said == [("Quantity", "5", "1.5"), ("Price", "1100.500", "1200"), ("Discount", "7", "—")]

    def test_previews_without_keeping(self, anna, deal):
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        line = Line.objects.get()
        query = {"line": str(line.id), "quantity": "4", "price": "1000", "discount": "", "tax_rate": "10"}
        html = anna.get(f"/deals/{deal.id}/lines/preview/", query, headers=HTMX).content.decode()
        assert "₩4,000" in html
        assert "₩4,400" in html
        half = anna.get(f"/deals/{deal.id}/lines/preview/", {**query, "price": "1,"}, headers=HTMX)
        assert "…" in half.content.decode()
        assert amount(deal) == 1800

    def test_who_may_only_read_gets_no_forms(self, anna, clients, deal):
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        html = clients("boris").get(f"/deals/{deal.id}/").content.decode()
        assert "Frames" in html
        assert "/lines/" not in html.replace(f"/deals/{deal.id}/lines/", "")
        assert clients("boris").get("/search/products/?q=fra").status_code == 200

    def test_unknown_ways_move_nothing(self, anna, deal):
        anna.post(f"/deals/{deal.id}/lines/", NEW)
        line = Line.objects.get()
        assert anna.post(f"/lines/{line.id}/place/", {"to": "sideways"}).status_code == 404
        assert anna.post(f"/lines/{line.id}/place/", {"to": "up"}).status_code == 302
        assert anna.post(f"/lines/{new_id()}/", {}).status_code == 404


class TestProducts:
    FORM = {"name": "Frames", "code": "F1", "unit": "pc", "price": "10.50", "currency": "USD", "tax_rate": "10"}

    def test_adds_corrects_ends_and_restores(self, clients):
        oleg, once = clients("oleg"), str(new_id())
        form = {**self.FORM, "once": once}
        assert [oleg.post("/settings/products/", form).status_code for _ in "12"] == [302, 302]
        product = Product.objects.get()
        path = f"/settings/products/{product.id}/"
        assert (product.price, product.currency) == (1050, "USD")
        assert 'value="10.50"' in oleg.get(path).content.decode()
        assert oleg.post(path, {**self.FORM, "price": "11", "version": "1"}).status_code == 302
        stale = oleg.post(path, {**self.FORM, "price": "12", "version": "1"})
        assert stale.status_code == 409
        assert "11" in stale.content.decode()
        assert oleg.post(f"{path}ending/").status_code == 302
        assert oleg.post("/settings/products/", self.FORM).status_code == 302
        taken = oleg.post(f"{path}restoration/")
        assert taken.status_code == 422
        assert "on the list already" in taken.content.decode()
        kinds = [entry.type.split(".")[1] for entry in entries()]
        assert kinds == ["ProductRegistered", "ProductCorrected", "ProductArchived", "ProductRegistered"]
        assert "product corrected" in oleg.get(f"/history/product/{product.id}/").content.decode()

    def test_all_together_have_their_history(self, clients):
        oleg = clients("oleg")
        for name in ("Frames", "Lenses"):
            oleg.post("/settings/products/", {**self.FORM, "name": name, "code": name})
        assert 'href="/settings/history/product/"' in oleg.get("/settings/products/").content.decode()
        html = oleg.get("/settings/history/product/").content.decode()
        assert html.index("Lenses") < html.index("Frames")
        assert html.count("product added") == 2
        assert clients("vera").get("/settings/history/product/").status_code == 403

    def test_refuses_beside_the_field(self, clients):
        oleg = clients("oleg")
        wrong = oleg.post(
            "/settings/products/", {**self.FORM, "price": "-1", "tax_rate": "200", "currency": "USD"}
        )
        html = wrong.content.decode()
        assert wrong.status_code == 422
        assert 'id="f-price-error"' in html
        assert 'id="f-tax_rate-error"' in html
        assert not Product.objects.exists()

    def test_lists_by_name_and_pages_by_key(self, cast, clients):
        for n in range(53):
            draft = ProductDraft(name=f"P{n:02}", code=f"C{n}")
            register_product(actor=cast.actors["oleg"], at=NOW, draft=draft)
        html = clients("oleg").get("/settings/products/").content.decode()
        assert "P49" in html
        assert not re.search(r"\bP50\b", html)  # a token of the page may hold these letters
        after = html[html.index("after=") :].partition('"')[0].replace("&amp;", "&")
        more = clients("oleg").get(f"/settings/products/?{after}", headers=HTMX).content.decode()
        assert "P50" in more
        assert "P49" not in more
        found = clients("oleg").get("/settings/products/?q=c52").content.decode()
        assert "P52" in found
        assert "P51" not in found
