"""What a rep owes, over all kinds of record: soonest first, each with what closes it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from requite.fields.catalogue import hidden_from, told
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.reading import ONCE, PLANNED_ONCE, fetch_all, fetch_one
from requite.quality.durations import list_medians, sum_seconds
from requite.quality.registry import KINDS
from requite.quality.rulings import Kept, due_of, is_waived
from requite.work.access import see_activity

PAGE = 50
MOST = 1_000
Key = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Debt:
    """A field that a record owes. `names` are those of the person or company concerned, (family, given), as far as they are
    told; `person_id` whose page is opened, where the reader may. `fields` are all that the record lacks, as far as the
    reader may know of them. `due_at` is when the field is due, `owed_at` when the first of the record's is: lists go by it.
    `seconds` is how long the record is likely to take, with all that it lacks: `lacks` fields, whoever may know of them.
    """

    kind: str
    record_id: UUID
    field: str
    due_at: datetime | None
    names: tuple[str, str]
    at: datetime | None
    topic: str
    person_id: UUID | None
    others: int
    fields: tuple[str, ...] = ()
    owed_at: datetime | None = None
    seconds: int = 0
    lacks: int = 1


class Same(NamedTuple):
    """So many records of a kind that lack the same field."""

    kind: str
    field: str
    records: int


@dataclass(frozen=True, slots=True)
class Debts:
    """How many records owe something (each kind up to `MOST`), how long they are likely to take, which lack the same."""

    count: int
    seconds: int
    same: tuple[Same, ...]


OWED = """
SELECT kind, id, missing, owed_at, family, given, at, topic, person_id, whose, rulings FROM (
 (SELECT a.kind, a.id, a.missing, a.owed_at, coalesce(p.family_name, c.name, '') AS family,
         coalesce(p.given_name, '') AS given, a.at, a.topic, a.person_id,
         CASE WHEN a.person_id IS NULL THEN c.owner_id ELSE p.owner_id END AS whose, a.rulings
  FROM work_activity a LEFT JOIN people_person p ON p.id = a.person_id
  LEFT JOIN people_company c ON c.id = a.company_id AND a.person_id IS NULL
  WHERE a.owner_id = %(user)s AND a.owed_at IS NOT NULL AND a.retracted_at IS NULL {activity}
  ORDER BY a.owed_at, a.id LIMIT {limit:d})
 UNION ALL
 (SELECT 'person', p.id, p.missing, p.owed_at, p.family_name, p.given_name, NULL, '', p.id, p.owner_id,
         p.rulings FROM people_person p
  WHERE p.owner_id = %(user)s AND p.owed_at IS NOT NULL AND p.archived_at IS NULL {person}
  ORDER BY p.owed_at, p.id LIMIT {limit:d})
 UNION ALL
 (SELECT 'company', c.id, c.missing, c.owed_at, c.name, '', NULL, '', NULL, c.owner_id, c.rulings FROM people_company c
  WHERE c.owner_id = %(user)s AND c.owed_at IS NOT NULL AND c.archived_at IS NULL {company}
  ORDER BY c.owed_at, c.id LIMIT {limit:d})
 UNION ALL
 (SELECT 'deal', d.id, d.missing, d.owed_at, d.title, '', NULL, '', NULL, NULL, d.rulings FROM deals_deal d
  WHERE d.owner_id = %(user)s AND d.owed_at IS NOT NULL AND d.archived_at IS NULL {deal}
  ORDER BY d.owed_at, d.id LIMIT {limit:d})
) x WHERE {once} ORDER BY {order} owed_at, id LIMIT {limit:d}
"""
# Not waived: what was given another time has it beside the field, what was waived hasn't.
UNWAIVED = "coalesce(({0}.rulings -> {1}) ? 'due_at', true)"
RESULTS = " AND a.missing && ARRAY['result', 'outcome']::varchar[] AND ({})".format(
    " OR ".join(f"'{one}' = ANY(a.missing) AND {UNWAIVED.format('a', repr(one))}" for one in ("result", "outcome"))
)
# What a record owes may be nothing but fields that the reader may not know of.
TOLD = (
    " AND ({0}.missing = '{{}}' OR EXISTS (SELECT FROM unnest({0}.missing) f"
    " WHERE f <> ALL(%(hidden)s::varchar[]) AND " + UNWAIVED.replace("{1}", "f") + "))"
)
ALIASES = {"activity": "a", "person": "p", "company": "c", "deal": "d"}
SUM = """
SELECT kind, missing, rulings, count(*) FROM (
    (SELECT kind, missing, rulings FROM work_activity a WHERE owner_id = %(user)s AND owed_at IS NOT NULL
        AND retracted_at IS NULL {activity} LIMIT %(most)s)
    UNION ALL
    (SELECT 'person', missing, rulings FROM people_person p WHERE owner_id = %(user)s AND owed_at IS NOT NULL
        AND archived_at IS NULL {person} LIMIT %(most)s)
    UNION ALL
    (SELECT 'company', missing, rulings FROM people_company c WHERE owner_id = %(user)s AND owed_at IS NOT NULL
        AND archived_at IS NULL {company} LIMIT %(most)s)
    UNION ALL
    (SELECT 'deal', missing, rulings FROM deals_deal d WHERE owner_id = %(user)s AND owed_at IS NOT NULL
        AND archived_at IS NULL {deal} LIMIT %(most)s)
) x GROUP BY 1, 2, 3
"""
# The first so many alone, calls and meetings before people, companies and deals: enough where a number is only glanced at.
SUM_FIRST = SUM.replace(") x GROUP", "LIMIT %(most)s) x GROUP")


@dataclass(frozen=True, slots=True)
class Only:
    """Which debts are asked for.

    `results` leaves the calls without an outcome and the meetings without a result; `same` the records of that kind that
    lack that field; those that are due from `since` on, and before `until`.
    """

    results: bool = False
    same: tuple[str, str] | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def values(self) -> dict[str, object]:
        """What `conditions` bind."""
        kind, field = self.same or ("", "")
        return {"since": self.since, "until": self.until, "same_kind": kind, "same_field": field}

    def conditions(self, hidden: Sequence[str]) -> dict[str, str]:
        """A condition for each table, over its alias; `hidden` are fields that the reader may not know of."""
        return {name: self._of(name, alias) + (TOLD.format(alias) if hidden else "") for name, alias in ALIASES.items()}

    def _of(self, name: str, alias: str) -> str:
        if self.results and name != "activity":
            return " AND false"
        texts = [RESULTS if self.results else ""]
        texts += [f" AND {alias}.owed_at >= %(since)s" if self.since else ""]
        texts += [f" AND {alias}.owed_at < %(until)s" if self.until else ""]
        if self.same:
            if name != (self.same[0] if self.same[0] in ALIASES else "activity"):
                return " AND false"
            kind = " AND a.kind = %(same_kind)s" if name == "activity" else ""
            texts.append(f"{kind} AND %(same_field)s = ANY({alias}.missing)")
            texts.append(f" AND {UNWAIVED.format(alias, '%(same_field)s::text')}")
        return "".join(texts)


ALL = Only()


def list_debts(
    *,
    actor: Actor,
    user_id: UUID,
    after: Key | None = None,
    limit: int = PAGE,
    counting_first: bool = False,
    only: Only = ALL,
) -> list[Debt]:
    """Records of the rep that owe something, one line each, soonest first; one more than `limit`.

    Its field is the record's first, or the one that `only` asks for. Fields that the actor may not know of are no debts to
    them. `others` says how many fields of the same record follow. `counting_first` puts the meetings and calls that a
    counter waits for before the rest.
    """
    field = only.same[1] if only.same else ""
    if not actor.covers("work.see", user_id) or (field and not told(actor, [field])):
        return []
    hidden = hidden_from(actor)
    keys = only.conditions(hidden)
    order = "kind IN ('person', 'company', 'deal'), " if counting_first else ""
    if after:
        keys = {
            name: f"{text} AND ({ALIASES[name]}.owed_at, {ALIASES[name]}.id) > (%(after_at)s, %(after_id)s)"
            for name, text in keys.items()
        }
    values: dict[str, object] = {"user": user_id, "hidden": hidden, **only.values, **PLANNED_ONCE}
    if after:
        values |= {"after_at": after[0], "after_id": after[1]}
    once = ONCE if only == ALL else "true"  # how many lack a field decides of the way
    rows = fetch_all(OWED.format(**keys, order=order, once=once, limit=limit + 1), values)
    return [_debt(actor, _told(actor, row, user_id), _owed(actor, row[2], row[10]), field) for row in rows]


def _told(actor: Actor, row: Sequence[Any], owner_id: UUID) -> Sequence[Any]:
    """The row as far as the actor may read whom an activity of that owner is with (ADR 0053)."""
    if row[0] in RIGHTS or actor.covers("people.see", row[9]):
        return row
    names = row[4:6] if owner_id == actor.id else ("", "")
    return (*row[:4], *names, *row[6:8], None, None, row[10])


def _owed(actor: Actor, missing: Sequence[str], rulings: Kept) -> Sequence[str]:
    """What of the missing fields is owed, as far as the actor may know of it."""
    return [field for field in told(actor, missing) if not is_waived(rulings, field)]


def _debt(actor: Actor, row: Sequence[Any], missing: Sequence[str], field: str = "") -> Debt:
    """The row (kind, id, missing, owed_at, names, at, topic, person, …, rulings) as a debt.

    Of `field`, else of the first of `missing` that is due when the record is.
    """
    dues = {name: due_of(row[10], name, row[3]) for name in (field, *missing)}
    first = next((name for name in missing if dues[name] == row[3]), next(iter(missing), ""))
    field = field or first
    return Debt(
        kind=row[0],
        record_id=row[1],
        field=field,
        due_at=dues[field] if field else row[3],
        names=(row[4] or "", row[5] or ""),
        at=row[6],
        topic=row[7],
        person_id=row[8],
        others=max(0, len(missing) - 1),
        fields=tuple(missing),
        owed_at=row[3],
        seconds=sum_seconds(list_medians(actor.fields_stamp), row[0], missing or (field,)),
        lacks=len(row[2]),
    )


RIGHTS = {"person": "people.see", "company": "people.see", "deal": "deals.see"}
ONE = {
    "activity": """SELECT a.owner_id, a.kind, a.missing, a.owed_at, coalesce(p.family_name, c.name), p.given_name, a.at,
        a.topic, a.person_id, CASE WHEN a.person_id IS NULL THEN c.owner_id ELSE p.owner_id END, a.rulings
        FROM work_activity a LEFT JOIN people_person p ON p.id = a.person_id
        LEFT JOIN people_company c ON c.id = a.company_id AND a.person_id IS NULL
        WHERE a.id = %s AND a.retracted_at IS NULL""",
    "person": """SELECT owner_id, 'person', missing, owed_at, family_name, given_name, NULL, '', id, owner_id, rulings
        FROM people_person WHERE id = %s""",
    "company": """SELECT owner_id, 'company', missing, owed_at, name, '', NULL, '', NULL, owner_id, rulings
        FROM people_company WHERE id = %s""",
    "deal": """SELECT owner_id, 'deal', missing, owed_at, title, '', NULL, '', NULL, NULL, rulings
        FROM deals_deal WHERE id = %s AND archived_at IS NULL""",
}


def get_debt(*, actor: Actor, kind: str, record_id: UUID, field: str) -> Debt:
    """One field of one record as a debt, also when it isn't owed just now. Raises NotVisible."""
    row = _see(actor, kind, record_id)
    if not told(actor, [field]):
        raise NotVisible
    return _debt(actor, _told(actor, (kind, record_id, *row[2:]), row[0]), _owed(actor, row[2], row[10]), field)


