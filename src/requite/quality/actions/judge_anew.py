"""Judge a kind's records anew, window after window, and keep how far that is."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from requite.identity.access import demand_right
from requite.identity.queries import list_active
from requite.identity.topics import topics_of
from requite.journal.recording import recording, tell
from requite.kernel.actor import Actor
from requite.quality import trying
from requite.quality.actions.declare_requirement import RIGHT, kind_of
from requite.quality.events import JudgingLaunched, judging_id
from requite.quality.models import Judging
from requite.quality.progress import TOPIC, find_progress
from requite.quality.registry import KINDS, Window

MOST_FAULTS = 10  # in a row, and one more; then the pass has failed
Queue = Callable[[Judging], None]


def launch_judging(*, kind: str, at: datetime) -> Judging | None:
    """Begin to judge the kind by the rules of `at`, in the open transaction; None where that was begun already.

    A pass that is under way ends: what it judged is judged by this one too.
    """
    found = Judging.objects.select_for_update().filter(kind=kind).first()
    if found is not None and found.at == at and found.turn:
        return None
    row = found or Judging(kind=kind, at=at)
    known = KINDS[kind]
    row.total = row.done if row.ended_at and row.done else trying.expect(known, among=known.among)
    row.turn, row.at, row.launched_at = row.turn + 1, max(row.at, at), at
    row.upto = row.moved_at = row.paced_at = row.failed_at = row.ended_at = None
    row.done = row.faults = 0
    row.save()
    return row


def take_turn(*, kind: str, turn: int) -> Judging | None:
    """The kind's pass, locked, as far as it is still the `turn`-th and not over."""
    return Judging.objects.select_for_update().filter(kind=kind, turn=turn, ended_at=None).first()


def note_window(row: Judging, window: Window, *, is_last: bool, began_at: datetime, at: datetime) -> None:
    """Keep what a window came to; tells the screens. After the last one everybody: what is owed may be otherwise."""
    if row.paced_at is None:
        row.paced_at, row.paced_done = began_at, row.done
    row.done += window.count
    row.upto, row.moved_at, row.faults, row.failed_at = window.last or row.upto, at, 0, None
    row.total = max(row.total, row.done)
    if is_last:
        row.ended_at, row.settled_at, row.total = at, row.at, row.done
    row.save()
    tell(topics={TOPIC, *topics_of(list_active())} if is_last else {TOPIC})


def fail_window(*, kind: str, turn: int, at: datetime) -> None:
    """Note that a window met a fault; after too many in a row the pass has failed."""
    with transaction.atomic():
        row = take_turn(kind=kind, turn=turn)
        if row is not None:
            row.faults, row.paced_at = row.faults + 1, None
            row.failed_at = at if row.faults > MOST_FAULTS else None
            row.save(update_fields=["faults", "paced_at", "failed_at"])
            tell(topics={TOPIC})


def launch_again(*, actor: Actor, at: datetime, kind: str, queue: Queue) -> bool:
    """Go on with a pass that failed or stands still, behind the last record judged, or begin one that nobody began.

    False where nothing has to be done. Raises NotAllowed, NotVisible.
    """
    demand_right(actor=actor, right=RIGHT)
    kind_of(kind)
    with recording(actor=actor, at=at) as record:
        row = Judging.objects.select_for_update().filter(kind=kind).first()
        found = find_progress(kind=kind, at=at)
        if found is None or not found.may_launch:
            return False
        if row is None or row.ended_at:
            row = launch_judging(kind=kind, at=at)
        if row is not None:
            row.failed_at, row.faults, row.paced_at, row.moved_at = None, 0, None, at
            row.save(update_fields=["failed_at", "faults", "paced_at", "moved_at"])
            queue(row)
            record(JudgingLaunched(subject_id=judging_id(kind), changes={"record_kind": ("", kind)}))
        tell(topics={TOPIC})
    return True
