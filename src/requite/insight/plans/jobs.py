"""What plans do by themselves."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.insight.plans.actions.close_periods import close_periods
from requite.kernel.actor import Actor


@app.periodic(cron="5,35 * * * *")
@app.task(name="requite.plans.close_ended_periods", queueing_lock="requite.plans.close_ended_periods")
def close_ended_periods(timestamp: int) -> None:
    """Close the periods that are over. The company's midnight is known to the half hour in every zone."""
    company = Organisation.objects.first()
    if company is None:
        return
    zone = zone_of(company.time_zone)
    actor = Actor(id=None, name="Requite", country=company.country, zone=zone, company_zone=zone, via="job")
    close_periods(actor=actor, at=datetime.fromtimestamp(timestamp, UTC))
