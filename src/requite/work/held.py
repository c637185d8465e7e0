"""Activities as acts on many take them: rows instead of models, at a tenth of the cost."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from requite.journal.acts import READERS
from requite.kernel.reading import Row, fetch_all
from requite.people.assessing import best_state
from requite.quality.keeping import KEPT
from requite.quality.measure import State
from requite.work.models.activity import is_answered

COLUMNS = """
r.id, r.kind, r.state, r.owner_id, r.team_id, r.person_id, r.company_id, r.deal_id, r.at, r.until, r.day, r.is_all_day,
r.outcome_id, r.outcome_class, r.seconds, r.point_id, r.topic, r.place, r.result, r.follows_id, r.is_joint,
r.retracted_at, r.asked, r.made_at, r.rulings
"""
TAKE = f"""
SELECT {COLUMNS} FROM work_activity r
WHERE r.id = ANY(%(ids)s::uuid[]) AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s::uuid[])
    OR (r.is_joint AND EXISTS (SELECT FROM work_participation p
                               WHERE p.activity_id = r.id AND p.user_id = ANY(%(owners)s::uuid[]))))
ORDER BY r.id FOR UPDATE OF r
"""  # noqa: S608 - texts of this file
NEXT = f"""
SELECT {COLUMNS} FROM work_activity r
WHERE r.follows_id = ANY(%s::uuid[]) AND r.kind = 'call' AND r.state = 'to_do' AND (r.retracted_at IS NULL) = %s
ORDER BY r.id FOR UPDATE OF r
"""  # noqa: S608
# One order for all that is locked: two acts whose calls and next calls overlap wait for each other, and never in a ring.
LOCK_WITH_NEXT = """
WITH seen AS MATERIALIZED (
    SELECT r.id, r.kind FROM work_activity r
    WHERE r.id = ANY(%(ids)s::uuid[]) AND (%(owners)s::uuid[] IS NULL OR r.owner_id = ANY(%(owners)s::uuid[])
        OR (r.is_joint AND EXISTS (SELECT FROM work_participation p
                                   WHERE p.activity_id = r.id AND p.user_id = ANY(%(owners)s::uuid[]))))
), wanted AS MATERIALIZED (
    SELECT id FROM seen UNION SELECT n.id FROM seen s JOIN work_activity n ON n.follows_id = s.id
    WHERE s.kind = 'call' AND n.kind = 'call' AND n.state = 'to_do'
)
SELECT r.id FROM work_activity r JOIN wanted USING (id) ORDER BY r.id FOR UPDATE OF r
"""
AGAIN = f"""
SELECT {COLUMNS} FROM work_activity r
WHERE r.follows_id = ANY(%s::uuid[]) AND r.version = 1 AND r.state = 'planned' AND r.retracted_at IS NULL
ORDER BY r.id FOR UPDATE OF r
"""  # noqa: S608
# To be judged anew; each with what was found of it before.
JUDGE = f"SELECT {COLUMNS}, {KEPT} FROM work_activity r WHERE r.retracted_at IS NULL AND "  # noqa: S608
JUDGE_NEXT = f"""{JUDGE} r.kind = %(kind)s
AND (%(after)s::uuid IS NULL OR r.id > %(after)s) AND (%(upto)s::uuid IS NULL OR r.id <= %(upto)s)
AND (%(owner)s::uuid IS NULL OR r.owner_id = %(owner)s)
ORDER BY r.id LIMIT %(limit)s FOR NO KEY UPDATE
"""
JUDGE_THESE = f"{JUDGE} r.kind = %(kind)s AND r.id = ANY(%(ids)s::uuid[]) ORDER BY r.id FOR NO KEY UPDATE"
AMONG = f"SELECT {COLUMNS} FROM work_activity r WHERE r.id = ANY(%s::uuid[])"  # noqa: S608
JUDGE_WITH = f"""{JUDGE} r.kind = 'meeting' AND r.person_id = %(person)s AND r.state IN ('planned', 'held')
AND NOT (r.state = 'held' AND r.missing = '{{}}') ORDER BY r.id LIMIT %(limit)s FOR NO KEY UPDATE
"""
WHOM = """
SELECT p.id, p.family_name, p.given_name, t.phones, t.emails
FROM people_person p CROSS JOIN LATERAL (
    SELECT array_agg(t.state) FILTER (WHERE t.kind = 'phone') AS phones,
           array_agg(t.state) FILTER (WHERE t.kind = 'email') AS emails
    FROM people_point t WHERE t.person_id = p.id AND t.kind IN ('phone', 'email')
) t
WHERE p.id = ANY(%s::uuid[])
"""


class Held(NamedTuple):
    """An activity, locked where it is taken, or a new one that isn't kept yet. The names are the model's."""

    id: UUID
    kind: str
    state: str
    owner_id: UUID
    team_id: UUID | None
    person_id: UUID | None
    company_id: UUID | None
    deal_id: UUID | None
    at: datetime
    until: datetime | None
    day: date
    is_all_day: bool
    outcome_id: UUID | None
    outcome_class: str
    seconds: int | None
    point_id: UUID | None
    topic: str
    place: str
    result: str
    follows_id: UUID | None
    is_joint: bool
    retracted_at: datetime | None
    asked: Mapping[str, str]
    made_at: datetime
    rulings: Mapping[str, Mapping[str, str]]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("to_do", "planned")

    @property
    def is_two_way(self) -> bool:
        """Whether somebody answered."""
        return is_answered(self.kind, self.state, self.outcome_class, self.seconds)

    def given(self, values: Mapping[str, Any], types: Mapping[str, str]) -> "Held":
        """The activity as it will be with these values, which are as JSON has them."""
        read: dict[str, Any] = {
            name: None if value is None else READERS[types[name]](value)
            for name, value in values.items()
            if name in types
        }
        return self._replace(**read)


class Whom(NamedTuple):
    """What the engine looks at in the person of a meeting."""

    family_name: str
    given_name: str
    contact: State


def take_held(*, ids: Sequence[UUID], owners: Collection[UUID] | None) -> list[Held]:
    """Of `ids` those whose owner, or one of whose colleagues, is among `owners` (None: all), locked, in order of id."""
    values = {"ids": list(ids), "owners": None if owners is None else list(owners)}
    return [Held._make(row) for row in fetch_all(TAKE, values)]


def lock_with_next(*, ids: Sequence[UUID], owners: Collection[UUID] | None) -> None:
    """Lock what `take_held` and then `take_next` will take, all of it in order of id, by one statement."""
    fetch_all(LOCK_WITH_NEXT, {"ids": list(ids), "owners": None if owners is None else list(owners)})


def take_next(calls: Sequence[UUID], *, retracted: bool) -> list[Held]:
    """The next calls, still to be made, that the calls planned; locked."""
    return [Held._make(row) for row in fetch_all(NEXT, [list(calls), not retracted])] if calls else []


def take_again(former: Sequence[UUID]) -> list[Held]:
    """The meetings planned in the place of moved ones, as far as they haven't gone on since; locked."""
    return [Held._make(row) for row in fetch_all(AGAIN, [list(former)])] if former else []


