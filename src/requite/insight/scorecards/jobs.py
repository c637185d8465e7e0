"""What scorecards do by themselves."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.insight.scorecards.actions.close_cards import close_cards
from requite.kernel.actor import Actor, Scope

READS: dict[str, Scope] = dict.fromkeys(("plans.see", "work.see", "deals.see", "people.see", "cards.see"), "all")


@app.periodic(cron="2,32 * * * *")
@app.task(name="requite.scorecards.close_cards", queueing_lock="requite.scorecards.close_cards")
def close_ended_cards(timestamp: int) -> None:
    """Keep what ended periods stood at, and close those that are due. Midnight is known to the half hour in every zone."""
    company = Organisation.objects.first()
    if company is None:
        return
    zone = zone_of(company.time_zone)
    actor = Actor(
        id=None, name="Requite", rights=READS, country=company.country, currency=company.currency, zone=zone,
        company_zone=zone, via="job",
    )  # fmt: skip
    close_cards(actor=actor, at=datetime.fromtimestamp(timestamp, UTC))
