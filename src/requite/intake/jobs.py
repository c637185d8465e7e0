"""Imports run by the worker. A job cut anywhere is run again and goes on behind the last settled row."""

from collections.abc import Callable, Generator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import JobContext
from procrastinate.contrib.django import app

from requite.identity.access import find_actor
from requite.intake import apart
from requite.intake.actions.resolve_awaited import resolve_awaited
from requite.intake.actions.resolve_rows import (
    Batch,
    claim_import,
    fail_import,
    resolve_import,
    resolve_rows,
)
from requite.intake.actions.return_import import KINDS, archive_untouched, settle_return
from requite.intake.batches import ROWS, list_batches, prepare_batches, read_ahead
from requite.intake.haste import in_haste
from requite.intake.judged import judged_by_newest
from requite.intake.models import Import
from requite.intake.options import plan_of
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.people.bulk.preparing import Rules

QUEUE = "imports"
TRIES = 5


def defer_import(*, import_id: UUID, actor_id: UUID | None) -> None:
    """Queue the import's job, in the transaction that is open."""
    job = run_import.configure(queue=QUEUE, lock=f"requite.import:{import_id}")
    job.defer(import_id=str(import_id), actor_id=str(actor_id))


@app.task(name="requite.intake.import", retry=TRIES, pass_context=True)
def run_import(context: JobContext, *, import_id: str, actor_id: str) -> None:
    """Let the rows come in until none is left; the rest is queued again when the worker is told to stop."""
    actor = find_actor(user_id=UUID(actor_id), via="import")
    claim = claim_import(at=datetime.now(UTC), import_id=UUID(import_id))
    if claim is None:
        return
    if actor is None:
        actor = Actor(id=None, name="Requite", via="job")
        fail_import(actor=actor, at=datetime.now(UTC), claim=claim, sentence=_("Its owner left."))
        return
    with translation.override(actor.language):
        try:
            ended = land_import(actor=actor, claim=claim, stopped=context.should_abort)
        except Exception as error:
            if context.job.attempts >= TRIES:
                fail_import(actor=actor, at=datetime.now(UTC), claim=claim, sentence=_sentence_of(error))
            raise
        if not ended:
            defer_import(import_id=claim.id, actor_id=actor.id)


def _sentence_of(error: Exception) -> str:
    if isinstance(error, apart.ReaderLostError):
        return _(
            "The process that reads its file was ended, perhaps for want of memory."
            " What came in stays; it can be begun again."
        )
    return _("It met a fault that isn't its file's. What came in stays; it can be begun again.")


def land_import(*, actor: Actor, claim: Import, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Settle batch by batch, then what rows named before it was there. False when `stopped` said so before the end."""
    try:
        with judged_by_newest(since=claim.started_at or datetime.now(UTC)) as rules, in_haste():
            if (ended := _settle(actor, claim, rules, stopped)) is not None:
                return ended
    except FileNotFoundError:
        fail_import(actor=actor, at=datetime.now(UTC), claim=claim, sentence=_("The file is gone."))
        return True
    except NotAllowed as refusal:
        fail_import(actor=actor, at=datetime.now(UTC), claim=claim, sentence=str(refusal))
        return True
    resolve_import(actor=actor, at=datetime.now(UTC), claim=claim)
    return True


def _settle(actor: Actor, claim: Import, rules: Rules, stopped: Callable[[], bool]) -> bool | None:
    """All rows and what they awaited. True when another run has taken it over, False when `stopped` said so, else None."""
    with closing(_read(actor, claim, rules)) as batches:
        for batch in batches:
            if not _is_still_here(actor):
                raise NotAllowed(_("Its owner left."))
            if not resolve_rows(actor=actor, at=datetime.now(UTC), claim=claim, batch=batch, rules=rules):
                return True
            if stopped():
                return False
        return None if _find_awaited(actor, claim, stopped) else False


def _read(actor: Actor, claim: Import, rules: Rules) -> Generator[Batch]:
    """The batches behind the cursor, made ready ahead: those of a big file by a process of its own."""
    path, plan = Path(claim.file.path), plan_of(claim, actor=actor)
    if path.stat().st_size >= apart.FEWEST_BYTES:
        task = apart.Task(str(path), claim.layout, plan, actor, rules, claim.cursor, ROWS)
        with closing(apart.read_apart(task)) as made:
            yield from read_ahead(made)  # what comes through the pipe is taken while the base is busy
        return
    with path.open("rb") as stream:
        listed = prepare_batches(
            list_batches(stream, claim.layout, plan, after=claim.cursor), actor=actor, rules=rules
        )
        with closing(listed) as made:
            yield from read_ahead(made)


def _find_awaited(actor: Actor, claim: Import, stopped: Callable[[], bool]) -> bool:
    """Look once more for whom rows named before they were there. False when `stopped` said so before the end."""
    while resolve_awaited(actor=actor, at=datetime.now(UTC), claim=claim):
        if stopped():
            return False
    return True


def _is_still_here(actor: Actor) -> bool:
    return actor.id is not None and find_actor(user_id=actor.id) is not None


def defer_return(*, import_id: UUID, actor_id: UUID | None) -> None:
    """Queue the undoing of the import, in the transaction that is open."""
    job = undo_import.configure(queue=QUEUE, lock=f"requite.import:{import_id}")
    job.defer(import_id=str(import_id), actor_id=str(actor_id))


@app.task(name="requite.intake.return", retry=5)
def undo_import(*, import_id: str, actor_id: str) -> None:
    """Archive what an undone import made and nobody has touched: persons first, then companies."""
    actor = find_actor(user_id=UUID(actor_id), via="import")
    found = Import.objects.filter(id=UUID(import_id), status=Import.Status.RETURNED).first()
    if actor is None or found is None:
        return
    for kind in KINDS:
        archive_untouched(actor=actor, at=datetime.now(UTC), found=found, kind=kind)
    settle_return(found=found)
