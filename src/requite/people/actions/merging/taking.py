"""The two records of a merge, locked with all that it writes: whoever writes at the same time waits, in the same order."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.locks import Lock, hold
from requite.kernel.reading import run
from requite.people import access
from requite.people.access import Right
from requite.people.hanging import Kind, Pair, list_hanging
from requite.people.models import Company, Person
from requite.quality.registry import KINDS

# What hangs on the two first, as whoever writes it locks it before them; then the two, in order of id; then their pairs,
# as whoever writes a record locks these after it.
RECORDS = "SELECT id FROM {table} WHERE id IN (%(survivor)s, %(merged)s) ORDER BY id FOR UPDATE"
PAIRS = """
SELECT id FROM people_candidate WHERE first_id IN (%(survivor)s, %(merged)s) OR second_id IN (%(survivor)s, %(merged)s)
ORDER BY first_id, second_id FOR UPDATE
"""


class Taken(NamedTuple):
    """The two, locked."""

    survivor: Person | Company
    merged: Person | Company


def see_both(*, actor: Actor, kind: Kind, ids: Sequence[UUID]) -> list[Person | Company]:
    """The records, for reading. Raises NotVisible."""
    if kind == "person":
        return [access.see_person(actor=actor, person_id=id_) for id_ in ids]
    return [access.see_company(actor=actor, company_id=id_) for id_ in ids]


def take_both(*, actor: Actor, pair: Pair, rights: tuple[Right, Right]) -> Taken:
    """The two, locked for their merge or for its undo, also where one was merged. `rights` are those that
    it takes, on the survivor and on the merged one. Raises NotVisible, NotAllowed.

    No batch of an import finds either meanwhile: it would fill what is about to lead elsewhere.
    """
    see_both(actor=actor, kind=pair.kind, ids=[pair.survivor, pair.merged])
    hold(Lock.MANY_REGISTERED)
    for one in list_hanging(pair.kind):
        if one.holding:
            run(one.holding, pair.bound)
    run(RECORDS.format(table=KINDS[pair.kind].table), pair.bound)
    run(PAIRS, pair.bound)
    survivor, merged = (
        access.take_merged(actor=actor, kind=pair.kind, record_id=id_, right=right)
        for id_, right in zip((pair.survivor, pair.merged), rights, strict=True)
    )
    return Taken(survivor, merged)
