"""What the base looks after by itself: records that may be the same."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app

from requite.identity.presence import BY_ITSELF, defer_rest, leaving_room
from requite.people.actions.candidates import correct_due
from requite.people.actions.look import BATCH, last_relook, register_again, register_next
from requite.people.likeness import Kind

KINDS: tuple[Kind, ...] = ("company", "person")
LONGEST = timedelta(minutes=10)  # a large base is gone through over some hours, and nothing else waits for it


@app.periodic(cron="29 * * * *")
@app.task(name="requite.people.look", queueing_lock="requite.people.look", lock=BY_ITSELF, pass_context=True)
def look(context: JobContext, timestamp: int) -> None:
    """Compare what is new with the rest, then count what waited for three working days."""
    at, stopped = datetime.fromtimestamp(timestamp, UTC), context.should_abort
    ends_at = datetime.now(UTC) + LONGEST
    for kind in KINDS:
        _go_on(partial(register_next, kind=kind, at=at), ends_at, stopped)
    done = 1
    while done and datetime.now(UTC) < ends_at and not stopped():
        with leaving_room(stopped), transaction.atomic():
            done = correct_due(at=at)
    if stopped():
        defer_rest(look, timestamp=timestamp)


@app.periodic(cron="4-59/5 * * * *")
@app.task(name="requite.people.look_again", queueing_lock="requite.people.look_again", pass_context=True)
def look_again(context: JobContext, timestamp: int) -> None:
    """Compare again what imports filled, what changed with many others, and what somebody held when its count moved."""
    at, upto = datetime.fromtimestamp(timestamp, UTC), last_relook()
    ends_at, stopped = datetime.now(UTC) + LONGEST, context.should_abort
    for kind in KINDS if upto else ():
        _go_on(partial(register_again, kind=kind, at=at, upto=upto), ends_at, stopped)
    if stopped():
        defer_rest(look_again, timestamp=timestamp)


def _go_on(take: Callable[..., int], ends_at: datetime, stopped: Callable[[], bool]) -> None:
    """Take window after window: a smaller one behind one that took too long, growing again behind those that didn't."""
    limit = count = BATCH
    while count and datetime.now(UTC) < ends_at and not stopped():
        with leaving_room(stopped):
            count = take(limit=limit)
        limit = min(BATCH, 2 * count)
