"""Acts on more records than a page waits for, run by the worker. One cut anywhere goes on behind its last batch."""

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

QUEUE = "acts"
Step = Callable[..., bool]


def defer_change(*, act_id: UUID, actor_id: UUID) -> None:
    """Queue the act's job, in the transaction that is open."""
    job = run_change.configure(queue=QUEUE, lock=f"requite.act:{act_id}")
    job.defer(act_id=str(act_id), actor_id=str(actor_id))


def defer_return(*, act_id: UUID, actor_id: UUID) -> None:
    """Queue the undoing of the act, in the transaction that is open."""
    job = run_return.configure(queue=QUEUE, lock=f"requite.act:{act_id}")
    job.defer(act_id=str(act_id), actor_id=str(actor_id))


@app.task(name="requite.lists.change", retry=5, pass_context=True)
def run_change(context: JobContext, *, act_id: str, actor_id: str) -> None:
    """Change batch after batch. It ends when its actor leaves or loses the right, and what is changed stays."""
    if not go_on(resolve_change, act_id=UUID(act_id), actor_id=UUID(actor_id), stopped=context.should_abort):
        defer_change(act_id=UUID(act_id), actor_id=UUID(actor_id))


@app.task(name="requite.lists.return", retry=5, pass_context=True)
def run_return(context: JobContext, *, act_id: str, actor_id: str) -> None:
    """Restore batch after batch."""
    if not go_on(resolve_return, act_id=UUID(act_id), actor_id=UUID(actor_id), stopped=context.should_abort):
        defer_return(act_id=UUID(act_id), actor_id=UUID(actor_id))


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
