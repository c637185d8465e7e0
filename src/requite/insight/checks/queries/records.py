"""Checks as pages list them, each with the record that it is about as far as the reader may see that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from requite.insight.checks.access import JUDGE, SEE, can_judge
from requite.insight.checks.models import Check
from requite.insight.checks.queries.anchors import DAYS
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import fetch_all, fetch_one

PAGE = 50
RIGHTS = {"meeting": "work.see", "call": "work.see", "person": "people.see", "company": "people.see", "deal": "deals.see"}
Key = tuple[datetime, UUID]
Names = tuple[str, str]
Standing = Literal["here", "off", "moved", "unseen", "gone"]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check. Names are (family, given).

    `standing` of the record: here; off (archived, or taken back); moved to another rep; unseen by this reader; gone for
    good. `title` (a topic, a company's or deal's name) and `person` are "" where the reader doesn't see it.
    """

    id: UUID
    stratum: str
    record_id: UUID
    user_id: UUID
    user: Names
    is_favoured: bool
    probability: float
    drawn_at: datetime
    verdict: str
    why: str
    judged_at: datetime | None
    judged_by_id: UUID | None
    judged_by: Names
    second_verdict: str
    second_why: str
    second_at: datetime | None
    second_by_id: UUID | None
    second_by: Names
    heard_at: datetime | None
    answer: str
    answered_at: datetime | None
    counts_at: datetime | None
    is_defect: bool | None
    draw_id: UUID
    is_active: bool
    version: int
    standing: Standing
    title: str
    person: Names
    at: datetime | None
    may_judge: bool

    @property
    def result(self) -> str:
        """The verdict that holds; "" before the first."""
        return self.second_verdict or self.verdict

    @property
    def said_at(self) -> datetime | None:
        """When the verdict that holds was given."""
        return self.second_at or self.judged_at

    @property
    def key(self) -> Key:
        """Its place in the list."""
        return self.drawn_at, self.id


COLUMNS = """
SELECT c.id, c.stratum, c.record_id, c.user_id, u.family_name, u.given_name, c.is_favoured, c.probability, c.drawn_at,
 c.verdict, c.why, c.judged_at, c.judged_by_id, j.family_name, j.given_name, c.second_verdict, c.second_why, c.second_at,
 c.second_by_id, s.family_name, s.given_name, c.heard_at, c.answer, c.answered_at, c.counts_at, c.is_defect, c.draw_id,
 u.is_active, c.version, r.*
FROM {source} c JOIN identity_user u ON u.id = c.user_id
LEFT JOIN identity_user j ON j.id = c.judged_by_id LEFT JOIN identity_user s ON s.id = c.second_by_id
LEFT JOIN LATERAL (
 SELECT true, a.owner_id, a.retracted_at IS NOT NULL, a.topic, p.family_name, p.given_name, p.owner_id, a.at,
  EXISTS (SELECT FROM work_participation w WHERE w.activity_id = a.id AND w.user_id = ANY(%(reach)s))
  FROM work_activity a LEFT JOIN people_person p ON p.id = a.person_id
  WHERE c.stratum IN ('meeting', 'call') AND a.id = c.record_id
 UNION ALL SELECT true, p.owner_id, p.archived_at IS NOT NULL, '', p.family_name, p.given_name, p.owner_id, p.made_at, false
  FROM people_person p WHERE c.stratum = 'person' AND p.id = c.record_id
 UNION ALL SELECT true, o.owner_id, o.archived_at IS NOT NULL, o.name, '', '', NULL, o.made_at, false
  FROM people_company o WHERE c.stratum = 'company' AND o.id = c.record_id
 UNION ALL SELECT true, d.owner_id, d.archived_at IS NOT NULL, d.title, '', '', NULL, coalesce(d.closed_at, d.made_at), false
  FROM deals_deal d WHERE c.stratum = 'deal' AND d.id = c.record_id
) r(is_there, owner_id, is_off, title, family, given, person_owner, at, is_in) ON true
"""
WAITING = "(c.verdict = '' OR (c.verdict = 'made_up' AND c.second_verdict = '' AND c.judged_by_id <> %(me)s))"
SOURCE = "(SELECT * FROM checks_check c WHERE {where} ORDER BY {order} LIMIT %(most)s)"
ONE = "(SELECT * FROM checks_check c WHERE c.id = %(id)s)"
# What was said of a record after its rep had answered, or that it is made up, of which they may be heard: until they know.
SAID = "greatest(c.judged_at, c.second_at)"
TOLD = (
    "c.user_id = %(me)s AND (c.answered_at IS NOT NULL OR c.verdict = 'made_up')"
    f" AND {SAID} > coalesce(greatest(c.seen_at, c.answered_at), '-infinity')"
    " AND (c.answered_at IS NOT NULL OR coalesce(nullif(c.second_verdict, ''), c.verdict) = 'made_up')"
)
ORDERS = {"newest": "c.drawn_at DESC, c.id DESC", "oldest": "c.drawn_at, c.id"}


