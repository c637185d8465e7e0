"""The people with a part in a deal, and the parts to choose from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requite.deals.models import Part
from requite.deals.models.pipeline import label_of
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

STAKEHOLDERS = """
SELECT s.id, s.person_id, p.family_name, p.given_name, p.title, c.name, p.archived_at, s.part_id, t.key, t.name, s.version,
       p.owner_id, c.owner_id
FROM deals_stakeholder s JOIN people_person p ON p.id = s.person_id JOIN deals_part t ON t.id = s.part_id
LEFT JOIN people_company c ON c.id = p.company_id
WHERE s.deal_id = %s AND s.removed_at IS NULL ORDER BY t.position, t.id, s.id
"""


@dataclass(frozen=True, slots=True)
class StakeholderShape:
    """A person with a part in a deal. `part` is the part's word; `company` "" where the reader may not see it."""

    id: UUID
    person_id: UUID
    name: tuple[str, str]
    title: str
    company: str
    archived_at: datetime | None
    part_id: UUID
    part: str
    version: int


def list_stakeholders(*, actor: Actor, deal_id: UUID) -> list[StakeholderShape]:
    """Those of a deal that the reader has been shown already, whom the reader may see; by the order of parts."""
    return [
        StakeholderShape(
            row[0], row[1], (row[2], row[3]), row[4],
            row[5] if row[5] and actor.covers("people.see", row[12]) else "",
            row[6], row[7], label_of(row[8], row[9]), row[10],
        )
        for row in fetch_all(STAKEHOLDERS, [deal_id])
        if actor.covers("people.see", row[11])
    ]  # fmt: skip


def list_part_lines() -> list[Part]:
    """All parts in their order, those that have ended too."""
    return list(Part.objects.order_by("position", "id"))
