"""Undo an act on many persons or companies: each record gets back just what it had."""

from datetime import datetime

from django.db import transaction

from requite.fields.many import held_plain
from requite.journal.acts import Returning, take_lines
from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.people.bulk.changing import GROUNDS, settle
from requite.people.bulk.rejudging import Kind


def return_many(
    *, actor: Actor, at: datetime, act: Act, kind: Kind, after: int = 0, limit: int = 10_000
) -> Returning | None:
    """Restore the next records of the act behind the line `after`; None when there are no more.

    A record that somebody else has changed since, or whose value is no longer the act's, is left alone. The caller has
    authorised the undo: it is whose act it was.
    """
    with transaction.atomic():
        found = take_lines(GROUNDS[kind], act, actor=actor, after=after, limit=limit, beside=held_plain)
        if found is not None:
            settle(actor=actor, at=at, kind=kind, rows=found.rows)
    return found