DRAWN = "c.drawn_at >= %(since)s AND c.drawn_at <= %(now)s"  # what a number of the results counts
COUNTED = "c.counts_at >= %(since)s AND c.counts_at <= %(now)s"
ONLY = {
    "": "true", "counted": COUNTED, "answered": "c.answered_at IS NOT NULL", "drawn": DRAWN,
    "checked": f"{DRAWN} AND c.counts_at <= %(now)s", "wrong": f"{DRAWN} AND c.counts_at <= %(now)s AND c.is_defect",
    "cant_tell": f"{DRAWN} AND (c.verdict = 'cant_tell' OR c.second_verdict = 'cant_tell')",
}  # fmt: skip


def is_seen(*, actor: Actor, check: Check) -> bool:
    """Whether the actor sees the record that was drawn."""
    found = fetch_all(COLUMNS.format(source=ONE), _values(actor, id=check.id))
    return _shape(actor, found[0]).standing not in ("unseen", "gone")


def get_check(*, actor: Actor, check_id: UUID) -> CheckRow:
    """One check. Raises NotVisible."""
    row = fetch_one(COLUMNS.format(source=ONE), _values(actor, id=check_id))
    if row is None or not actor.covers(SEE, row[3]):
        raise NotVisible
    return _shape(actor, row)


def list_waiting(*, actor: Actor) -> list[CheckRow]:
    """What waits for the actor's verdict, first or second, the oldest first: one more than a page."""
    owners = actor.owners(JUDGE)
    if owners == ():
        return []
    where = WAITING + " AND c.user_id <> %(me)s" + ("" if owners is None else " AND c.user_id = ANY(%(owners)s)")
    values = _values(actor, me=actor.id, most=PAGE + 1) | ({} if owners is None else {"owners": list(owners)})
    return _list(actor, where, "oldest", values)


def count_waiting(*, actor: Actor) -> int:
    """How many checks wait for the actor, up to 100."""
    owners = actor.owners(JUDGE)
    if owners == ():
        return 0
    mine = "" if owners is None else " AND c.user_id = ANY(%(owners)s)"
    sql = f"SELECT count(*) FROM (SELECT FROM checks_check c WHERE {WAITING} AND c.user_id <> %(me)s{mine} LIMIT 100) x"  # noqa: S608 - our own pieces
    values: dict[str, Any] = {"me": actor.id} | ({} if owners is None else {"owners": list(owners)})
    return int(fetch_all(sql, values)[0][0])


def list_checks(
    *, actor: Actor, now: datetime, user_id: UUID | None = None, only: str = "", stratum: str = "", after: Key | None = None,
    limit: int = PAGE,
) -> list[CheckRow]:  # fmt: skip
    """Checks that the actor sees (of one rep, of one stratum), the newest first; one more than `limit`.

    `only` is "" for all, "counted" for those that anchors count, "answered" for those with an answer; "drawn", "checked",
    "wrong" and "cant_tell" are what `list_rates` counts of the last 90 days.
    """
    owners = actor.owners(SEE) if user_id is None else ((user_id,) if actor.covers(SEE, user_id) else ())
    tests, values = [ONLY[only]], _values(actor, most=limit + 1, now=now, since=now - timedelta(days=DAYS))
    if owners is not None:
        tests.append("c.user_id = ANY(%(owners)s)")
        values["owners"] = list(owners)
    if stratum:
        tests.append("c.stratum = %(stratum)s")
        values["stratum"] = stratum
    if after:
        tests.append("(c.drawn_at, c.id) < (%(at)s, %(after)s)")
        values["at"], values["after"] = after
    return _list(actor, " AND ".join(tests), "newest", values)


def list_own(*, actor: Actor, ids: Sequence[UUID]) -> list[CheckRow]:
    """Checks of the actor's own, the oldest first."""
    values = _values(actor, me=actor.id, ids=list(ids), most=len(ids))
    return _list(actor, "c.user_id = %(me)s AND c.id = ANY(%(ids)s)", "oldest", values) if ids else []


def _values(actor: Actor, **more: Any) -> dict[str, Any]:
    return {"reach": list(actor.reach) or ([actor.id] if actor.id else []), **more}


def _list(actor: Actor, where: str, order: str, values: dict[str, Any]) -> list[CheckRow]:
    source = SOURCE.format(where=where, order=ORDERS[order])
    sql = COLUMNS.format(source=source) + f" ORDER BY {ORDERS[order]}"
    return [_shape(actor, row) for row in fetch_all(sql, values)]


def _shape(actor: Actor, row: Sequence[Any]) -> CheckRow:
    """A row of COLUMNS: what the reader may not see is left out."""
    (is_there, owner_id, is_off, title, family, given, person_owner, at, is_in), stratum = row[29:], row[1]
    standing: Standing = "gone"
    if is_there:
        standing = "off" if is_off else "moved" if owner_id != row[3] else "here"
        sees = actor.covers(RIGHTS[stratum], owner_id) or (is_in and actor.has("work.see"))
        standing = standing if sees else "unseen"
    is_shown = standing not in ("gone", "unseen")
    tells = is_shown and (stratum == "person" or is_in or owner_id == actor.id or actor.covers("people.see", person_owner))
    values: Any = (
        *row[:4], (row[4], row[5]), *row[6:13], (row[13] or "", row[14] or ""), *row[15:19], (row[19] or "", row[20] or ""),
        *row[21:29], standing, title if is_shown else "", (family or "", given or "") if tells else ("", ""),
        at if is_shown else None, can_judge(actor=actor, user_id=row[3]),
    )  # fmt: skip
    return CheckRow(*values)
