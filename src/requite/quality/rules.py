"""The lines of minimum sets that are in force, as the engine judges by them, with what each of them was before."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import orjson

from requite.identity.access import zone_of
from requite.identity.roles import FIELD_GROUPS, ROLES
from requite.kernel.reading import fetch_all
from requite.kernel.workdays import Calendar
from requite.kernel.worktime import due_after
from requite.quality.fillers import digest_of
from requite.quality.limits import Limits, Measured, load
from requite.quality.moments import DASH
from requite.quality.registry import KINDS
from requite.quality.seeding import START
from requite.quality.terms import OWNERS

if TYPE_CHECKING:
    from requite.quality.engine import Subject


Overused = Mapping[tuple[UUID, str], datetime]  # by whom, and which words (`fillers.digest_of`)


class Rule(NamedTuple):
    """A requirement in force, with the company's country and zone, by which its grace runs.

    `owners` are those whose records are meant, None: everybody's. `is_gate`: nothing comes to its stage without it.
    `unable` are those who may not fill the field: they neither owe it nor are they stopped.
    `zones` are those of the users who have one of their own: what they owe is due by the hours that they work.
    `limits` are what the value must meet beyond its check. It is asked for so since `starts_at`; until then it was
    as in `before`, where that is given. `overused` are words that an owner has on too many records, with since when.
    """

    field: str
    stage: str
    weight: int
    check: str
    grace_hours: int
    country: str = ""
    zone: str = ""
    owners: frozenset[UUID] | None = None
    is_gate: bool = False
    unable: frozenset[UUID] = frozenset()
    zones: Mapping[UUID, str] = MappingProxyType({})
    limits: Limits | None = None
    starts_at: datetime = START
    before: "Rule | None" = None
    overused: Overused = MappingProxyType({})

    @property
    def moment(self) -> str:
        """The stage from which on the field is asked for; "": all along, or until a stage."""
        return self.stage.partition(DASH)[0]

    def overused_since(self, owner_id: UUID | None, value: object) -> datetime | None:
        """Since when the owner has these words on too many records; None where they haven't, or it isn't words."""
        text = value.text if isinstance(value, Measured) else value
        if not self.overused or owner_id is None or not isinstance(text, str):
            return None
        return self.overused.get((owner_id, digest_of(text)))

    def asks(self, subject: "Subject") -> bool:
        """Whether the record is one of those that must hold the field by now."""
        first, _dash, last = self.stage.partition(DASH)
        if (first and first not in subject.stages) or (last and last in subject.stages):
            return False
        return self.owners is None or subject.owner_id in self.owners

    def due_at(self, start: datetime, *, owner_id: UUID | None = None) -> datetime:
        """When the field is due: the grace runs on the working days of `country` in the owner's zone, or by the clock.

        By the clock where no zone is known.
        """
        name = self.zones.get(owner_id, self.zone) if owner_id else self.zone
        if not name:
            return start + timedelta(hours=self.grace_hours)
        return due_after(start, hours=self.grace_hours, calendar=Calendar(self.country), zone=zone_of(name))

    def owed_by(self, start: datetime, *, owner_id: UUID | None, lacked: "Lacked") -> datetime:
        """When a missing field is due whose record could hold it from `start` on: counted from the first day on which
        what is missing was asked for without a break, which is what `lacked` says of each earlier form of the line.

        A form that leaves less time is kept to from its own first day, but no debt is put off by it.
        """
        forms = [self]
        while forms[-1].starts_at > start and (before := forms[-1].before) is not None and lacked(before):
            forms.append(before)
        since = max(start, forms[-1].starts_at)
        due = forms[-1].due_at(since, owner_id=owner_id)
        for form in forms[-2::-1]:
            own = form.due_at(max(start, form.starts_at), owner_id=owner_id)
            due = max(form.due_at(since, owner_id=owner_id), min(due, own))
        return due


Lacked = Callable[[Rule], bool]

# Forms that have ended come first, the oldest first. The zones of users who have one of their own come with one row alone.
RULES = f"""
SELECT r.field, r.stage, r.weight, r."check", r.grace_hours, coalesce(o.country, ''), coalesce(o.time_zone, ''),
    CASE WHEN cardinality(r.teams) > 0 THEN {OWNERS.format(teams="r.teams")} END, r.is_gate,
    (SELECT json_object_agg(u.id, u.role) FROM identity_user u WHERE u.role = ANY(%(limited)s)),
    CASE WHEN row_number() OVER () = 1 THEN (
        SELECT jsonb_object_agg(u.id, u.time_zone)::text FROM identity_user u WHERE u.time_zone <> ''
    ) END, nullif(r.limits, '{{}}')::text, r.starts_at, r.ends_at