def list_debts_of(*, actor: Actor, kind: str, record_id: UUID) -> tuple[list[Debt], UUID | None]:
    """Each field that the record lacks, as far as the actor may know of it, heaviest first; and whose record it is.

    Waived ones are among them. Raises NotVisible.
    """
    row = _see(actor, kind, record_id)
    shown = _told(actor, (kind, record_id, *row[2:]), row[0])
    return [_debt(actor, shown, [field]) for field in told(actor, row[2])], row[0]


def _see(actor: Actor, kind: str, record_id: UUID) -> Sequence[Any]:
    row = fetch_one(ONE.get(kind, ONE["activity"]), [record_id])
    if row is None or row[1] != kind or kind not in KINDS:  # a task or a note owes nothing
        raise NotVisible
    if not actor.covers(RIGHTS.get(kind, "work.see"), row[0]):
        if kind in RIGHTS:
            raise NotVisible
        see_activity(actor=actor, activity_id=record_id)  # who takes part in a joint meeting sees it too
    return row


def sum_debts(*, actor: Actor, user_id: UUID, only: Only = ALL, first: int = 0) -> Debts:
    """How much the rep owes that the actor may know of; up to the `first` so many of all kinds together. One statement."""
    if not actor.covers("work.see", user_id):
        return Debts(0, 0, ())
    hidden = hidden_from(actor)
    values = {"user": user_id, "most": first or MOST, "hidden": hidden, **only.values}
    text = SUM_FIRST if first else SUM
    count = seconds = 0
    same: Counter[tuple[str, str]] = Counter()
    medians = list_medians(actor.fields_stamp)
    for kind, missing, rulings, rows in fetch_all(text.format(**only.conditions(hidden)), values):
        fields = _owed(actor, missing, rulings)
        count += rows
        seconds += rows * sum_seconds(medians, kind, fields)
        same.update({(kind, field): rows for field in fields})
    ordered = sorted(same.items(), key=lambda one: (-one[1], one[0]))
    return Debts(count, seconds, tuple(Same(*key, rows) for key, rows in ordered))


def count_debts(*, actor: Actor, user_id: UUID, only: Only = ALL) -> int:
    """How many records of the rep owe something. Each kind is counted up to 1,000."""
    return sum_debts(actor=actor, user_id=user_id, only=only).count
