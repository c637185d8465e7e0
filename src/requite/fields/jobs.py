"""What custom fields do by themselves."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from django.utils import translation
from procrastinate import JobContext
from procrastinate.contrib.django import app

from requite.fields.actions.convert import claim_batch, fail_conversion, resolve_conversion
from requite.fields.blanks import survey_fields
from requite.identity.access import find_actor
from requite.kernel.errors import NotAllowed

log = logging.getLogger("requite.fields")
QUEUE = "imports"  # long work that others need not wait for
TRIES = 3


@app.periodic(cron="17 * * * *")
@app.task(name="requite.fields.survey", queueing_lock="requite.fields.survey")
def survey(timestamp: int) -> None:
    """Know beforehand which records lack a field that nearly all have."""
    survey_fields(at=datetime.fromtimestamp(timestamp, UTC))


def defer_conversion(*, field_id: UUID, actor_id: UUID | None) -> None:
    """Queue the conversion, in the transaction that is open."""
    job = run_conversion.configure(queue=QUEUE, lock=f"requite.field:{field_id}")
    job.defer(field_id=str(field_id), actor_id=str(actor_id))


@app.task(name="requite.fields.convert", retry=TRIES, pass_context=True)
def run_conversion(context: JobContext, *, field_id: str, actor_id: str) -> None:
    """Convert batch after batch; cut anywhere it goes on behind the last one. Who may not any more leaves all as it was."""
    actor = find_actor(user_id=UUID(actor_id), via="job")
    try:
        if actor is None:
            raise NotAllowed
        with translation.override(actor.language):
            while claim_batch(actor=actor, field_id=UUID(field_id)):
                if context.should_abort():
                    defer_conversion(field_id=UUID(field_id), actor_id=actor.id)
                    return
            resolve_conversion(actor=actor, at=datetime.now(UTC), field_id=UUID(field_id))
    except NotAllowed:
        fail_conversion(field_id=UUID(field_id))
    except Exception:
        if context.job.attempts >= TRIES:
            log.exception("The type of the field %s couldn't be changed; it stays as it was", field_id)
            fail_conversion(field_id=UUID(field_id))
        raise
