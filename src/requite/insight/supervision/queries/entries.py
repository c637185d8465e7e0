"""The journal searched: who changed what, over the records that the reader may see; and who set each field of a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.journal.events import label_of
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all
from requite.people.queries.history import PastEntry

PAGE = 50
WINDOW = 20_000  # entries that one page looks through
RECENT = 2_000  # entries of a record that are asked who set its fields
RIGHT = "journal.search"
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is sought, in the days from `start` up to `end`; "" or None asks nothing.

    `what` leaves what somebody themselves "made" of persons, companies, deals and activities, or "changed" of them; `of`
    what these users wrote.
    """

    start: datetime
    end: datetime
    by: UUID | None = None
    kind: str = ""
    field: str = ""
    via: str = ""
    what: str = ""
    of: Sequence[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, newest first; `before` is where the next one begins, None at the end of the days.

    `looked` says that the page ended by how much it may look through, not by what it found.
    """

    entries: Sequence[PastEntry]
    before: int | None
    looked: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """Who set a field last, when, and through what."""

    field: str
    at: datetime
    who: str
    via: str


# Kinds of record that somebody owns, each with how its owner is found and the right to see it.
OWNED: Mapping[str, tuple[Sequence[str], str, str]] = {
    "person": (("person",), "people_person", "people.see"),
    "company": (("company",), "people_company", "people.see"),
    "deal": (("deal",), "deals_deal", "deals.see"),
    "activity": (("call", "meeting", "task", "note", "activity"), "work_activity", "work.see"),
}
# Kinds that are the company's own, for who searches everybody's and has each of these rights over everybody. A kind that
# stands in neither is found by nobody: views and acts on many are their makers' alone.
COMMON: Mapping[str, Sequence[str]] = {
    "user": (), "team": (), "plan": ("plans.see",), "leave": ("plans.see",),
    "file": ("people.see", "deals.see", "work.see"),
    "import": ("people.import",), "export": ("lists.export", "settings.users"), "invitation": ("settings.users",),
    "organisation": ("settings.company",), "field": ("settings.fields",), "requirement": ("settings.requirements",),
    "goal": ("adoption.see",),
    "call_status": ("settings.statuses",),
    **dict.fromkeys(("pipeline", "stage", "reason", "part", "product", "rate"), ("settings.deals",)),
}  # fmt: skip
# Of a record that somebody makes, the one entry of its making; adoption counts by the same.
MADE = (
    "people.PersonRegistered", "people.CompanyRegistered", "deals.DealRegistered", "work.CallLogged",
    "work.MeetingPlanned", "work.TaskPlanned", "work.NoteLogged",
)  # fmt: skip
COUNTED = [kind for kinds, _table, _right in OWNED.values() for kind in kinds]
SEARCH = """
WITH w AS MATERIALIZED (
    SELECT * FROM journal_entry WHERE at >= %(start)s AND at < %(end)s {by} {of} {before} ORDER BY id DESC LIMIT %(window)s
), hit AS (
    SELECT * FROM w e WHERE ({seen}) {kind} {via} {field} {what} ORDER BY id DESC LIMIT %(most)s
)
SELECT h.id, h.at, h.type, h.actor_id, h.actor_name, h.via, h.subject_kind, h.subject_id, h.changes, h.topics, x.last, x.n
FROM (SELECT min(id) AS last, count(*) AS n FROM w) x LEFT JOIN hit h ON true ORDER BY h.id DESC
"""
TESTS = {
    "by": "AND actor_id = %(by)s",
    "before": "AND id < %(before)s",
    "kind": "AND e.subject_kind = ANY(%(kinds)s)",
    "via": "AND e.via = %(via)s",
    "of": "AND actor_id = ANY(%(of)s::uuid[])",
    "what": (
        "AND (e.type = ANY(%(made)s)) = (%(what)s = 'made') AND e.via NOT IN ('import', 'job')"
        " AND e.subject_kind = ANY(%(counted)s)"
    ),
    "field": "AND EXISTS (SELECT FROM jsonb_object_keys(e.changes) k WHERE split_part(k, ' ', 1) = %(field)s)",
}
LAST = """
SELECT DISTINCT ON (k.field) k.field, e.at, e.actor_name, e.via FROM (
    SELECT id, at, actor_name, via, changes FROM journal_entry WHERE subject_id = %s ORDER BY id DESC LIMIT %s
) e CROSS JOIN LATERAL jsonb_object_keys(e.changes) k(field) ORDER BY k.field, e.id DESC
"""


def search_entries(*, actor: Actor, asked: Asked, before: int | None = None, limit: int = PAGE) -> Found:
    """Entries that fit, at most `limit`, of records which the actor sees and their right to search reaches. One statement.

    It looks through at most 20,000 entries of those days (and of that person): a page costs the same in a journal of any
    length. Values that the reader may not see are the caller's to leave out.
    """
    seen, values = _seen(actor)
    if not seen:
        return Found((), None, looked=False)
    values |= {"start": asked.start, "end": asked.end, "window": WINDOW, "most": limit + 1}
    given: dict[str, object] = {"by": asked.by, "before": before, "via": asked.via, "field": asked.field}
    if asked.of is not None:
        given["of"] = list(asked.of) or [NOBODY]
    if asked.what:
        given["what"] = asked.what
        values |= {"made": list(MADE), "counted": COUNTED}
    if asked.kind:
        given["kind"] = values["kinds"] = list(OWNED["activity"][0] if asked.kind == "activity" else (asked.kind,))
    values |= given
    tests = {name: test if given.get(name) else "" for name, test in TESTS.items()}
    rows = fetch_all(SEARCH.format(seen=seen, **tests), values, prepare=False)
    hits = [row for row in rows if row[0] is not None]
    entries = [_shape(row) for row in hits[:limit]]
    if len(hits) > limit:
        return Found(entries, entries[-1].id, looked=False)
    last, looked = rows[0][10], rows[0][11] == WINDOW
    return Found(entries, last if looked else None, looked=looked)


def list_settings(*, subject_id: UUID) -> list[Setting]:
    """Who set each field of a record last, by its newest 2,000 entries: one statement.

    The caller has authorised the record; hidden fields are the caller's to leave out.
    """
    return [Setting(*row) for row in fetch_all(LAST, [subject_id, RECENT])]


def _seen(actor: Actor) -> tuple[str, dict[str, Any]]:
    """The test of what the actor may find, over `e`, with its values; "" for nothing."""
    reach = actor.owners(RIGHT)
    values: dict[str, Any] = {}
    tests = []
    for name, (kinds, table, right) in OWNED.items():
        if not actor.has(right):
            continue
        values[f"{name}_kinds"] = list(kinds)
        test = f"e.subject_kind = ANY(%({name}_kinds)s)"
        owners = [one for one in (reach, actor.owners(right)) if one is not None]
        if owners:
            values[f"{name}_owners"] = [id_ for id_ in owners[0] if all(id_ in one for one in owners)]
            test += (
                f" AND EXISTS (SELECT FROM {table} r WHERE r.id = e.subject_id"
                f" AND r.owner_id = ANY(%({name}_owners)s))"
            )
        tests.append(f"({test})")
    if reach is None:
        values["common"] = [
            kind for kind, rights in COMMON.items() if all(actor.owners(right) is None for right in rights)
        ]
        tests.append("e.subject_kind = ANY(%(common)s)")
    return (" OR ".join(tests), values) if reach != () else ("", values)


def _shape(row: Sequence[Any]) -> PastEntry:
    id_, at, type_, actor_id, actor_name, via, kind, subject_id, changes, topics = row[:10]
    return PastEntry(
        id=id_, at=at, type=type_, label=label_of(type_), actor_id=actor_id, actor_name=actor_name, via=via,
        subject_kind=kind, subject_id=subject_id, topics=frozenset(topics),
        changes=tuple((name, pair[0], pair[1]) for name, pair in changes.items()),
    )  # fmt: skip
