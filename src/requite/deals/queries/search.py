"""Deals found by their title, and by the persons and companies that were found: open ones first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from requite.deals.queries.board import seen_by
from requite.kernel.actor import Actor
from requite.kernel.fold import fold_query
from requite.kernel.reading import fetch_all
from requite.people.queries.search import TRIGRAM

CANDIDATES = 300
FEW = 20  # owners, up to whom their deals are looked through one by one
LONGEST = 100
# Each way gathers by its own index alone, and the reader's rights are asked of what was gathered; only of those that are
# told it is read who they are with.
FOUND = """
WITH found AS MATERIALIZED ({ways})
(SELECT d.id, d.title, d.state, p.family_name, p.given_name, p.owner_id, c.name, c.owner_id
FROM (SELECT d.id, min(d.rank) AS rank, d.state, d.made_at FROM found d WHERE d.archived_at IS NULL {seen}
    GROUP BY d.id, d.state, d.made_at ORDER BY 2, d.state <> 'open', d.made_at DESC, d.id DESC LIMIT %(limit)s) f
JOIN deals_deal d USING (id)
LEFT JOIN people_person p ON p.id = d.person_id LEFT JOIN people_company c ON c.id = d.company_id
ORDER BY f.rank, f.state <> 'open', f.made_at DESC, f.id DESC){cut}
"""
# That more hold what was typed than were gathered: who sees few of all the deals may see others of them.
CUT = """
UNION ALL (SELECT NULL, '', '', '', '', NULL, '', NULL FROM found WHERE rank = 0 HAVING count(*) = %(candidates)s)
"""
WAY = """(SELECT id, {rank} AS rank, state, made_at, archived_at, owner_id
    FROM deals_deal WHERE {test} LIMIT %({most})s)"""
TITLE = WAY.format(rank=0, most="candidates", test="title_fold LIKE %(holds)s")
# By their owner. What hundreds are called is found among a few of them soon, and no more are looked for than are shown.
OWN = [
    WAY.format(rank=0, most="limit", test=f"owner_id = ANY(%(owners)s) AND {state} AND strpos(title_fold, %(text)s) > 0")
    for state in ("state = 'open' AND archived_at IS NULL", "state <> 'open'")
]
PEOPLE = WAY.format(rank=1, most="candidates", test="person_id = ANY(%(people)s)")
COMPANIES = WAY.format(rank=1, most="candidates", test="company_id = ANY(%(companies)s)")


@dataclass(frozen=True, slots=True)
class DealHit:
    """A deal found. Who it is with is "" where the reader may not see them."""

    id: UUID
    title: str
    state: str
    person: tuple[str, str]
    company: str


def search_deals(
    *, actor: Actor, query: str, people: Sequence[UUID] = (), companies: Sequence[UUID] = (), limit: int = 5
) -> list[DealHit]:
    """Deals whose title holds what was typed, then those of these persons and companies; those that the reader may see.

    Of a title that hundreds have some are looked at; of those who see the deals of few, the deals of these as well.
    """
    text = fold_query(query[:LONGEST])
    by_title = TRIGRAM.search(text) is not None
    if not actor.has("deals.see") or not (by_title or people or companies):
        return []
    seen, values = seen_by(actor, None)
    values |= {
        "text": text, "people": list(people), "companies": list(companies), "candidates": CANDIDATES, "limit": limit,
        "holds": "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%",
    }  # fmt: skip
    whom = [way for way, is_asked in ((PEOPLE, people), (COMPANIES, companies)) if is_asked]
    rows = _fetch([TITLE, *whom] if by_title else whom, seen, values, cut=CUT * (0 < len(values.get("owners", ())) <= FEW))
    if rows and rows[-1][0] is None:
        rows = list({row[0]: row for row in [*_fetch(OWN, seen, values), *rows[:-1]]}.values())
    return [_hit(actor, row) for row in rows[:limit]]


def _fetch(ways: Sequence[str], seen: str, values: dict[str, Any], *, cut: str = "") -> list[tuple[Any, ...]]:
    return fetch_all(FOUND.format(ways=" UNION ALL ".join(ways), seen=seen, cut=cut), values, prepare=False)


def _hit(actor: Actor, row: tuple[Any, ...]) -> DealHit:
    id_, title, state, family, given, person_owner, company, company_owner = row
    person = (family or "", given or "")
    return DealHit(
        id_, title, state, person if any(person) and actor.covers("people.see", person_owner) else ("", ""),
        company if company and actor.covers("people.see", company_owner) else "",
    )  # fmt: skip
