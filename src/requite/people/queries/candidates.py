"""Records that may be the same, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.people.likeness import Kind

PAGE = 50
FEW = 10
SPARE = 20  # of an owner's: they may have become another's this very moment
# Whether a record may be another one: the page of one that may not asks no more.
HAS = """
EXISTS (SELECT FROM people_candidate d WHERE (d.first_id = {alias}.id OR d.second_id = {alias}.id) AND d.apart_at IS NULL)
"""
NAMED = {
    "person": "{a}.id, {a}.family_name, {a}.given_name, coalesce(k{a}.name, ''), {a}.owner_id",
    "company": "{a}.id, {a}.name, '', {a}.registration_number, {a}.owner_id",
}
OF = {"person": "LEFT JOIN people_company k{a} ON k{a}.id = {a}.company_id", "company": ""}
ONE = """
SELECT c.id, c.probability, c.signs, c.counts_at, {named} FROM people_candidate c
JOIN people_{kind} o ON o.id = CASE WHEN c.first_id = %(id)s THEN c.second_id ELSE c.first_id END {of}
WHERE (c.first_id = %(id)s OR c.second_id = %(id)s) AND c.apart_at IS NULL AND o.archived_at IS NULL
ORDER BY c.probability DESC, c.id DESC LIMIT {few}
"""
# Pairs of the kind, from the likeliest on behind a key, as their own columns have them.
OPEN = """
c.kind = '{kind}' AND c.apart_at IS NULL AND c.first_in_use AND c.second_in_use AND (%(contacts)s OR {told})
    AND (%(id)s::uuid IS NULL OR (c.probability, c.id) < (%(probability)s::float8, %(id)s::uuid))
"""
# Of each owner for whom the reader answers the likeliest, by an index of either record's, and of these the likeliest.
OF_OWNER = f"""
unnest(%(owners)s::uuid[]) o(id) CROSS JOIN LATERAL (
    SELECT c.* FROM people_candidate c WHERE c.{{one}}_owner_id = o.id
        AND (%(seen)s::uuid[] IS NULL OR c.{{other}}_owner_id = ANY(%(seen)s::uuid[])) AND {OPEN}
    ORDER BY c.probability DESC, c.id DESC LIMIT %(most)s) c
"""  # noqa: S608 - texts of this file
FIRST = f"""
(SELECT c.* FROM {OF_OWNER.replace("{one}", "first").replace("{other}", "second")}
 ORDER BY c.probability DESC, c.id DESC LIMIT %(most)s)
"""  # noqa: S608
SECOND = f"""
(SELECT c.* FROM {OF_OWNER.replace("{one}", "second").replace("{other}", "first")}
 WHERE NOT coalesce(c.first_owner_id = ANY(%(owners)s::uuid[]), false) ORDER BY c.probability DESC, c.id DESC LIMIT %(most)s)
"""  # noqa: S608
# The records alone say for certain whose they are: who gave one away this very moment isn't waited for.
ALL = """
SELECT c.id, c.probability, c.signs, c.counts_at, {x}, {y} FROM (
    SELECT c.* FROM {pairs} JOIN people_{kind} x ON x.id = c.first_id JOIN people_{kind} y ON y.id = c.second_id
    WHERE x.archived_at IS NULL AND y.archived_at IS NULL AND {among}
    ORDER BY c.probability DESC, c.id DESC LIMIT %(limit)s) c
JOIN people_{kind} x ON x.id = c.first_id {of_x} JOIN people_{kind} y ON y.id = c.second_id {of_y}
ORDER BY c.probability DESC, c.id DESC
"""
BOTH = """
(x.owner_id = ANY(%(owners)s::uuid[]) OR y.owner_id = ANY(%(owners)s::uuid[]))
    AND (%(seen)s::uuid[] IS NULL OR (x.owner_id = ANY(%(seen)s::uuid[]) AND y.owner_id = ANY(%(seen)s::uuid[])))
