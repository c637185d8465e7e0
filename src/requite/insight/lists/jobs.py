"""Acts on more records than a page waits for, run by the worker. One cut anywhere goes on behind its last batch."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.utils import translation
from procrastinate import JobContext
from procrastinate.contrib.django import app

from requite.identity.access import find_actor
from requite.insight.lists.actions.change import fail_change, resolve_change, resolve_return
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused

log = logging.getLogger("requite.lists")
QUEUE = "acts"
TRIES = 5
Step = Callable[..., bool]


def defer_change(*, act_id: UUID, actor_id: UUID) -> None:
    """Queue the act's job, in the transaction that is open."""
    job = run_change.configure(queue=QUEUE, lock=f"requite.act:{act_id}")
    job.defer(act_id=str(act_id), actor_id=str(actor_id))


def defer_return(*, act_id: UUID, actor_id: UUID) -> None:
    """Queue the undoing of the act, in the transaction that is open."""
    job = run_return.configure(queue=QUEUE, lock=f"requite.act:{act_id}")
    job.defer(act_id=str(act_id), actor_id=str(actor_id))


@app.task(name="requite.lists.change", retry=TRIES, pass_context=True)
def run_change(context: JobContext, *, act_id: str, actor_id: str) -> None:
    """Change batch after batch. It ends when its actor leaves or loses the right, and what is changed stays."""
    _run(context, resolve_change, defer_change, act_id=UUID(act_id), actor_id=UUID(actor_id))


@app.task(name="requite.lists.return", retry=TRIES, pass_context=True)
def run_return(context: JobContext, *, act_id: str, actor_id: str) -> None:
    """Restore batch after batch."""
    _run(context, resolve_return, defer_return, act_id=UUID(act_id), actor_id=UUID(actor_id))


def _run(context: JobContext, step: Step, defer: Callable[..., None], *, act_id: UUID, actor_id: UUID) -> None:
    """Take the steps; where even the last try fails, the act says so instead of going on for ever."""
    try:
        if not go_on(step, act_id=act_id, actor_id=actor_id, stopped=context.should_abort):
            defer(act_id=act_id, actor_id=actor_id)
    except Exception:
        if context.job.attempts >= TRIES:
            log.exception("The act %s couldn't go on; what it has changed can be undone", act_id)
            fail_change(at=datetime.now(UTC), act_id=act_id)
        raise


def go_on(step: Step, *, act_id: UUID, actor_id: UUID, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Take steps until there is none left. False when `stopped` said so before the end."""
    while True:
        actor: Actor | None = find_actor(user_id=actor_id, via="job")
        try:
            if actor is None:
                raise NotAllowed
            with translation.override(actor.language):
                is_left = step(actor=actor, at=datetime.now(UTC), act_id=act_id)
        except (NotAllowed, Refused):
            fail_change(at=datetime.now(UTC), act_id=act_id)
            return True
        if not is_left:
            return True
        if stopped():
            return False
