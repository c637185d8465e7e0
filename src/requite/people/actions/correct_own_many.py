"""Give many persons or companies the same value in a custom field."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.fields.many import read_same
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.people.bulk.changing import settle, take_many
from requite.people.bulk.rejudging import Kind


def correct_own_many(
    *, actor: Actor, at: datetime, kind: Kind, ids: Sequence[UUID], field: str, value: str, act_id: UUID | None = None
) -> Tally:
    """Put `value`, a text as a form sends it, into the custom field `field` of each record; "" empties it.

    One transaction, and one journal entry for each record. Raises NotAllowed, and Refused under "value", also for a field
    that has gone or isn't the actor's to fill.
    """
    tally = Tally()
    with transaction.atomic():
        taken = take_many(actor=actor, kind=kind, right="people.edit", ids=ids, tally=tally)
        rows = read_same(actor, kind, field, value).rows([id_ for id_, _version in taken], tally)
        settle(actor=actor, at=at, kind=kind, rows=rows, act_id=act_id)
    return tally
