"""Give many activities the same value in a custom field."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.fields.many import read_same
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.work.access import take_activities
from requite.work.changing import settle
from requite.work.held import Held


def correct_own_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], field: str, value: str, act_id: UUID | None = None
) -> Tally:
    """Put `value`, a text as a form sends it, into the custom field `field` of each activity that has it; "" empties it.

    What was taken back stays as it is. Raises NotAllowed, and Refused under "value", also for a field that has gone or
    isn't the actor's to fill.
    """
    if not actor.has("work.edit"):
        raise NotAllowed
    tally = Tally()
    with transaction.atomic():
        found = take_activities(actor=actor, ids=ids)
        same = read_same(actor, "activity", field, value)

        def has_it(one: Held) -> bool:
            return one.retracted_at is None and same.field.is_of(one.kind)

        taken = {one.id: one for one, may_change in found if may_change and has_it(one)}
        tally.not_allowed = len(found) - len(taken)
        rows = same.rows(list(taken), tally)
        settle(actor=actor, at=at, pairs=[(taken[row.id], row) for row in rows], act_id=act_id)
    return tally
