"""What the journal keeps in order by itself."""

from datetime import UTC, datetime, time, timedelta

from django.db import connection
from procrastinate.contrib.django import app

from requite.journal.acts import forget_acts
from requite.journal.models import Once
from requite.kernel.nightly import nightly


@nightly(time(3, 15))
@app.task(name="requite.journal.tidy", queueing_lock="requite.journal.tidy")
def tidy(timestamp: int) -> None:
    """Open the coming months' partitions, forget form keys older than two days and acts whose undo has lapsed."""
    now = datetime.fromtimestamp(timestamp, UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_open_month((date_trunc('month', %s::timestamptz) + n * interval '1 month')::date)"
            " FROM generate_series(0, 13) n",
            [now],
        )
    Once.objects.filter(at__lt=now - timedelta(days=2)).delete()
    forget_acts(now)
