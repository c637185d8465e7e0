"""What the base looks after by itself: records that may be the same."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from requite.people.actions.candidates import correct_due
from requite.people.actions.look import BATCH, register_next

LONGEST = timedelta(minutes=10)  # a large base is gone through over some hours, and nothing else waits for it


@app.periodic(cron="29 * * * *")
@app.task(name="requite.people.look", queueing_lock="requite.people.look")
def look(timestamp: int) -> None:
    """Compare what is new with the rest, then count what waited for three working days."""
    at = datetime.fromtimestamp(timestamp, UTC)
    ends_at = datetime.now(UTC) + LONGEST
    for kind in ("company", "person"):
        while datetime.now(UTC) < ends_at and register_next(kind=kind, at=at) == BATCH:
            pass
    seen = 1
    while seen and datetime.now(UTC) < ends_at:
        with transaction.atomic():
            seen = correct_due(at=at)
