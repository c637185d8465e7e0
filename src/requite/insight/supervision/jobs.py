"""What supervision does by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.insight.supervision.actions.close_days import close_days


@app.periodic(cron="17 * * * *")
@app.task(name="requite.supervision.close_days", queueing_lock="requite.supervision.close_days")
def close_past_days(timestamp: int) -> None:
    """Close the company's days that are over."""
    company = Organisation.objects.first()
    if company is not None:
        zone = zone_of(company.time_zone)
        close_days(today=datetime.fromtimestamp(timestamp, UTC).astimezone(zone).date())
