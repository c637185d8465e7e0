"""What keeps it known which fields are used."""

from datetime import UTC, datetime, time

from procrastinate import JobContext
from procrastinate.contrib.django import app

from requite.identity.presence import BY_ITSELF, defer_rest
from requite.insight.idle.surveying import survey
from requite.kernel.nightly import nightly


@nightly(time(2, 45))
@app.task(name="requite.idle.survey", queueing_lock="requite.idle.survey", lock=BY_ITSELF, pass_context=True)
def survey_fields(context: JobContext, timestamp: int) -> None:
    """Look once a night at what was used since."""
    if not survey(at=datetime.fromtimestamp(timestamp, UTC), stopped=context.should_abort):
        defer_rest(survey_fields, timestamp=timestamp)
