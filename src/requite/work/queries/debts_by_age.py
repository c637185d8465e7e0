"""What each rep of a team owes, by how long it has been due: one read for the leader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from requite.fields.catalogue import hidden_from
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.work.queries.debts import TOLD, Only

MOST = 100
REPS = 500
DAY, WEEK, MONTH = timedelta(days=1), timedelta(days=7), timedelta(days=30)
# From the oldest to what isn't due yet: (name, due from so long ago, due until so long ago); None is without an end.
BANDS: Sequence[tuple[str, timedelta | None, timedelta | None]] = (
    ("month", None, MONTH),
    ("week", MONTH, WEEK),
    ("day", WEEK, DAY),
    ("fresh", DAY, timedelta()),
    ("ahead", timedelta(), None),
)


def band_of(name: str, *, now: datetime) -> Only:
    """The debts of a band, `Only()` for no such band."""
    found = next((one for one in BANDS if one[0] == name), None)
    if found is None:
        return Only()
    _name, since, until = found
    return Only(since=now - since if since is not None else None, until=now - until if until is not None else None)


@dataclass(frozen=True, slots=True)
class RepDebts:
    """A rep's debts by band, in the order of `BANDS`. A number stops at 101, which says "more than 100"."""

    user_id: UUID
    names: tuple[str, str]
    email: str
    team: str
    counts: tuple[int, ...]


LEAVES = """
(SELECT r.owed_at FROM {table} r WHERE r.owner_id = rep.id AND r.owed_at IS NOT NULL AND r.{gone}_at IS NULL {told}
  AND r.owed_at >= {since} AND r.owed_at < {until} LIMIT %(most)s)
"""
TABLES = (
    ("work_activity", "retracted"),
    ("people_person", "archived"),
    ("people_company", "archived"),
    ("deals_deal", "archived"),
)
TABLE = """
WITH RECURSIVE below AS (
    SELECT id FROM identity_team WHERE id = %(team)s
    UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id
), rep AS (
    SELECT u.id, u.family_name, u.given_name, u.email, t.name AS team
    FROM identity_user u LEFT JOIN identity_team t ON t.id = u.team_id
    WHERE u.is_active AND u.role = ANY(%(roles)s) AND (%(owners)s::uuid[] IS NULL OR u.id = ANY(%(owners)s::uuid[]))
      AND (%(team)s::uuid IS NULL OR u.team_id IN (SELECT id FROM below))
    ORDER BY u.family_name, u.given_name, u.id LIMIT %(reps)s
)
SELECT rep.id, rep.family_name, rep.given_name, rep.email, coalesce(rep.team, ''), {counts} FROM rep
ORDER BY rep.family_name, rep.given_name, rep.id
"""


def list_debts_by_age(
    *, actor: Actor, team_id: UUID | None, roles: Sequence[str], now: datetime
) -> list[RepDebts]:
    """Active users of these roles in the team and those below it (None: the company), by name, at most 500.

    Each with what they owe that the actor may know of. One statement, of keys of the index of what is owed alone.
    """
    hidden, owners = hidden_from(actor), actor.owners("work.see")
    told = TOLD.format("r") if hidden else ""
    counts = []
    values: dict[str, object] = {"team": team_id, "roles": list(roles), "reps": REPS, "most": MOST + 1, "hidden": hidden}
    for number, (_name, since, until) in enumerate(BANDS):
        values |= {
            f"since{number}": now - since if since is not None else None,
            f"until{number}": now - until if until is not None else None,
        }
        ends = {
            "since": f"coalesce(%(since{number})s::timestamptz, '-infinity')",
            "until": f"coalesce(%(until{number})s::timestamptz, 'infinity')",
        }
        leaves = " UNION ALL ".join(
            LEAVES.format(table=table, gone=gone, told=told, **ends) for table, gone in TABLES
        )
        counts.append(f"(SELECT count(*) FROM ({leaves} LIMIT %(most)s) x)")  # noqa: S608 - texts of this file
    values["owners"] = None if owners is None else list(owners)
    rows = fetch_all(TABLE.format(counts=", ".join(counts)), values)
    return [RepDebts(row[0], (row[1], row[2]), row[3], row[4], tuple(row[5:])) for row in rows]
