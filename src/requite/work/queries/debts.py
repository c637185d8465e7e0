"""What a rep owes, over all kinds of record: soonest first, each with what closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.fields.catalogue import hidden_from, told
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_all, fetch_one
from requite.quality import registry

PAGE = 50
MOST = 1_000
Key = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Debt:
    """A field that a record owes. `names` are those of the person or company concerned, (family, given), as far as they are
    told; `person_id` whose page is opened, where the reader may."""

    kind: str
    record_id: UUID
    field: str
    due_at: datetime | None
    names: tuple[str, str]
    at: datetime | None
    topic: str
    person_id: UUID | None
    others: int

    @property
    def seconds(self) -> int:
        """How long it is likely to take."""
        return registry.seconds_of(self.kind, self.field)


OWED = """
SELECT kind, id, missing, owed_at, family, given, at, topic, person_id, whose FROM (
 (SELECT a.kind, a.id, a.missing, a.owed_at, coalesce(p.family_name, c.name, '') AS family,
         coalesce(p.given_name, '') AS given, a.at, a.topic, a.person_id,
         CASE WHEN a.person_id IS NULL THEN c.owner_id ELSE p.owner_id END AS whose
  FROM work_activity a LEFT JOIN people_person p ON p.id = a.person_id
  LEFT JOIN people_company c ON c.id = a.company_id AND a.person_id IS NULL
  WHERE a.owner_id = %(user)s AND a.owed_at IS NOT NULL AND a.retracted_at IS NULL {activity}
  ORDER BY a.owed_at, a.id LIMIT %(limit)s)
 UNION ALL
 (SELECT 'person', p.id, p.missing, p.owed_at, p.family_name, p.given_name, NULL, '', p.id, p.owner_id FROM people_person p
  WHERE p.owner_id = %(user)s AND p.owed_at IS NOT NULL AND p.archived_at IS NULL {person}
  ORDER BY p.owed_at, p.id LIMIT %(limit)s)
 UNION ALL
 (SELECT 'company', c.id, c.missing, c.owed_at, c.name, '', NULL, '', NULL, c.owner_id FROM people_company c
  WHERE c.owner_id = %(user)s AND c.owed_at IS NOT NULL AND c.archived_at IS NULL {company}
  ORDER BY c.owed_at, c.id LIMIT %(limit)s)
 UNION ALL
 (SELECT 'deal', d.id, d.missing, d.owed_at, d.title, '', NULL, '', NULL, NULL FROM deals_deal d
  WHERE d.owner_id = %(user)s AND d.owed_at IS NOT NULL AND d.archived_at IS NULL {deal}
  ORDER BY d.owed_at, d.id LIMIT %(limit)s)
) x ORDER BY {order} owed_at, id LIMIT %(limit)s
"""
RESULTS = " AND a.missing && ARRAY['result', 'outcome']::varchar[]"
# What a record owes may be nothing but fields that the reader may not know of.
TOLD = " AND ({0}missing = '{{}}' OR NOT {0}missing <@ %(hidden)s::varchar[])"
ALIASES = {"activity": "a", "person": "p", "company": "c", "deal": "d"}
COUNT_RESULTS = f"""
SELECT count(*) FROM (SELECT 1 FROM work_activity a WHERE owner_id = %(user)s AND owed_at IS NOT NULL
  AND retracted_at IS NULL {RESULTS} LIMIT %(most)s) x
"""  # noqa: S608 - fixed text
COUNT = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM work_activity WHERE owner_id = %(user)s AND owed_at IS NOT NULL
          AND retracted_at IS NULL {told} LIMIT %(most)s) a)
     + (SELECT count(*) FROM (SELECT 1 FROM people_person WHERE owner_id = %(user)s AND owed_at IS NOT NULL
          AND archived_at IS NULL {told} LIMIT %(most)s) b)
     + (SELECT count(*) FROM (SELECT 1 FROM people_company WHERE owner_id = %(user)s AND owed_at IS NOT NULL
          AND archived_at IS NULL {told} LIMIT %(most)s) c)
     + (SELECT count(*) FROM (SELECT 1 FROM deals_deal WHERE owner_id = %(user)s AND owed_at IS NOT NULL
          AND archived_at IS NULL {told} LIMIT %(most)s) d)
"""


