"""Records that the job is to compare again with the others: what could make a double of them came otherwise than by hand."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from requite.kernel.reading import run

# By what doubles are known, of what acts and imports write (`people/queries/resembling.py`).
LIKENESS = frozenset({"company", "phone", "email", "registration_number"})
NOTE = "INSERT INTO people_relook (kind, record_id) SELECT %s, unnest(%s::uuid[])"


def note_relooks(kind: Literal["person", "company"], ids: Iterable[UUID | str]) -> None:
    """Have the job compare them again, in the transaction that is open; no statement where there are none."""
    listed = sorted(str(id_) for id_ in ids)
    if listed:
        run(NOTE, [kind, listed])
