"""What spot checks do by themselves."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.insight.checks.actions.draw_checks import draw_week
from requite.kernel.actor import Actor


@app.periodic(cron="23 * * * *")
@app.task(name="requite.checks.draw_due", queueing_lock="requite.checks.draw_due")
def draw_due(timestamp: int) -> None:
    """Draw the week that is over, once. It is asked for each hour, so that a worker that was away makes up for it."""
    company = Organisation.objects.first()
    if company is None:
        return
    zone = zone_of(company.time_zone)
    actor = Actor(id=None, name="Requite", country=company.country, zone=zone, company_zone=zone, via="job")
    draw_week(actor=actor, at=datetime.fromtimestamp(timestamp, UTC))
