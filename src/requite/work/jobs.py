"""What activities keep in order by themselves."""

from datetime import UTC, datetime

from django.db import connection
from procrastinate.contrib.django import app

from requite.work.reassessing import reopen_aged, reopen_lapsed


@app.periodic(cron="* * * * *")
@app.task(name="requite.work.sort_written", queueing_lock="requite.work.sort_written")
def sort_written(timestamp: int) -> None:  # noqa: ARG001 - a periodic job is told when it is
    """Sort what was written lately into its index, so that nobody who logs a call has to wait for that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('activity_written')")


@app.periodic(cron="1,31 * * * *")
@app.task(name="requite.work.reopen_lapsed", queueing_lock="requite.work.reopen_lapsed")
def lapse_asked(timestamp: int) -> None:
    """What was asked and not told comes back as a debt on the day on which it lapses, whatever the company's zone.

    What a day has made late, or near enough, likewise.
    """
    at = datetime.fromtimestamp(timestamp, UTC)
    try:
        reopen_lapsed(at=at)
    finally:
        reopen_aged(at=at)
