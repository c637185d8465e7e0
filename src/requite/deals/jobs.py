"""What deals do by themselves."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.deals.actions.revalue_deals import price_all
from requite.deals.worth import count_unpriced
from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.kernel.actor import Actor


@app.periodic(cron="2,32 * * * *")
@app.task(name="requite.deals.price_waiting", queueing_lock="requite.deals.price_waiting")
def price_waiting(timestamp: int) -> None:
    """Say what deals are worth that no rate was in force for when they came, and one is by now: rates may begin ahead."""
    company = Organisation.objects.first()
    if company is None:
        return
    at, zone = datetime.fromtimestamp(timestamp, UTC), zone_of(company.time_zone)
    actor = Actor(
        id=None, name="Requite", country=company.country, currency=company.currency, zone=zone,
        company_zone=zone, via="job",
    )  # fmt: skip
    for currency in count_unpriced(day=actor.day_of(at)):
        price_all(actor=actor, at=at, currency=currency)
