"""What comes in while minimum sets change ends judged by the newer ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from requite.people.bulk.preparing import Rules, read_rules
from requite.quality.jobs import defer_reassessment


@contextmanager
def judged_by_newest(*, since: datetime) -> Iterator[Rules]:
    """Give the rules of now, by which batch after batch is judged; judge a kind anew where others hold at the end.

    What the change itself queued may have passed by a batch that wasn't committed yet. Here all of them are, so nothing
    is missed; and a change after this reads them all. `since` is when the import began: a run that was cut off told nobody.
    """
    first, rules = read_rules(at=since), read_rules(at=datetime.now(UTC))
    try:
        yield rules
    finally:
        ends_at = datetime.now(UTC)
        last = read_rules(at=ends_at)
        for kind, *versions in zip(Rules._fields, first, rules, last, strict=True):
            if any(one != versions[-1] for one in versions):
                defer_reassessment(kind=kind, at=ends_at)
