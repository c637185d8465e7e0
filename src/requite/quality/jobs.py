"""Judging many records anew, some at a time, and trying over them what might be asked for."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.module_loading import import_string
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from requite.identity.presence import BY_ITSELF, defer_rest, leaving_room
from requite.kernel.nightly import nightly
from requite.kernel.reading import run
from requite.quality.actions.judge_anew import (
    MOST_FAULTS,
    fail_window,
    launch_judging,
    note_window,
    take_turn,
)
from requite.quality.actions.resolve_trial import fail_trial, resolve_batch
from requite.quality.durations import renew_medians
from requite.quality.fading import MOST, fade_next
from requite.quality.halves import BATCH, LEAST, PATIENCE, Halves, Judge
from requite.quality.models import Judging, Trial
from requite.quality.registry import KINDS, Kind, Window

LASTS = 5.0  # seconds that a job goes on, window after window: less than a worker that is asked to end has left
AGAIN = RetryStrategy(max_attempts=MOST_FAULTS, exponential_wait=2)  # in all half an hour
LONG = "imports"  # long work that others need not wait for
TRIES = 3
KEPT_DAYS = 30


def defer_reassessment(*, kind: str, at: datetime, owner_id: UUID | None = None) -> None:
    """Queue the judgement of a kind's records, or of one owner's; parts of one kind run one after another."""
    whose = {"owner": str(owner_id)} if owner_id else {}
    _defer(kind=kind, at=at.isoformat(), after=None, **whose)


def defer_turn(row: Judging) -> None:
    """Queue the next window of a pass, behind the last record that it judged."""
    after = str(row.upto) if row.upto else None
    _defer(kind=row.kind, at=row.at.isoformat(), after=after, turn=row.turn)


def _defer(*, kind: str, **given: Any) -> None:
    reassess.configure(lock=f"requite.quality.reassess:{kind}").defer(kind=kind, **given)


def defer_beginning(*, kind: str, at: datetime) -> None:
    """Queue the judgement of a kind's records for a time that is ahead.

    Without the lock of the parts: a job that waits for its time would hold up all that come after it.
    """
    begin.configure(schedule_at=at).defer(kind=kind, at=at.isoformat())


@app.task(name="requite.quality.begin", retry=10)
def begin(kind: str, at: str) -> None:
    """The time has come: queue the first part. Twice is once, only slower."""
    defer_reassessment(kind=kind, at=datetime.fromisoformat(at))


@app.task(name="requite.quality.reassess", retry=AGAIN)
def reassess(
    kind: str, at: str, after: str | None = None, owner: str | None = None, turn: int | None = None
) -> None:
    """Judge the records (of one owner, where there is one) after that id, window after window, and queue the rest.

    Without a `turn` a pass through all of the kind begins; with one it goes on behind its last window, unless another has
    begun since. How far a window came and the job of the next are one transaction, after what it wrote: what is judged
    twice is judged once.
    """
    known = KINDS.get(kind)
    if known is None or not known.reassess:
        return
    judge, instant = partial(import_string(known.reassess), kind=kind), datetime.fromisoformat(at)
    if owner:
        _judge_owned(judge, kind, instant, UUID(owner), UUID(after) if after else None)
        return
    ends = monotonic() + LASTS
    with Halves() as halves:
        while (turn := _judge_on(judge, known, instant, turn, halves, ends)) is not None:
            pass


def _judge_on(
    judge: Judge, known: Kind, at: datetime, turn: int | None, halves: Halves, ends: float
) -> int | None:
    """One window of the pass, or its beginning; the turn with which this job goes on, None where it is over."""
    try:
        with transaction.atomic():
            row = take_turn(kind=known.slug, turn=turn) if turn else launch_judging(kind=known.slug, at=at)
            if row is None:
                return None
            is_last = _judge_turn(judge, known, row, halves)
            is_over = is_last or turn is None or monotonic() >= ends  # run again, what begins would begin once more
            if is_over and not is_last:
                defer_turn(row)
    except Exception:
        if turn:
            fail_window(kind=known.slug, turn=turn, at=datetime.now(UTC))
        raise
    return None if is_over else row.turn


def _judge_turn(judge: Judge, known: Kind, row: Judging, halves: Halves) -> bool:
    began = datetime.now(UTC)
    run(PATIENCE)
    window, is_last = halves.judge(partial(judge, at=row.at, owner_id=None), known, after=row.upto)
    note_window(row, window, is_last=is_last, began_at=began, at=datetime.now(UTC))
    return is_last


def _judge_owned(judge: Judge, kind: str, at: datetime, owner_id: UUID, after: UUID | None) -> None:
    """By the rules of a pass that came since, where there is one: what it wrote isn't overwritten by those before."""
    with transaction.atomic():
        newer = Judging.objects.filter(kind=kind, at__gt=at).values_list("at", flat=True).first()
        run(PATIENCE)
        window, limit = _judge_window(partial(judge, at=newer or at, owner_id=owner_id), after)
        if window.count == limit:
            _defer(kind=kind, at=at.isoformat(), after=str(window.last), owner=str(owner_id))


