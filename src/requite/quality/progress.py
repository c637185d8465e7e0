"""How far the records are judged anew by the minimum sets in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from requite.identity.access import demand_right
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.quality.models import Judging
from requite.quality.registry import KINDS
from requite.quality.seeding import START

TOPIC = "judging"
STILL = timedelta(minutes=5)  # without a window done something is wrong
SHOWN = timedelta(hours=1)  # so long a kind that is done is told beside others that aren't
# Of each kind the last day from which it asks for something else.
LAST = """
SELECT kind, max(day) FROM (
    SELECT kind, starts_at AS day FROM quality_requirement WHERE ends_at IS NULL OR ends_at > starts_at
    UNION ALL SELECT kind, ends_at FROM quality_requirement WHERE ends_at > starts_at) t
WHERE day <= %(at)s AND day > %(start)s GROUP BY kind
"""


class State(StrEnum):
    """`DUE`: its job is about to begin. `MISSED`: none began. `TROUBLED`: a fault, and it tries again by itself."""

    DUE = "due"
    MISSED = "missed"
    RUNNING = "running"
    TROUBLED = "troubled"
    STILL = "still"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a kind is: `done` of about `total` records; `minutes` are those left, None where that can't be told yet.

    `since` is when it last moved: ended, if it is done.
    """

    kind: str
    state: State
    done: int = 0
    total: int = 0
    minutes: float | None = None
    since: datetime | None = None

    @property
    def may_launch(self) -> bool:
        """Whether somebody has to say that it shall go on."""
        return self.state in (State.MISSED, State.STILL, State.FAILED)


def list_progress(*, actor: Actor, at: datetime) -> list[Progress]:
    """Each kind that was ever judged anew, or is to be, in the order of the kinds. Two statements. Raises NotAllowed."""
    demand_right(actor=actor, right="settings.requirements")
    return _list(at)


def find_progress(*, kind: str, at: datetime) -> Progress | None:
    """That of one kind."""
    return next((one for one in _list(at) if one.kind == kind), None)


def list_shown(found: Sequence[Progress], *, at: datetime) -> list[Progress]:
    """What is under way, or failed, and beside it what was done lately; nothing when all is done."""
    if all(one.state is State.DONE for one in found):
        return []
    return [one for one in found if one.state is not State.DONE or (one.since and one.since > at - SHOWN)]


def _list(at: datetime) -> list[Progress]:
    last: dict[str, datetime] = dict(fetch_all(LAST, {"at": at, "start": START}))
    rows = {row.kind: row for row in Judging.objects.all()}
    found = (_of(slug, rows.get(slug), last.get(slug), at) for slug in KINDS)
    return [one for one in found if one]


def _of(kind: str, row: Judging | None, day: datetime | None, at: datetime) -> Progress | None:
    if row is None or row.ended_at:
        if day and (row is None or day > row.at):
            return Progress(kind, State.DUE if at - day < STILL else State.MISSED, since=day)
        return Progress(kind, State.DONE, row.done, row.total, since=row.ended_at if row.turn else None) if row else None
    since = row.moved_at or row.launched_at
    if row.failed_at:
        state = State.FAILED
    elif at - since > STILL:
        state = State.STILL
    else:
        state = State.TROUBLED if row.faults else State.RUNNING
    return Progress(kind, state, row.done, row.total, _minutes(row, at), since)


def _minutes(row: Judging, at: datetime) -> float | None:
    """How long the rest takes at the pace so far, less what has gone by since the last window."""
    fresh = row.done - row.paced_done
    if row.paced_at is None or row.moved_at is None or fresh <= 0:
        return None
    left = (row.total - row.done) * (row.moved_at - row.paced_at) / fresh
    return max(0.0, (left - (at - row.moved_at)).total_seconds() / 60)
