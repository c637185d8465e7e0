"""A rep's customers with whom nobody was in touch for longer than the company lets be."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all, fetch_one

PAGE = 50
Order = Literal["value", "time"]


class Place(NamedTuple):
    """Where a page ended: what the customer's open deals are worth, the last contact, the person."""

    value: Decimal
    at: datetime
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Quiet:
    """A customer: `value` of the open deals in the company's currency; `next_step_at` None: nothing is planned."""

    person_id: UUID
    names: tuple[str, str]
    company: str
    last_contact_at: datetime
    next_step_at: datetime | None
    value: Decimal

    @property
    def place(self) -> Place:
        """Its place in the list."""
        return Place(self.value, self.last_contact_at, self.person_id)


ROWS = """
SELECT s.person_id, p.family_name, p.given_name, coalesce(c.name, ''), s.last_contact_at, s.next_step_at, v.value
FROM work_standing s JOIN people_person p ON p.id = s.person_id AND p.archived_at IS NULL
LEFT JOIN people_company c ON c.id = p.company_id
CROSS JOIN LATERAL (SELECT coalesce(sum(d.value), 0) / 100.0 AS value FROM deals_deal d
    WHERE d.person_id = s.person_id AND d.state = 'open' AND d.archived_at IS NULL {deals}) v
WHERE s.owner_id = %(owner)s AND s.last_contact_at < %(limit)s {key}
ORDER BY {order} LIMIT %(most)s
"""
ORDERS = {"value": "v.value DESC, s.last_contact_at, s.person_id", "time": "s.last_contact_at, s.person_id"}
KEYS = {
    "value": "AND (-v.value, s.last_contact_at, s.person_id) > (-%(value)s, %(at)s, %(id)s)",
    "time": "AND (s.last_contact_at, s.person_id) > (%(at)s, %(id)s)",
}


def quiet_days() -> int:
    """After how many days without contact a customer counts as let be: the company's setting."""
    row = fetch_one("SELECT quiet_days FROM identity_organisation LIMIT 1", [])
    return int(row[0]) if row else 60


def list_quiet(
    *, actor: Actor, owner_id: UUID, limit: datetime, order: Order = "value", after: Place | None = None, most: int = PAGE
) -> list[Quiet]:
    """Customers of the rep whose last contact was before `limit`, dearest or longest first; one more than `most`.

    Deals that the actor doesn't see are worth nothing here; customers whom they don't see aren't listed.
    """
    if not actor.covers("work.see", owner_id) or not actor.covers("people.see", owner_id):
        return []
    owners = actor.owners("deals.see")
    values: dict[str, object] = {"owner": owner_id, "limit": limit, "most": most + 1, "owners": list(owners or ())}
    if after:
        values |= {"value": after.value, "at": after.at, "id": after.person_id}
    sql = ROWS.format(
        deals="" if owners is None else "AND d.owner_id = ANY(%(owners)s)",
        key=KEYS[order] if after else "", order=ORDERS[order],
    )  # fmt: skip
    return [Quiet(row[0], (row[1], row[2]), *row[3:]) for row in fetch_all(sql, values)]
