"""Deals as acts on many take them: rows instead of models, at a tenth of the cost."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from requite.journal.acts import READERS
from requite.kernel.reading import Row, fetch_all
from requite.quality.keeping import KEPT_FADING

COLUMNS = """
r.id, r.owner_id, r.team_id, r.state, r.stage_id, r.entered_at, r.left_stage_id, r.left_entered_at, r.archived_at,
r.person_id, r.company_id, r.amount, r.currency, r.value, r.expected_on, r.note, r.asked, r.made_at, r.closed_at,
r.rulings, r.stays
"""
# Without their stages: a deal that was moved while this waited for it would no longer fit the stage that was joined.
TAKE = f"""
SELECT {COLUMNS} FROM deals_deal r
WHERE r.id = ANY(%(ids)s::uuid[]) AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s::uuid[]))
ORDER BY r.id FOR UPDATE
"""  # noqa: S608 - texts of this file
# To be judged anew; each with what was found of it before.
NEXT = f"""
SELECT {COLUMNS}, {KEPT_FADING} FROM deals_deal r
WHERE (%(after)s::uuid IS NULL OR r.id > %(after)s) AND (%(upto)s::uuid IS NULL OR r.id <= %(upto)s)
  AND (%(owner)s::uuid IS NULL OR r.owner_id = %(owner)s)
ORDER BY r.id LIMIT %(limit)s FOR NO KEY UPDATE
"""  # noqa: S608
THESE = f"SELECT {COLUMNS}, {KEPT_FADING} FROM deals_deal r WHERE r.id = ANY(%s::uuid[]) ORDER BY r.id FOR NO KEY UPDATE"  # noqa: S608
AMONG = f"SELECT {COLUMNS} FROM deals_deal r WHERE r.id = ANY(%s::uuid[])"  # noqa: S608


class Held(NamedTuple):
    """A deal, locked where it is taken. The names are the model's."""

    id: UUID
    owner_id: UUID | None
    team_id: UUID | None
    state: str
    stage_id: UUID
    entered_at: datetime
    left_stage_id: UUID | None
    left_entered_at: datetime | None
    archived_at: datetime | None
    person_id: UUID | None
    company_id: UUID | None
    amount: int | None
    currency: str
    value: int | None
    expected_on: date | None
    note: str
    asked: Mapping[str, str]
    made_at: datetime
    closed_at: datetime | None
    rulings: Mapping[str, Mapping[str, str]]
    stays: Sequence[tuple[str, str]]

    def given(self, values: Mapping[str, Any], types: Mapping[str, str]) -> "Held":
        """The deal as it will be with these values, which are as JSON has them."""
        read: dict[str, Any] = {
            name: None if value is None else READERS[types[name]](value) for name, value in values.items()
        }
        return self._replace(**read)


def take_held(*, ids: Sequence[UUID], owners: Collection[UUID] | None) -> list[Held]:
    """The deals of these owners (None: of all) among `ids`, locked, in order of id."""
    values = {"ids": list(ids), "owners": None if owners is None else list(owners)}
    return [Held(*row) for row in fetch_all(TAKE, values)]


def take_next(
    *, after: UUID | None, upto: UUID | None, limit: int, owner_id: UUID | None
) -> list[tuple[Held, Row]]:
    """The next deals (of the owner, where one is named) behind `after`, to `upto`, locked, in order of id, with findings."""
    values = {"after": after, "upto": upto, "limit": limit, "owner": owner_id}
    return _with_findings(fetch_all(NEXT, values, prepare=False))


def take_these(ids: Sequence[UUID]) -> list[tuple[Held, Row]]:
    """These deals, likewise."""
    return _with_findings(fetch_all(THESE, [list(ids)], prepare=False))


def list_these(ids: Sequence[UUID]) -> list[Held]:
    """These deals, to read alone."""
    return [Held(*row) for row in fetch_all(AMONG, [list(ids)])]


def _with_findings(rows: Sequence[Row]) -> list[tuple[Held, Row]]:
    size = len(Held._fields)
    return [(Held(*row[:size]), row[size:]) for row in rows]