def _judge_window(judge: Judge, after: UUID | None) -> tuple[Window, int]:
    """What was judged, and of how many at most: of fewer where so many take too long."""
    limit = BATCH
    while True:
        try:
            with transaction.atomic():
                return judge(after=after, limit=limit), limit
        except OperationalError:
            limit //= 4
            if limit < LEAST:
                raise


def defer_trial(*, trial_id: UUID) -> None:
    """Queue the trial, in the transaction that is open."""
    run_trial.configure(queue=LONG, lock=f"requite.quality.trial:{trial_id}").defer(trial_id=str(trial_id))


@app.task(name="requite.quality.trial", retry=TRIES, pass_context=True)
def run_trial(context: JobContext, *, trial_id: str) -> None:
    """Look at batch after batch; the rest is queued again when the worker is told to stop."""
    try:
        while resolve_batch(trial_id=UUID(trial_id), at=datetime.now(UTC)):
            if context.should_abort():
                defer_trial(trial_id=UUID(trial_id))
                return
    except Exception:
        if context.job.attempts >= TRIES:
            fail_trial(trial_id=UUID(trial_id))
        raise


@nightly(time(2, 45))
@app.task(name="requite.quality.fade", queueing_lock="requite.quality.fade", lock=BY_ITSELF, pass_context=True)
def fade(context: JobContext, timestamp: int, left: dict[str, int] | None = None) -> None:
    """Let the scores follow the days that have gone, as many as a night has room for: of each kind so many windows."""
    at, stopped = datetime.fromtimestamp(timestamp, UTC), context.should_abort
    windows = {slug: MOST // BATCH for slug, known in KINDS.items() if known.fades} if left is None else left
    for kind in windows:
        while windows[kind]:
            if stopped():
                defer_rest(fade, timestamp=timestamp, left=windows)
                return
            with leaving_room(stopped), transaction.atomic():
                run(PATIENCE)
                faded = fade_next(kind=kind, at=at, limit=BATCH)
            windows[kind] = windows[kind] - 1 if faded == BATCH else 0


@nightly(time(3, 15))
@app.task(name="requite.quality.medians", queueing_lock="requite.quality.medians")
def medians(timestamp: int) -> None:
    """What was measured by yesterday is told from today on."""
    renew_medians(at=datetime.fromtimestamp(timestamp, UTC))


@nightly(time(3, 30))
@app.task(name="requite.quality.tidy_trials", queueing_lock="requite.quality.tidy_trials")
def tidy_trials(timestamp: int) -> None:
    """Trials older than `KEPT_DAYS` say nothing of the base any more."""
    Trial.objects.filter(made_at__lt=datetime.fromtimestamp(timestamp, UTC) - timedelta(days=KEPT_DAYS)).delete()
