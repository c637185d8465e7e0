"""What keeps it known which fields are used."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.identity.presence import BY_ITSELF
from requite.insight.idle.surveying import survey


@app.periodic(cron="41 2 * * *")
@app.task(name="requite.idle.survey", queueing_lock="requite.idle.survey", lock=BY_ITSELF)
def survey_fields(timestamp: int) -> None:
    """Look once a day at what was used since."""
    survey(at=datetime.fromtimestamp(timestamp, UTC))
