"""The company's settings: its currency stays once amounts are kept that mean it, and may be changed until then."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from testing.asserts import text
from testing.builders import deal_of
from testing.cast import NOW, Cast, Clients, entries

from requite.deals.models import Rate
from requite.identity.models import Organisation
from requite.insight.plans.models import Plan
from requite.insight.scorecards.models import Card

pytestmark = pytest.mark.django_db
ADDRESS, FIRST = "/settings/company/", date(2026, 11, 1)
KINDS = {"name", "country", "language", "currency", "time_zone", "address", "quiet_days", "version"}


def sent(**values: object) -> dict[str, object]:
    kept = {name: value for name, value in Organisation.objects.values().get().items() if name in KINDS}
    return {**kept, **values}


def a_card(*, is_retracted: bool = False) -> Card:
    return Card.objects.create(
        number=1, parts={}, figures={}, formula="score * 1000", starts_on=FIRST, made_at=NOW,
        retracted_at=NOW if is_retracted else None,
    )  # fmt: skip


def a_target(metric: str) -> Plan:
    return Plan.objects.create(metric=metric, span="month", starts_on=FIRST, target=Decimal(10), made_at=NOW)


@pytest.mark.parametrize(
    "keep",
    [
        lambda cast: deal_of(cast, amount="1200"),
        lambda _cast: Rate.objects.create(currency="USD", starts_on=FIRST, rate=Decimal(1350)),
        lambda _cast: a_target("revenue"),
        lambda _cast: a_card(),
    ],
    ids=["a deal's amount", "a rate", "a target of revenue", "a bonus"],
)
def test_stays_once_amounts_mean_it(cast: Cast, clients: Clients, keep: Callable[[Cast], object]) -> None:
    keep(cast)
    oleg = clients("oleg")
    assert "Amounts are kept in it already, so it stays." in text(oleg.get(ADDRESS))
    answer = oleg.post(ADDRESS, sent(currency="EUR", name="Hanil Trading"))
    assert answer.status_code == 422
    assert "Amounts are kept in KRW already, so it stays." in text(answer)
    assert "Hanil Trading" in text(answer)  # nothing typed is lost
    assert (Organisation.objects.get().currency, entries("identity.OrganisationCorrected")) == ("KRW", [])
    assert oleg.post(ADDRESS, sent(name="Hanil Trading")).status_code == 302  # all else may be changed
    assert Organisation.objects.get().name == "Hanil Trading"


@pytest.mark.parametrize(
    "keep",
    [
        lambda cast: deal_of(cast, amount=""),
        lambda _cast: a_target("contacts"),
        lambda _cast: a_card(is_retracted=True),
    ],
    ids=["a deal without an amount", "a target of numbers", "a bonus that was taken back"],
)
def test_may_be_changed_until_then(cast: Cast, clients: Clients, keep: Callable[[Cast], object]) -> None:
    keep(cast)
    oleg = clients("oleg")
    assert "it stays once some are kept" in text(oleg.get(ADDRESS))
    assert oleg.post(ADDRESS, sent(currency="EUR")).status_code == 302
    assert Organisation.objects.get().currency == "EUR"
