"""The list of open deals and the forecast over HTTP."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from testing.builders import deal_of, person_of, stages
from testing.cast import HTMX

from requite.deals.queries.windows import list_windows
from requite.identity.models import User
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(cast):
    """The company's day: pages go by the clock."""
    return cast.actors["anna"].day_of(timezone.now())


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def titles(html):
    return re.findall(r">([DE]\d\d)<", html)


def links(html):
    return [one.replace("&amp;", "&") for one in re.findall(r'href="(/deals/list/\?[^"]*)"', html)]


class TestList:
    def test_shows_what_the_board_shows_and_its_sum(self, cast, anna, today):
        deal_of(cast, title="D01", amount="1200000", person_id=person_of(cast).id, expected_on=today.isoformat())
        deal_of(cast, title="D02")
        deal_of(cast, "boris", title="E01")
        html = text(anna.get("/deals/list/"))
        assert titles(html) == ["D01", "D02"]
        assert "<b>2 deals</b> · <b>₩1,200,000</b> · <span>1 not in the sum</span>" in html
        assert "Hana Seo" in html
        assert titles(text(anna.get("/deals/list/?of=all"))) == ["D01", "D02", "E01"]
        assert titles(text(anna.get(f"/deals/list/?of={cast.boris.id}"))) == ["E01"]

    def test_filters_by_what_the_address_says_and_keeps_it(self, cast, anna, today):
        deal_of(cast, title="D01", stage="offer", expected_on=today.isoformat())
        deal_of(cast, title="D02", at=timezone.now())
        offer = stages()["offer"].id
        for query, found in (
            (f"stage={offer}", ["D01"]), ("close=this", ["D01"]), ("close=none", ["D02"]), ("close=overdue", []),
            ("q=d02", ["D02"]), ("rots=1&q=d02", []), (f"close={today:%Y-%m}", ["D01"]),
        ):  # fmt: skip
            html = text(anna.get(f"/deals/list/?{query}"))
            assert (query, titles(html)) == (query, found)
            assert f"<b>{len(found)} deal" in html
        html = text(anna.get(f"/deals/list/?stage={offer}&close=this&sort=-name"))
        for said in ("Stage: Offer made", "Expected close: This month"):
            assert said in html
        assert '<option value="-name" selected>' in html
        wanted = f"f=stage&o=is&v={offer}&g=1&f=close&o=during&v=this&sort=name"
        assert any(wanted in one for one in links(html))

    def test_orders_and_goes_on_by_key(self, cast, anna):
        for number in range(45):
            deal_of(cast, title=f"D{number:02}", amount=str(number // 9 * 100))
        for sort in ("name", "-name", "amount", "-amount", "close", "age"):
            html = text(anna.get(f"/deals/list/?sort={sort}"))
            more = next(one for one in links(html) if "after=" in one)
            rest = text(anna.get(more, headers=HTMX))
            assert "<html" not in rest
            assert titles(text(anna.get(more))) == titles(rest)
            found = titles(html) + titles(rest)
            assert sorted(found) == [f"D{number:02}" for number in range(45)]
            if "name" in sort:
                assert found == sorted(found, reverse=sort[0] == "-")

    def test_asks_the_same_number_of_times_for_one_and_for_many(self, cast, anna, django_assert_num_queries):
        deal_of(cast, person_id=person_of(cast).id)
        addresses = (
            "/deals/list/",
            f"/deals/list/?rots=1&q=d&close=none&sort=-amount&stage={stages()['offer'].id}",
            "/deals/list/?view=won&col=reason&col=closed&col=weighted&col=last_call&col=products",
        )
        for _ in "ab":
            for address in addresses:
                anna.get(address)
            with django_assert_num_queries(8):
                anna.get("/deals/list/?of=mine&sort=name")
            for number in range(30):
                deal_of(cast, title=f"D{number}", person_id=person_of(cast, family=f"Choi{number}").id)

    @pytest.mark.parametrize("name", ["stage", "close", "rots", "q", "sort", "after", "of", "pipeline"])
    def test_an_address_of_anything_is_a_page(self, cast, anna, name):
        deal_of(cast)
        for value in (
            "x",
            "\x00",
            "%",
            "-",
            "--name",
            "9" * 400,
            "2099-13",
            "가" * 5000,
            "<script>",
            "MDE5",
            "🏳️‍🌈",
        ):
            for address in ("/deals/list/", "/deals/forecast/"):
                html = text(anna.get(f"{address}?{name}={quote(value)}"))
                assert "<script>" not in html.partition("<main")[2]

    def test_is_not_there_for_who_sees_no_deals(self, cast, anna):
        for address in ("/deals/list/", "/deals/forecast/"):
            assert browser(cast.dina).get(address).status_code == 403
            assert anna.get(f"{address}?of={cast.gleb.id}").status_code == 404


class TestForecast:
    def test_every_number_opens_exactly_its_deals(self, cast, anna, today):
        firsts = [window.starts_on for window in list_windows(today)[1:-1]]
        days = (today - timedelta(days=9), firsts[0], firsts[1], firsts[4], firsts[6], None)
        for n, day in enumerate(days):
            for stage in ("interest", "offer")[: n % 2 + 1]:
                deal_of(cast, title=f"D0{n}", amount="1000000", stage=stage, expected_on=str(day or ""))
        html = text(anna.get("/deals/forecast/"))
        found = re.findall(r'<a class="text-link" href="(/deals/list/\?[^"]*)">([^<]*)</a>', html)
        counts = [(address.replace("&amp;", "&"), word) for address, word in found if word.isdigit()]
        assert [word for _address, word in counts] == ["1", "2", "1", "2", "1", "2", "9"]
        for address, word in counts:
            assert len(titles(text(anna.get(address)))) == int(word)
        of_stage = [address.replace("&amp;", "&") for address, _word in found if "stage=" in address]
        assert len(of_stage) == 11
        for address in of_stage[:-2]:
            assert len(titles(text(anna.get(address)))) == 1

    def test_says_how_many_stand_in_no_sum_and_months_like_other_windows(self, cast, anna, today):
        User.objects.filter(id=cast.anna.id).update(language="ru")
        for amount in ("", "", "1000000"):
            deal_of(cast, amount=amount)
        html = text(anna.get("/deals/forecast/"))
        assert html.count('<small class="mute">2 не в сумме</small>') == 2  # without a date, and of all
        labels = re.findall(r"<tr data-row><td><b>([^<]*)</b>", html)
        assert len(labels) == 9
        assert all(label[0].isupper() for label in labels)

    def test_follows_its_pipeline_and_asks_once(self, cast, anna, django_assert_num_queries):
        deal = deal_of(cast)
        anna.get("/deals/forecast/")
        with django_assert_num_queries(2):
            html = text(anna.get("/deals/forecast/"))
        assert f'data-live="pipeline:{deal.stage.pipeline_id}"' in html
        part = text(anna.get("/deals/forecast/", headers=HTMX))
        assert "<html" not in part
        assert "All open deals" in part


def test_the_days_in_a_stage_end_with_the_deal(cast, anna):
    deal, found = deal_of(cast, title="D01"), "f=age&o=at_least&v=1&col=age&col=stage"
    assert re.search(r">\d+ days?</td>", text(anna.get(f"/deals/list/?view=mine&{found}")))
    assert anna.post(f"/deals/{deal.id}/closure/", {"state": "lost"}).status_code == 302
    html = text(anna.get("/deals/list/?view=lost&col=age&col=stage"))
    assert titles(html) == ["D01"]
    assert not re.search(r">\d+ days?</td>", html)
    assert titles(text(anna.get(f"/deals/list/?view=lost&{found}"))) == []
