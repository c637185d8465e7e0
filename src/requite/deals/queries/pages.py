"""A deal's own page, and the deals of a person or a company."""

from datetime import datetime
from uuid import UUID

from requite.deals.models.pipeline import label_of
from requite.deals.queries.board import COLUMNS, JOINS, card_of
from requite.deals.queries.shapes import ClosureShape, DealCard, DealShape
from requite.fields.queries import list_sections
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_all, fetch_one
from requite.quality.engine import Shares
from requite.quality.judged import JUDGED, read_judged
from requite.quality.proofs import NEWEST, read_proof

FEW = 20
ONE = f"""
SELECT {COLUMNS}, s.key, s.name, s.pipeline_id, l.key, l.name, d.company_id, d.note, d.made_at, m.family_name, m.given_name,
       d.closed_at, d.archived_at, d.score, d.version, d.has_lines, d.asked,
       d.completeness, d.validity, d.timeliness, d.uniqueness, {NEWEST.format(alias="d")},
       {JUDGED.format(kind="'deal'", record="d")}
FROM deals_deal d {JOINS} JOIN deals_pipeline l ON l.id = s.pipeline_id LEFT JOIN identity_user m ON m.id = d.made_by_id
WHERE d.id = %s
"""  # noqa: S608
CLOSURES = """
SELECT c.state, r.key, r.name, c.note, c.at, u.family_name, u.given_name FROM deals_closure c
LEFT JOIN deals_reason r ON r.id = c.reason_id LEFT JOIN identity_user u ON u.id = c.owner_id
WHERE c.deal_id = %s ORDER BY c.at DESC, c.id DESC LIMIT 50
"""
OF_COMPANY = f"""
SELECT {COLUMNS}, NULL, NULL FROM deals_deal d {JOINS} WHERE d.company_id = %(id)s AND d.archived_at IS NULL {{seen}}
ORDER BY (d.state <> 'open'), d.made_at DESC LIMIT %(limit)s
"""  # noqa: S608
OF_PERSON = f"""
SELECT {COLUMNS}, t.key, t.name FROM (
    SELECT id FROM deals_deal WHERE person_id = %(id)s
    UNION SELECT deal_id FROM deals_stakeholder WHERE person_id = %(id)s AND removed_at IS NULL) o
JOIN deals_deal d USING (id) {JOINS}
LEFT JOIN deals_stakeholder w ON w.deal_id = d.id AND w.person_id = %(id)s AND w.removed_at IS NULL
LEFT JOIN deals_part t ON t.id = w.part_id
WHERE d.archived_at IS NULL {{seen}} ORDER BY (d.state <> 'open'), d.made_at DESC LIMIT %(limit)s
"""  # noqa: S608


def get_deal(*, actor: Actor, deal_id: UUID, at: datetime) -> DealShape:
    """The deal. Raises NotVisible."""
    row = fetch_one(ONE, [deal_id])
    if row is None or not actor.covers("deals.see", row[5]):
        raise NotVisible
    closures = tuple(
        ClosureShape(
            one[0], label_of(one[1] or "", one[2] or ""), one[3], one[4], (one[5] or "", one[6] or "")
        )
        for one in fetch_all(CLOSURES, [deal_id])
    )
    more = row[20:]
    return DealShape(
        card_of(actor, row, at), label_of(more[0], more[1]), more[2], label_of(more[3], more[4]), more[5], more[6],
        more[7], (more[8] or "", more[9] or ""), more[10], more[11], more[12], more[13],
        actor.covers("deals.assign", row[5]), more[14], closures,
        own=tuple(list_sections(actor=actor, kind="deal", record_id=deal_id)),
        asked=more[15],
        shares=Shares(*more[16:20]),
        proved=read_proof(actor, more[20]),
        judged=read_judged(more[21]),
    )  # fmt: skip


def list_deals_of(
    *, actor: Actor, at: datetime, person_id: UUID | None = None, company_id: UUID | None = None
) -> list[DealCard]:
    """The deals of a person, and those in which they have a part, or of a company; open ones first."""
    if not actor.has("deals.see"):
        return []
    owners = actor.owners("deals.see")
    seen = "" if owners is None else "AND d.owner_id = ANY(%(owners)s)"
    sql = (OF_PERSON if person_id else OF_COMPANY).format(seen=seen)
    values = {"id": person_id or company_id, "limit": FEW, "owners": list(owners or ())}
    return [
        card_of(actor, row, at)._replace(part=label_of(row[20] or "", row[21] or ""))
        for row in fetch_all(sql, values)
    ]