def take_judged_next(
    kind: str, *, after: UUID | None, upto: UUID | None, limit: int, owner_id: UUID | None
) -> list[tuple[Held, Row]]:
    """The next activities of a kind (of the owner, where one is named) behind `after`, to `upto`, locked, with findings."""
    values = {"kind": kind, "after": after, "upto": upto, "limit": limit, "owner": owner_id}
    return _with_findings(fetch_all(JUDGE_NEXT, values, prepare=False))


def take_judged(kind: str, ids: Sequence[UUID]) -> list[tuple[Held, Row]]:
    """These activities, likewise."""
    return _with_findings(fetch_all(JUDGE_THESE, {"kind": kind, "ids": list(ids)}, prepare=False))


def list_these(ids: Sequence[UUID]) -> list[Held]:
    """These activities, to read alone."""
    return [Held._make(row) for row in fetch_all(AMONG, [list(ids)])]


def take_judged_with(person_id: UUID, *, limit: int) -> list[tuple[Held, Row]]:
    """The person's planned meetings, and those held that still lack something, likewise."""
    return _with_findings(fetch_all(JUDGE_WITH, {"person": person_id, "limit": limit}))


def _with_findings(rows: Sequence[Row]) -> list[tuple[Held, Row]]:
    size = len(Held._fields)
    return [(Held._make(row[:size]), row[size:]) for row in rows]


def list_whom(ids: Collection[UUID]) -> dict[UUID, Whom]:
    """The persons as the engine looks at them in a meeting."""
    rows = fetch_all(WHOM, [list(ids)]) if ids else []
    return {
        id_: Whom(family, given, best_of(phones or (), emails or ())) for id_, family, given, phones, emails in rows
    }


def best_of(phones: Sequence[str], emails: Sequence[str]) -> State:
    """What somebody's means of contact are worth: the better of phone and e-mail, by the states of each."""
    states = {best_state(phones), best_state(emails)}
    return next((state for state in State if state in states), State.BLANK)