"""
# What a reader who may not see contacts in full is told of: a pair that is known without them.
TOLD = {"person": "c.signs @> '{name,company}'", "company": "c.signs && '{name,number}'"}


@dataclass(frozen=True, slots=True)
class Alike:
    """A record as its double's page names it: a person's (family, given) name and company, or a company and its number."""

    id: UUID
    names: tuple[str, str]
    beside: str
    owner_id: UUID | None


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records that may be the same. `records`: the other one, or both in the list of all. `signs` name what agrees.

    From `counts_at` on both are worth less. `may_say`: the reader may say that they aren't. `may_merge`: that they are one.
    """

    id: UUID
    probability: float
    signs: tuple[str, ...]
    counts_at: datetime
    records: tuple[Alike, ...]
    may_say: bool
    may_merge: bool


@dataclass(frozen=True, slots=True)
class Twins:
    """Whom a record may be the same as. Of those whom the reader may not see only that there are some is said."""

    shown: tuple[Twin, ...] = ()
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.shown) or self.elsewhere


def list_twins(*, actor: Actor, kind: Kind, record_id: UUID, owner_id: UUID | None) -> Twins:
    """The likeliest doubles of a record that the reader sees. One statement."""
    named, of = NAMED[kind].format(a="o"), OF[kind].format(a="o")
    rows = fetch_all(ONE.format(kind=kind, named=named, of=of, few=FEW), {"id": record_id})
    found = [_twin(actor, row, extra=owner_id) for row in rows if _is_told(actor, kind, row[2])]
    seen = tuple(one for one in found if all(actor.covers("people.see", other.owner_id) for other in one.records))
    return Twins(seen, elsewhere=len(seen) < len(found))


def list_candidates(
    *, actor: Actor, kind: Kind, after: tuple[float, UUID] | None = None, limit: int = PAGE
) -> list[Twin]:
    """Pairs of the records for which the reader answers, the likeliest first, behind `after`. One statement.

    Those of a rep are the rep's own, those of a leader the team's; the other record of a pair they only have to see.
    """
    owners, seen = actor.owners("people.archive"), actor.owners("people.see")
    x, y = (NAMED[kind].format(a=a) for a in "xy")
    of_x, of_y = (OF[kind].format(a=a) for a in "xy")
    open_ = {"kind": kind, "told": TOLD[kind]}
    if owners is None:
        pairs, among = "people_candidate c", OPEN.format(**open_)
    else:
        theirs = FIRST if owners == seen else f"({FIRST} UNION ALL {SECOND})"
        pairs, among = theirs.format(**open_) + " c", BOTH
    values = {
        "owners": list(owners or ()), "seen": None if seen is None else list(seen),
        "limit": limit, "most": limit + SPARE, "contacts": actor.sees("contact"),
        "probability": after[0] if after else None, "id": after[1] if after else None,
    }  # fmt: skip
    sql = ALL.format(kind=kind, x=x, y=y, of_x=of_x, of_y=of_y, pairs=pairs, among=among)
    return [_twin(actor, row) for row in fetch_all(sql, values, prepare=False)]


def _is_told(actor: Actor, kind: Kind, signs: Sequence[str]) -> bool:
    """A reader who may not see contacts in full isn't told what is known by them alone."""
    if actor.sees("contact"):
        return True
    return {"name", "company"} <= set(signs) if kind == "person" else bool({"name", "number"} & set(signs))


def _twin(actor: Actor, row: Sequence[Any], extra: UUID | None = None) -> Twin:
    records = tuple(
        Alike(row[at], (row[at + 1], row[at + 2]), row[at + 3], row[at + 4]) for at in range(4, len(row), 5)
    )
    owners = [extra, *(one.owner_id for one in records)] if len(records) == 1 else [one.owner_id for one in records]
    signs = tuple(sign for sign in row[2] if sign not in ("phone", "email") or actor.sees("contact"))
    may_say = any(actor.covers("people.edit", one) for one in owners)
    may_merge = all(actor.covers("people.archive", one) for one in owners)
    return Twin(row[0], row[1], signs, row[3], records, may_say, may_merge)
