"""What activities keep in order by themselves."""

from django.db import connection
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="requite.work.sort_written", queueing_lock="requite.work.sort_written")
def sort_written(timestamp: int) -> None:  # noqa: ARG001 - a periodic job is told when it is
    """Sort what was written lately into its index, so that nobody who logs a call has to wait for that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('activity_written')")
