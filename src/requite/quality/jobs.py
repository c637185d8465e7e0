"""Judging many records anew, some at a time, and trying over them what might be asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.module_loading import import_string
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from requite.kernel.reading import run
from requite.quality.actions.resolve_trial import fail_trial, resolve_batch
from requite.quality.models import Trial
from requite.quality.registry import KINDS

BATCH = 2_000
LEAST = 100  # a window that meets the limit of a statement's time is parted, down to this
PATIENCE = "SET LOCAL statement_timeout = '60s'"  # nobody waits for it, and what it reads may lie on the disk
AGAIN = RetryStrategy(max_attempts=10, exponential_wait=2)  # in all a quarter of an hour
LONG = "imports"  # long work that others need not wait for
TRIES = 3
KEPT_DAYS = 30
Reassess = Callable[..., UUID | None]


def defer_reassessment(
    *, kind: str, at: datetime, after: UUID | None = None, owner_id: UUID | None = None
) -> None:
    """Queue the next part of a kind's records, or of one owner's; parts of one kind run one after another."""
    job = reassess.configure(lock=f"requite.quality.reassess:{kind}")
    whose = {"owner": str(owner_id)} if owner_id else {}
    job.defer(kind=kind, at=at.isoformat(), after=str(after) if after else None, **whose)


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
def reassess(kind: str, at: str, after: str | None = None, owner: str | None = None) -> None:
    """Judge the records (of one owner, where there is one) after that id by the rules of now, and queue the next part."""
    known = KINDS.get(kind)
    if known is None or not known.reassess:
        return
    instant, owner_id = datetime.fromisoformat(at), UUID(owner) if owner else None
    judge = partial(import_string(known.reassess), kind=kind, at=instant, owner_id=owner_id)
    with transaction.atomic():  # the next part is queued with what this one wrote, or neither is
        run(PATIENCE)
        last = _judge_window(judge, UUID(after) if after else None)
        if last is not None:
            defer_reassessment(kind=kind, at=instant, after=last, owner_id=owner_id)


def _judge_window(judge: Reassess, after: UUID | None) -> UUID | None:
    """The id of the last record that was judged, of fewer where so many take too long."""
    limit = BATCH
    while True:
        try:
            with transaction.atomic():
                return judge(after=after, limit=limit)
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


@app.periodic(cron="23 3 * * *")
@app.task(name="requite.quality.tidy_trials", queueing_lock="requite.quality.tidy_trials")
def tidy_trials(timestamp: int) -> None:
    """Trials older than `KEPT_DAYS` say nothing of the base any more."""
    Trial.objects.filter(made_at__lt=datetime.fromtimestamp(timestamp, UTC) - timedelta(days=KEPT_DAYS)).delete()
