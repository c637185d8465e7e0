"""Give many deals the same value in a custom field."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.deals.changing import settle
from requite.deals.held import take_held
from requite.fields.many import read_same
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed


def correct_own_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], field: str, value: str, act_id: UUID | None = None
) -> Tally:
    """Put `value`, a text as a form sends it, into the custom field `field` of each deal; "" empties it.

    Archived deals stay as they are, as by their form. Raises NotAllowed, and Refused under "value", also for a field that
    has gone or isn't the actor's to fill.
    """
    if not actor.has("deals.edit"):
        raise NotAllowed
    tally = Tally()
    with transaction.atomic():
        found = take_held(ids=ids, owners=actor.owners("deals.see"))
        taken = [one.id for one in found if one.archived_at is None and actor.covers("deals.edit", one.owner_id)]
        tally.not_allowed = len(found) - len(taken)
        rows = read_same(actor, "deal", field, value).rows(taken, tally)
        settle(actor=actor, at=at, held=found, rows=rows, act_id=act_id)
    return tally
