"""What adoption keeps in order by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from requite.insight.adoption.actions.tidy import erase_old


@app.periodic(cron="23 * * * *")
@app.task(name="requite.adoption.tidy", queueing_lock="requite.adoption.tidy")
def tidy(timestamp: int) -> None:
    """Fold the tallies, so that they stay quick to read, and forget the oldest."""
    erase_old(today=datetime.fromtimestamp(timestamp, UTC).date())
