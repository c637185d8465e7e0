"""Lines of a deal: what they come to, what the deal is worth by them, two who change them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testing.builders import deal_of
from testing.cast import NOW, entries

from requite.deals.actions import lines as acts
from requite.deals.actions.correct_deal import correct_deal
from requite.deals.actions.line_drafts import LineDraft
from requite.deals.actions.lists.products import ProductDraft, archive_product, register_product
from requite.deals.models import Deal, Line, Rate
from requite.deals.queries.lines import list_lines, sum_lines
from requite.deals.terms import Terms
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return cast.actors["anna"]


@pytest.fixture
def deal(cast):
    return deal_of(cast, amount="700")


def add(actor, deal, *, once=None, **values):
    values.setdefault("name", "Frames")
    values.setdefault("price", "1000")
    return acts.register_line(actor=actor, at=NOW, deal_id=deal.id, draft=LineDraft(**values), once=once)


def product_of(cast, **values):
    values = {"name": "Frames", "price": "1000", "tax_rate": "10", **values}
    return register_product(actor=cast.actors["oleg"], at=NOW, draft=ProductDraft(**values))


def amount(deal):
    return Deal.objects.get(id=deal.id).amount


def fault(refused):
    return list(refused.value.errors)


class TestSums:
    def test_the_amount_is_the_sum_without_tax(self, anna, deal):
        add(anna, deal, quantity="1.5", discount="10", tax_rate="10")
        add(anna, deal, name="Lenses", quantity="2", price="300", discount="50", discount_in="amount")
        total = sum_lines(list_lines(deal.id))
        assert (total.net, total.tax, total.gross) == (1350 + 550, 135, 2035)
        assert (amount(deal), Deal.objects.get(id=deal.id).value) == (1900, 190_000)
        assert entries()[-1].changes["amount"] == ["1350 KRW", "1900 KRW"]
        assert entries()[-1].changes["line"] == ["", "Lenses: 2 × 300 KRW − 50 KRW"]

    def test_rounds_each_line_to_the_currencys_parts(self, cast, anna):
        roubles = deal_of(cast, currency="RUB")
        add(anna, roubles, quantity="3", price="0.33", discount="50", tax_rate="20")
        line = Line.objects.get()
        assert (line.net, line.tax) == (50, 10)  # 49.5 kopecks, and 20 percent of what stands there

    def test_a_return_lessens_and_never_outweighs(self, anna, deal):
        add(anna, deal, quantity="3")
        back = add(anna, deal, name="Back", quantity="-1", discount="10")
        assert amount(deal) == 3000 - 900
        more = LineDraft(name="Back", quantity="-9", price="1000")
        with pytest.raises(Refused) as refused:
            acts.correct_line(actor=anna, at=NOW, line_id=back.id, draft=more)
        assert fault(refused) == ["quantity"]
        assert amount(deal) == 2100

    @given(
        quantity=st.decimals("-99999", "99999", places=3),
        price=st.integers(0, 10**12),
        percent=st.decimals("0", "100", places=2),
        tax=st.decimals("0", "100", places=2),
    )
    def test_what_follows_from_the_arithmetic(self, quantity, price, percent, tax):
        terms = Terms(quantity, price, percent, None, tax)
        assert abs(terms.net) <= abs(terms.gross_price)
        assert abs(terms.tax) <= abs(terms.net)
        assert abs(terms.net - quantity * price * (100 - percent) / 100) <= Decimal("0.5")
        back = Terms(-quantity, price, percent, None, tax)
        assert (back.net, back.tax) == (-terms.net, -terms.tax)


class TestProducts:
    def test_a_line_takes_what_is_blank_from_its_product(self, cast, anna, deal):
        line = add(anna, deal, name="", price="", product_id=product_of(cast, unit="pc").id)
        assert (line.name, line.unit, line.price, line.tax_rate, line.net) == ("Frames", "pc", 1000, 10, 1000)

    def test_another_currency_goes_by_the_rate_of_the_day(self, cast, anna, deal):
        product = product_of(cast, currency="USD", price="10.50")
        with pytest.raises(Refused) as refused:
            add(anna, deal, name="", price="", product_id=product.id)
        assert fault(refused) == ["price"]
        assert "USD" in str(refused.value.errors["price"])
        Rate.objects.create(currency="USD", starts_on=date(2026, 1, 1), rate=Decimal("1350.5"))
        assert add(anna, deal, name="", price="", product_id=product.id).price == 14180
        Rate.objects.create(currency="RUB", starts_on=date(2026, 1, 1), rate=15)
        roubles = deal_of(cast, currency="RUB")
        assert add(anna, roubles, name="", price="", product_id=product.id).price == 94535

    def test_an_ended_one_is_kept_and_not_offered(self, cast, anna, deal):
        product = product_of(cast)
        line = add(anna, deal, name="", price="", product_id=product.id)
        archive_product(actor=cast.actors["oleg"], at=NOW, product_id=product.id)
        again = LineDraft(name="Frames", quantity="2", price="1000", tax_rate="10")
        assert acts.correct_line(actor=anna, at=NOW, line_id=line.id, draft=again).product == product
        with pytest.raises(Refused) as refused:
            add(anna, deal, product_id=product.id)
        assert fault(refused) == ["product"]


class TestChanges:
    def test_two_who_change_a_line_learn_of_each_other(self, cast, anna, deal):
        line = add(anna, deal)
        vera = cast.actors["vera"]
        two = LineDraft(name="Frames", quantity="2", price="1000")
        acts.correct_line(actor=vera, at=NOW, line_id=line.id, draft=two, version=1)
        three = LineDraft(name="Frames", quantity="3", price="1000")
        with pytest.raises(Stale) as stale:
            acts.correct_line(actor=anna, at=NOW, line_id=line.id, draft=three, version=1)
        assert list(stale.value.changes) == ["quantity"]
        assert acts.correct_line(actor=anna, at=NOW, line_id=line.id, draft=two, version=1).version == 2
        assert amount(deal) == 2000

    def test_a_removed_line_comes_back_where_it_stood(self, anna, deal):
        first, _second = add(anna, deal), add(anna, deal, name="Lenses")
        for _ in "12":
            acts.archive_line(actor=anna, at=NOW, line_id=first.id)
        assert (amount(deal), [one.name for one in list_lines(deal.id)]) == (1000, ["Lenses"])
        acts.restore_line(actor=anna, at=NOW, line_id=first.id)
        assert (amount(deal), [one.name for one in list_lines(deal.id)]) == (2000, ["Frames", "Lenses"])
        kinds = [entry.type.split(".")[1] for entry in entries()][1:]
        assert kinds == ["LineRegistered", "LineRegistered", "LineArchived", "LineRestored"]

    def test_without_lines_the_amount_is_written_again(self, anna, deal):
        line = add(anna, deal)
        for values, field in (({"amount": "5"}, "amount"), ({"currency": "USD"}, "currency")):
            with pytest.raises(Refused) as refused:
                correct_deal(actor=anna, at=NOW, deal_id=deal.id, given=values)
            assert fault(refused) == [field]
        acts.archive_line(actor=anna, at=NOW, line_id=line.id)
        assert amount(deal) is None
        correct_deal(actor=anna, at=NOW, deal_id=deal.id, given={"amount": "5", "currency": "USD"})
        assert amount(deal) == 500
        with pytest.raises(Refused):
            acts.restore_line(actor=anna, at=NOW, line_id=line.id)

    def test_lines_change_places(self, anna, deal):
        made = [add(anna, deal, name=name) for name in "ABC"]
        acts.move_line(actor=anna, at=NOW, line_id=made[2].id, to="up")
        acts.move_line(actor=anna, at=NOW, line_id=made[0].id, to="up")
        assert [one.name for one in list_lines(deal.id)] == ["A", "C", "B"]
        assert len(entries()) == 5

    def test_the_same_form_twice_adds_once(self, anna, deal):
        once = new_id()
        assert len({add(anna, deal, once=once).id for _ in "12"}) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "many"}, "quantity"),
        ({"quantity": "0.0001"}, "quantity"),
        ({"quantity": "1e9"}, "quantity"),
        ({"quantity": "100000000"}, "quantity"),
        ({"price": "-1"}, "price"),
        ({"price": ""}, "price"),
        ({"price": "1.5"}, "price"),
        ({"price": "999999999999", "quantity": "99999999"}, "price"),
        ({"discount": "101"}, "discount"),
        ({"discount": "1001", "discount_in": "amount"}, "discount"),
        ({"tax_rate": "-1"}, "tax_rate"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_refuses_beside_the_field(anna, deal, values, field):
    with pytest.raises(Refused) as refused:
        add(anna, deal, **values)
    assert fault(refused) == [field]
    assert not Line.objects.exists()


def test_a_line_is_as_shut_as_its_deal(cast, anna, deal):
    line = add(anna, deal)
    draft = LineDraft(name="Mine", price="1")
    for who, error in (("boris", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible)):
        for act, values in (
            (acts.correct_line, {"draft": draft}),
            (acts.move_line, {"to": "up"}),
            (acts.archive_line, {}),
            (acts.restore_line, {}),
        ):
            with pytest.raises(error):
                act(actor=cast.actors[who], at=NOW, line_id=line.id, **values)
        with pytest.raises(error):
            add(cast.actors[who], deal)
