"""One time-line of everything with a person or a company, newest first, paged by key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from requite.fields.catalogue import fillable, told
from requite.fields.queries import ValueShape, list_values
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

PAGE = 20
Key = tuple[datetime, UUID]
Standing = tuple[datetime | None, datetime | None]

COLUMNS = """
a.id, a.kind, a.state, a.at, a.until, a.direction, s.key, s.name, a.outcome_class, a.seconds, a.topic, a.place, a.result,
a.body, a.missing, a.source, a.is_joint, a.owner_id, u.family_name, u.given_name, a.person_id, p.family_name, p.given_name,
c.name, a.version, a.deal_id, d.title, a.is_all_day, a.company_id, d.owner_id, p.owner_id, c.owner_id,
CASE WHEN a.is_joint THEN ARRAY(SELECT w.user_id FROM work_participation w WHERE w.activity_id = a.id) END
"""
JOINS = """
JOIN identity_user u ON u.id = a.owner_id
LEFT JOIN work_call_status s ON s.id = a.outcome_id
LEFT JOIN people_person p ON p.id = a.person_id
LEFT JOIN people_company c ON c.id = a.company_id
LEFT JOIN deals_deal d ON d.id = a.deal_id
"""


class ActivityShape(NamedTuple):
    """An activity as pages show it; a tuple, for pages make hundreds of them.

    `outcome` is (shipped key, own name); names are (family, given).
    Names of its person and company are told to those who see that record and to those who take part (ADR 0053); only the
    former may open it. `deal` is the title of the deal that it is about, "" where the reader may not see that deal.
    `own` is what it holds in the company's own fields, where a page asks for it, and `fillable` those of them that it
    lacks and the reader may fill.
    """

    id: UUID
    kind: str
    state: str
    at: datetime
    until: datetime | None
    direction: str
    outcome: tuple[str, str]
    outcome_class: str
    seconds: int | None
    topic: str
    place: str
    result: str
    body: str
    missing: tuple[str, ...]
    source: str
    is_joint: bool
    owner_id: UUID
    owner: tuple[str, str]
    person_id: UUID | None
    person: tuple[str, str]
    company: str
    version: int
    deal_id: UUID | None
    deal: str
    is_all_day: bool
    company_id: UUID | None
    opens_person: bool
    opens_company: bool
    may_edit: bool
    fillable: tuple[str, ...] = ()
    own: tuple[ValueShape, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("to_do", "planned")

    @property
    def is_with_company(self) -> bool:
        """Whether it is with a company, and nobody there by name."""
        return self.person_id is None and self.company_id is not None

    @property
    def record(self) -> tuple[str, UUID] | None:
        """The record of whom it is with, where the reader may open it: kind and id."""
        if self.person_id:
            return ("person", self.person_id) if self.opens_person else None
        return ("company", self.company_id) if self.company_id and self.opens_company else None

    @property
    def owes_outcome(self) -> bool:
        """Whether it is a call without its outcome."""
        return self.kind == "call" and "outcome" in self.missing


def shape(actor: Actor, row: Sequence[Any], may_edit: bool | None = None) -> ActivityShape:
    """A row of COLUMNS as its shape. `may_edit` where the caller has asked it of the owner already."""
    is_in = actor.id is not None and (actor.id == row[17] or actor.id in (row[32] or ()))
    opens = [row[at] is not None and actor.covers("people.see", row[owner]) for at, owner in ((20, 30), (28, 31))]
    person, company = is_in or opens[0], is_in or opens[1]
    values: Any = (
        *row[:6], (row[6] or "", row[7] or ""), *row[8:14], told(actor, row[14]), *row[15:18], (row[18], row[19]), row[20],
        (row[21] or "", row[22] or "") if person else ("", ""), row[23] or "" if company else "", row[24],
        row[25], row[26] if row[25] and actor.covers("deals.see", row[29]) else "", row[27], row[28], *opens,
        actor.covers("work.edit", row[17]) if may_edit is None else may_edit, fillable(actor, row[14]),
    )  # fmt: skip
    return ActivityShape(*values)


def seen_by(actor: Actor) -> tuple[str, dict[str, Any]]:
    """A test over `a` of what the actor may see, and its values: by the owner, or by who takes part."""
    owners = actor.owners("work.see")
    if owners is None:
        return "", {}
    return (
        (
            " AND (a.owner_id = ANY(%(owners)s) OR (a.is_joint AND EXISTS (SELECT 1 FROM work_participation w"
            " WHERE w.activity_id = a.id AND w.user_id = ANY(%(owners)s))))"
        ),
        {"owners": list(owners)},
    )


def _fetch(actor: Actor, sql: str, values: dict[str, Any]) -> list[ActivityShape]:
    found = [shape(actor, row) for row in fetch_all(sql, values)]
    own = list_values(actor=actor, kind="activity", ids=[one.id for one in found])
    return [one._replace(own=own[one.id]) if one.id in own else one for one in found]


def list_timeline(
    *,
    actor: Actor,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
    deal_id: UUID | None = None,
    before: Key | None = None,
    limit: int = PAGE,
) -> list[ActivityShape]:
    """What happened and is planned with a visible person, company or deal; one more than `limit` when there is more.

    The caller has authorised the person, company or deal. Activities of owners beyond the reader's work right are left out.
    """
    if not actor.has("work.see"):
        return []
    seen, values = seen_by(actor)
    key = "AND (a.at, a.id) < (%(before_at)s, %(before_id)s)" if before else ""
    where = f"a.retracted_at IS NULL {key}{seen}"
    tail = "ORDER BY a.at DESC, a.id DESC LIMIT %(limit)s"
    if person_id:
        source = f"""
        (SELECT a.* FROM work_activity a WHERE a.person_id = %(subject)s AND {where} {tail})
        UNION ALL
        (SELECT a.* FROM work_attendance t JOIN work_activity a ON a.id = t.activity_id
         WHERE t.person_id = %(subject)s AND {where} {tail})"""  # noqa: S608
    else:
        column = "deal_id" if deal_id else "company_id"
        source = f"SELECT a.* FROM work_activity a WHERE a.{column} = %(subject)s AND {where} {tail}"  # noqa: S608
    values |= {"subject": person_id or deal_id or company_id, "limit": limit + 1}
    if before:
        values |= {"before_at": before[0], "before_id": before[1]}
    return _fetch(actor, f"SELECT {COLUMNS} FROM ({source}) a {JOINS} {tail}", values)  # noqa: S608


def get_activity(*, actor: Actor, activity_id: UUID, retracted: bool = False) -> ActivityShape | None:
    """One visible activity, or None; `retracted` one that was taken back."""
    seen, values = seen_by(actor)
    seen = f"AND (a.retracted_at IS NOT NULL) = %(retracted)s{seen}"
    sql = f"SELECT {COLUMNS} FROM work_activity a {JOINS} WHERE a.id = %(id)s {seen}"  # noqa: S608
    values |= {"id": activity_id, "retracted": retracted}
    return next(iter(_fetch(actor, sql, values)), None)


def get_added(*, actor: Actor, activity_id: UUID) -> tuple[ActivityShape, Standing] | None:
    """What was just written down, as `get_activity`, with its person's last contact and next step; None: not seen."""
    seen, values = seen_by(actor)
    sql = f"""SELECT {COLUMNS}, t.last_contact_at, t.next_step_at FROM work_activity a {JOINS}
    LEFT JOIN work_standing t ON t.person_id = a.person_id WHERE a.id = %(id)s AND a.retracted_at IS NULL{seen}"""  # noqa: S608
    rows = fetch_all(sql, {**values, "id": activity_id})
    if not rows:
        return None
    own = list_values(actor=actor, kind="activity", ids=[activity_id])
    found = shape(actor, rows[0])
    return found._replace(own=own[activity_id]) if activity_id in own else found, rows[0][-2:]