def list_debts(
    *,
    actor: Actor,
    user_id: UUID,
    after: Key | None = None,
    limit: int = PAGE,
    counting_first: bool = False,
    only: str = "",
) -> list[Debt]:
    """Records of the rep that owe something, one line each (its first field), soonest first; one more than `limit`.

    Fields that the actor may not know of are no debts to them. `others` says how many fields of the same record follow.
    `counting_first` puts the meetings and calls that a counter waits for before the rest; `only` "results" leaves the
    calls without an outcome and the meetings without a result.
    """
    if not actor.covers("work.see", user_id):
        return []
    keys = dict.fromkeys(ALIASES, "")
    order = "kind IN ('person', 'company', 'deal'), " if counting_first else ""
    if after:
        keys = {
            name: f"AND ({alias}.owed_at, {alias}.id) > (%(after_at)s, %(after_id)s)"
            for name, alias in ALIASES.items()
        }
    if only == "results":
        keys = dict.fromkeys(("person", "company", "deal"), "AND false") | {
            "activity": keys["activity"] + RESULTS
        }
    hidden = hidden_from(actor)
    if hidden:
        keys = {name: text + TOLD.format(f"{ALIASES[name]}.") for name, text in keys.items()}
    values: dict[str, object] = {"user": user_id, "limit": limit + 1, "hidden": hidden}
    if after:
        values |= {"after_at": after[0], "after_id": after[1]}
    rows = fetch_all(OWED.format(**keys, order=order), values)
    return [_debt(_told(actor, row, user_id), told(actor, row[2])) for row in rows]


def _told(actor: Actor, row: Sequence[Any], owner_id: UUID) -> Sequence[Any]:
    """The row as far as the actor may read whom an activity of that owner is with (ADR 0053)."""
    if row[0] in RIGHTS or actor.covers("people.see", row[9]):
        return row
    names = row[4:6] if owner_id == actor.id else ("", "")
    return (*row[:4], *names, *row[6:8], None, None)


def _debt(row: Sequence[Any], missing: Sequence[str], field: str = "") -> Debt:
    """The row (kind, id, missing, owed_at, names, at, topic, person) as a debt: of `field`, else of the first missing."""
    return Debt(
        kind=row[0],
        record_id=row[1],
        field=field or next(iter(missing), ""),
        due_at=row[3],
        names=(row[4] or "", row[5] or ""),
        at=row[6],
        topic=row[7],
        person_id=row[8],
        others=max(0, len(missing) - 1),
    )


RIGHTS = {"person": "people.see", "company": "people.see", "deal": "deals.see"}
ONE = {
    "activity": """SELECT a.owner_id, a.kind, a.missing, a.owed_at, coalesce(p.family_name, c.name), p.given_name, a.at,
        a.topic, a.person_id, CASE WHEN a.person_id IS NULL THEN c.owner_id ELSE p.owner_id END
        FROM work_activity a LEFT JOIN people_person p ON p.id = a.person_id
        LEFT JOIN people_company c ON c.id = a.company_id AND a.person_id IS NULL
        WHERE a.id = %s AND a.retracted_at IS NULL""",
    "person": """SELECT owner_id, 'person', missing, owed_at, family_name, given_name, NULL, '', id, owner_id
        FROM people_person WHERE id = %s""",
    "company": """SELECT owner_id, 'company', missing, owed_at, name, '', NULL, '', NULL, owner_id
        FROM people_company WHERE id = %s""",
    "deal": """SELECT owner_id, 'deal', missing, owed_at, title, '', NULL, '', NULL, NULL
        FROM deals_deal WHERE id = %s AND archived_at IS NULL""",
}


def get_debt(*, actor: Actor, kind: str, record_id: UUID, field: str) -> Debt:
    """One field of one record as a debt, also when it isn't owed just now. Raises NotVisible."""
    row = fetch_one(ONE.get(kind, ONE["activity"]), [record_id])
    right = RIGHTS.get(kind, "work.see")
    if row is None or row[1] != kind or not actor.covers(right, row[0]) or not told(actor, [field]):
        raise NotVisible
    return _debt(_told(actor, (kind, record_id, *row[2:]), row[0]), told(actor, row[2]), field)


def count_debts(*, actor: Actor, user_id: UUID, only: str = "") -> int:
    """How many records of the rep owe something that the actor may know of (`only` as for the list).

    Each kind is counted up to 1,000.
    """
    hidden = hidden_from(actor)
    sql = COUNT_RESULTS if only == "results" else COUNT.format(told=TOLD.format("") if hidden else "")
    return int(fetch_all(sql, {"user": user_id, "most": MOST, "hidden": hidden})[0][0])
