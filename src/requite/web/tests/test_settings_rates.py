"""Rates in the settings: what a new one still has to value is said, and goes as the job goes on."""

import re

import pytest
from django.utils import timezone
from testing.asserts import text
from testing.builders import deal_of
from testing.cast import DAY, HTMX, NOW, Cast, Clients, entries

from requite.deals.jobs import price_waiting
from requite.deals.models import Deal
from requite.deals.reactions import price_deals

pytestmark = pytest.mark.django_db
PART = {**HTMX, "HX-Target": "pricing"}


def test_a_new_rate_values_nothing_within_the_request_and_says_what_waits(cast: Cast, clients: Clients) -> None:
    for amount in ("10", "20"):
        deal_of(cast, amount=amount, currency="USD")
    oleg = clients("oleg")
    assert "about to get" not in text(oleg.get("/settings/rates/"))
    sent = {"currency": "USD", "rate": "1350", "starts_on": "2026-01-01"}
    assert oleg.post("/settings/rates/", sent).status_code == 302
    assert not Deal.objects.filter(value__isnull=False).exists()
    assert "2 open deals in USD are about to get their worth" in text(oleg.get("/settings/rates/"))
    waiting = text(oleg.get("/settings/rates/", headers=PART))
    assert waiting.startswith('<div id="pricing"')
    assert "every 3s" in waiting
    entry = entries("deals.RateRegistered")[0]
    price_deals(entry_id=entry.id, subject_id=entry.subject_id, at=NOW)
    done = text(oleg.get("/settings/rates/", headers=PART))
    assert "about to get" not in done
    assert "every 3s" not in done
    deal = Deal.objects.order_by("id").first()
    assert deal
    assert deal.value == 1_350_000
    assert re.search("13,?500", text(clients("anna").get(f"/history/deal/{deal.id}/")))


def test_a_rate_that_begins_ahead_values_them_on_its_day(cast: Cast, clients: Clients) -> None:
    deal_of(cast, amount="10", currency="USD")
    sent = {"currency": "USD", "rate": "1350", "starts_on": (NOW + DAY).date().isoformat()}
    assert clients("oleg").post("/settings/rates/", sent).status_code == 302
    price_waiting(timestamp=int(NOW.timestamp()))
    assert Deal.objects.get().value is None
    price_waiting(timestamp=int((NOW + 2 * DAY).timestamp()))
    assert Deal.objects.get().value == 1_350_000
    assert entries("deals.DealCorrected")[-1].actor_name == "Requite"


def test_shows_what_holds_today_and_what_is_to_come(cast: Cast, clients: Clients) -> None:
    oleg, today = clients("oleg"), cast.actors["oleg"].day_of(timezone.now())
    days = {-400: "1200", -9: "1300", 0: "1400", 5: "1500", 30: "1600"}
    for days_on, rate in days.items():
        form = {"currency": "USD", "rate": rate, "starts_on": (today + days_on * DAY).isoformat()}
        assert oleg.post("/settings/rates/", form).status_code == 302
    page = text(oleg.get("/settings/rates/"))
    shown = re.findall(r"<b>1 USD = ([\d,]+) KRW</b><small>([^<]*)", page)
    assert [rate for rate, _from in shown] == ["1,400", "1,500", "1,600"]
    assert ["not yet" in said for _rate, said in shown] == [False, True, True]


def test_a_deal_says_what_it_is_worth(cast: Cast, clients: Clients) -> None:
    sent = {"currency": "USD", "rate": "1400", "starts_on": "2026-01-01"}
    assert clients("oleg").post("/settings/rates/", sent).status_code == 302
    deal = deal_of(cast, amount="1234.56", currency="USD")
    page = text(clients("anna").get(f"/deals/{deal.id}/"))
    assert '$1,234.56 <small class="mute">₩1,728,384</small>' in page
