"""What custom fields do by themselves."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.fields.blanks import survey_fields


@app.periodic(cron="17 * * * *")
@app.task(name="requite.fields.survey", queueing_lock="requite.fields.survey")
def survey(timestamp: int) -> None:
    """Know beforehand which records lack a field that nearly all have."""
    survey_fields(at=datetime.fromtimestamp(timestamp, UTC))
