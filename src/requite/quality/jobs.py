"""Judging many records anew, some at a time."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from requite.quality.registry import KINDS

BATCH = 1_000
Reassess = Callable[..., UUID | None]


def defer_reassessment(*, kind: str, at: datetime, after: UUID | None = None) -> None:
    """Queue the next part of a kind's records; parts of one kind run one after another."""
    job = reassess.configure(lock=f"requite.quality.reassess:{kind}")
    job.defer(kind=kind, at=at.isoformat(), after=str(after) if after else None)


@app.task(name="requite.quality.reassess", retry=10)
def reassess(kind: str, at: str, after: str | None = None) -> None:
    """Judge the records after that id by the rules of now, and queue the part that follows. Twice is once."""
    known = KINDS.get(kind)
    if known is None or not known.reassess:
        return
    judge: Reassess = import_string(known.reassess)
    instant = datetime.fromisoformat(at)
    last = judge(kind=kind, after=UUID(after) if after else None, at=instant, limit=BATCH)
    if last is not None:
        defer_reassessment(kind=kind, at=instant, after=last)
