"""Fill custom fields that name a person or a company once more, when whom they name may be there by now."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from requite.journal.bulk import keep_many
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.people.actions.register_many import wait_for_turn
from requite.people.bulk.entries import Entry, Outcome
from requite.people.bulk.preparing import read_rules
from requite.people.bulk.referring import refer


def correct_references(
    *, actor: Actor, at: datetime, entries: Sequence[Entry], outcomes: Sequence[Outcome], topics: frozenset[str]
) -> None:
    """Fill what rows that came in name, where it is one record by now and the field is blank.

    `outcomes` are what became of the rows, in the order of `entries`; what is filled and what is missed is noted there. The
    live topics told are `topics`. Raises NotAllowed.
    """
    if not actor.has("people.import") or actor.fields.get("contact", "edit") != "edit":
        raise NotAllowed
    with transaction.atomic():
        wait_for_turn()
        told = [(entry.refs, outcome) for entry, outcome in zip(entries, outcomes, strict=True) if entry.refs]
        kept = refer(told, actor=actor, at=at, rules=read_rules(at=at))
        keep_many(actor=actor, at=at, entries=kept, topics=topics)
