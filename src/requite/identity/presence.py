"""Whether somebody is at work: what the base does by itself leaves the machine to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

from requite.identity.models import User

BY_ITSELF = "requite.by_itself"  # a lock: such jobs run one after another, so that a worker keeps a place for the others
LATELY = timedelta(minutes=5)
SHARE = 2.0  # a window of a second is followed by so many seconds of rest
LONGEST = 4.0  # seconds of rest: less than a worker that is asked to end has left


def is_anybody_here(at: datetime) -> bool:
    """Whether a user asked for a page lately."""
    return User.objects.filter(last_seen_at__gt=at - LATELY).exists()


@contextmanager
def leaving_room() -> Iterator[None]:
    """Do a window of work that nobody waits for, and rest behind it as long as somebody is at work."""
    begun = monotonic()
    yield
    took = monotonic() - begun
    if is_anybody_here(datetime.now(UTC)):
        sleep(min(took * SHARE, LONGEST))
