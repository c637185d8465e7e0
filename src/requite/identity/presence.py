"""Whether somebody is at work: what the base does by itself leaves the machine to them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from requite.identity.models import User

BY_ITSELF = "requite.by_itself"  # a lock: such jobs run one after another, so that a worker keeps a place for the others
LATELY = timedelta(minutes=5)
SHARE = 2.0  # a window of a second is followed by so many seconds of rest
LONGEST = 4.0  # seconds of rest
GLANCE = 0.2  # seconds after which it is asked within a rest whether the worker is to end


def is_anybody_here(at: datetime) -> bool:
    """Whether a user asked for a page lately."""
    return User.objects.filter(last_seen_at__gt=at - LATELY).exists()


@contextmanager
def leaving_room(stopped: Callable[[], bool]) -> Iterator[None]:
    """Do a window of work that nobody waits for, and rest behind it as long as somebody is at work and none is `stopped`."""
    begun = monotonic()
    yield
    took = monotonic() - begun
    if stopped() or not is_anybody_here(datetime.now(UTC)):
        return
    ends = monotonic() + min(took * SHARE, LONGEST)
    while not stopped() and (left := ends - monotonic()) > 0:
        sleep(min(left, GLANCE))


def defer_rest(job: Task[..., Any, ...], **given: Any) -> None:
    """Queue what a job left that was told to stop, unless the same waits already: that one does what is left."""
    try:
        with transaction.atomic():
            job.defer(**given)
    except AlreadyEnqueued:
        return