FROM quality_requirement r LEFT JOIN identity_organisation o ON true
WHERE r.kind = %(kind)s AND (r.ends_at IS NULL OR r.ends_at > r.starts_at)
ORDER BY CASE WHEN r.ends_at <= %(at)s THEN r.starts_at END, r.weight DESC, r.field
"""  # noqa: S608
OVERUSED = "SELECT field, owner_id, digest, found_at FROM quality_overused WHERE kind = %s AND is_over"
UNABLE = "SELECT u.id FROM identity_user u WHERE u.role = ANY(%s::text[])"
Stamps = tuple[UUID | None, ...]
PRESENT: ContextVar[Stamps | None] = ContextVar("rules_stamps", default=None)  # of the request: lines, staff, own fields
FOREVER = datetime.max.replace(tzinfo=UTC)
MOST_KEPT = 64


class Read(NamedTuple):
    """Rules as they were read at a time; until the other no line begins or ends."""

    at: datetime
    until: datetime
    rules: tuple[Rule, ...]


_kept: dict[tuple[str, Stamps], Read] = {}


def list_rules(kind: str, *, at: datetime) -> tuple[Rule, ...]:
    """The requirements that are, were or will be in force at that time for a kind of record, heaviest first.

    A request brings stamps that change with every line and with all else that rules hang on: with these they are read
    once. Who changes a line, and judges in the same request, doesn't see it yet; jobs judge behind changes.
    """
    stamps = PRESENT.get()
    if stamps is None:
        return _read(kind, at).rules
    found = _kept.get((kind, stamps))
    if found is None or not found.at <= at < found.until:
        found = _read(kind, at)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[kind, stamps] = found
    return found.rules


def _read(kind: str, at: datetime) -> Read:
    limited = [slug for slug in ROLES if not all(may_fill(slug, kind, audience) for audience in ("", *FIELD_GROUPS))]
    rows = fetch_all(RULES, {"kind": kind, "at": at, "limited": limited})
    zones = _zones(next((row[10] for row in rows if row[10]), None))
    overused = _overused(kind, {row[0] for row in rows})
    ended: dict[tuple[str, str, datetime], Rule] = {}
    found = []
    for row in rows:
        field, stage, starts_at, ends_at = row[0], row[1], row[12], row[13]
        if starts_at > at:
            continue
        rule = Rule(*row[:9])._replace(
            owners=None if row[7] is None else frozenset(row[7]), unable=_unable(kind, field, row[9]), zones=zones,
            limits=load(row[11]), starts_at=starts_at, before=ended.get((field, stage, starts_at)),
            overused=overused.get(field, {}),
        )  # fmt: skip
        if ends_at is None or ends_at > at:
            found.append(rule)
        else:
            ended[field, stage, ends_at] = rule
    until = min((moment for row in rows for moment in row[12:14] if moment is not None and moment > at), default=FOREVER)
    return Read(at, until, tuple(found))


def _overused(kind: str, fields: Iterable[str]) -> Mapping[str, Overused]:
    """Of each field what is overused in it; no statement where none of them holds words."""
    known = [KINDS[kind].find_field(name) for name in fields] if kind in KINDS else []
    found: dict[str, dict[tuple[UUID, str], datetime]] = {}
    if any(one is not None and one.words for one in known):
        for field, owner_id, digest, found_at in fetch_all(OVERUSED, [kind]):
            found.setdefault(field, {})[owner_id, digest] = found_at
    return found


def _zones(text: str | None) -> Mapping[UUID, str]:
    return {UUID(id_): zone for id_, zone in orjson.loads(text).items()} if text else {}


def may_fill(role: str, kind: str, audience: str) -> bool:
    """Whether somebody in that role may write such records, and fields of that group."""
    known, right = ROLES.get(role), KINDS[kind].right if kind in KINDS else ""
    return known is not None and (not right or right in known.rights) and known.fields.get(audience, "edit") == "edit"


def list_unable(kind: str, audience: str) -> frozenset[UUID]:
    """Users who may not fill fields of that group in such records, and so owe none. One statement, or none."""
    roles = [slug for slug in ROLES if not may_fill(slug, kind, audience)]
    return frozenset(row[0] for row in fetch_all(UNABLE, [roles])) if roles else frozenset()


def _unable(kind: str, field: str, roles: Any) -> frozenset[UUID]:
    """Of users by their role, as JSON has them, those who may not fill the field."""
    known = KINDS[kind].find_field(field) if roles and kind in KINDS else None
    if known is None:
        return frozenset()
    read = json.loads(roles) if isinstance(roles, str) else roles
    return frozenset(UUID(id_) for id_, role in read.items() if not may_fill(role, kind, known.audience))
