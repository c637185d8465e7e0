"""The engine: what is missing from a record, until when, and what the record is worth.

It sees a `Subject` only and knows none of the rooms whose records it judges.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from requite.identity.access import zone_of
from requite.identity.roles import FIELD_GROUPS, ROLES
from requite.kernel.period import start_of_day
from requite.kernel.reading import fetch_all
from requite.kernel.workdays import Calendar
from requite.kernel.worktime import due_after
from requite.quality import measure
from requite.quality.fading import STEADY, Fading, fading_of
from requite.quality.limits import Limits, load
from requite.quality.measure import WANTING, Part, State
from requite.quality.moments import DASH
from requite.quality.registry import KINDS
from requite.quality.rulings import Kept, due_of, is_waived
from requite.quality.terms import OWNERS


class Rule(NamedTuple):
    """A requirement in force, with the company's country and zone, by which its grace runs.

    `owners` are those whose records are meant, None: everybody's. `is_gate`: nothing comes to its stage without it.
    `unable` are those who may not fill the field: they neither owe it nor are they stopped.
    `zones` are those of the users who have one of their own: what they owe is due by the hours that they work.
    `limits` are what the value must meet beyond its check.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A record as the engine sees it.

    `values` holds a raw value for each field, or a `State` where the record's own room has judged it already (a point
    of contact). `stages` are those that the record has reached; `event_at` is the event's own time where the record is
    one; `evidence_at` the last proof that it is still true. A record that doesn't age says what happened, which stays so: it
    is as fresh as when it was entered. `asked` maps a field to the day (ISO) it was asked, not told, `rulings` one to what
    a leader said of it. `owner_id` is whose it is: it is due by that user's working hours.
    """

    kind: str
    values: Mapping[str, object]
    made_at: datetime
    owner_id: UUID | None = None
    country: str = ""
    stages: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)
    rulings: Kept = field(default_factory=dict)
    event_at: datetime | None = None
    evidence_at: datetime | None = None
    ages: bool = True
    duplicate: float = 0.0
    duplicate_days: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """The findings. `missing` is heaviest first; `owed_at` is None for a record that owes nothing.

    `parts` is None where nothing is asked of such a record. `gates` are what stops it short of a stage. `fading` is None
    of kinds of record that are events.
    """

    score: int
    missing: tuple[str, ...]
    owed_at: datetime | None
    parts: measure.Score | None
    gates: tuple[Rule, ...] = ()
    fading: Fading | None = None

    def told(self, *, is_owed: bool = True) -> dict[str, Any]:
        """The findings by the columns that keep them, in the order of `FINDINGS`, then `FADING`.

        What is nobody's is owed by nobody.
        """
        shares = self.parts.percents if self.parts else NO_PARTS
        found = (self.score, *shares, list(self.missing), self.owed_at if is_owed else None)
        told = dict(zip(FINDINGS, found, strict=True))
        return told if self.fading is None else {**told, **self.fading._asdict()}

    def put(self, record: Any, *, is_owed: bool = True) -> None:
        """Put the findings on the record; the caller saves it."""
        for name, value in self.told(is_owed=is_owed).items():
            setattr(record, name, value)


class Shares(NamedTuple):
    """The four parts of a score in percent; None where nothing is asked, or the record was judged before they were kept."""

    completeness: int | None = None
    validity: int | None = None
    timeliness: int | None = None
    uniqueness: int | None = None


ASKABLE = frozenset({State.BLANK, State.UNMET})
NO_PARTS = Shares()
PARTS = Shares._fields
FINDINGS = ("score", *PARTS, "missing", "owed_at")
FADING = Fading._fields
LASTING = (*FINDINGS, *FADING)  # of records that fade
UNJUDGED = Assessment(100, (), None, None)  # of kinds and states that have no minimum set


def findings_of(record: Any) -> tuple[object, ...]:
    """What the record keeps of the engine's findings."""
    return tuple(list(value) if name == "missing" else value for name in FINDINGS for value in (getattr(record, name),))


# The zones of users who have one of their own come with the first row alone.
RULES = f"""
SELECT r.field, r.stage, r.weight, r."check", r.grace_hours, coalesce(o.country, ''), coalesce(o.time_zone, ''),
    CASE WHEN cardinality(r.teams) > 0 THEN {OWNERS.format(teams="r.teams")} END, r.is_gate,
    (SELECT json_object_agg(u.id, u.role) FROM identity_user u WHERE u.role = ANY(%(limited)s)),
    CASE WHEN row_number() OVER (ORDER BY r.weight DESC, r.field) = 1 THEN (
        SELECT jsonb_object_agg(u.id, u.time_zone)::text FROM identity_user u WHERE u.time_zone <> ''
    ) END, nullif(r.limits, '{{}}')::text
FROM quality_requirement r LEFT JOIN identity_organisation o ON true
WHERE r.kind = %(kind)s AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s) ORDER BY r.weight DESC, r.field
"""  # noqa: S608


def list_rules(kind: str, *, at: datetime) -> tuple[Rule, ...]:
    """The requirements that are, were or will be in force at that time for a kind of record, heaviest first."""
    limited = [slug for slug in ROLES if not all(may_fill(slug, kind, audience) for audience in ("", *FIELD_GROUPS))]
    rows = fetch_all(RULES, {"kind": kind, "at": at, "limited": limited})
    zones = _zones(rows[0][10]) if rows else {}
    return tuple(
        Rule(*row[:9])._replace(
            owners=None if row[7] is None else frozenset(row[7]), unable=_unable(kind, row[0], row[9]), zones=zones,
            limits=load(row[11]),
        )
        for row in rows
    )


def _zones(text: str | None) -> Mapping[UUID, str]:
    return {UUID(id_): zone for id_, zone in orjson.loads(text).items()} if text else {}


def may_fill(role: str, kind: str, audience: str) -> bool:
    """Whether somebody in that role may write such records, and fields of that group."""
    known, right = ROLES.get(role), KINDS[kind].right if kind in KINDS else ""
    return known is not None and (not right or right in known.rights) and known.fields.get(audience, "edit") == "edit"


def _unable(kind: str, field: str, roles: Any) -> frozenset[UUID]:
    """Of users by their role, as JSON has them, those who may not fill the field."""
    known = KINDS[kind].find_field(field) if roles and kind in KINDS else None
    if known is None:
        return frozenset()
    read = json.loads(roles) if isinstance(roles, str) else roles
    return frozenset(UUID(id_) for id_, role in read.items() if not may_fill(role, kind, known.audience))


def assess(subject: Subject, *, at: datetime, rules: tuple[Rule, ...] | None = None) -> Assessment:
    """Judge a record as it stands at `at`. With `rules` no statement is run: bulk work reads them once.

    A debt is due by the shortest grace among its fields, counted from the event, or from the record's making where it
    is none, and from the lapse of what was asked and not told; made debts are never due before they are made. What
    a leader ruled comes before it: a field that was waived is missing, weighs and keeps the record from counting as
    before, and isn't owed. Nobody owes what they may not fill.
    """
    if rules is None:
        rules = list_rules(subject.kind, at=at)
    active = [rule for rule in rules if rule.asks(subject)]
    today = day_of(rules, at)
    parts = [Part(rule.field, rule.weight, _state(subject, rule, today)) for rule in active]
    start = max(subject.made_at, subject.event_at or subject.made_at)
    timeliness = measure.timeliness(
        at=at if subject.ages else start, entered_at=subject.made_at, event_at=subject.event_at,
        evidence_at=subject.evidence_at,
    )  # fmt: skip
    uniqueness = measure.uniqueness(probability=subject.duplicate, open_days=subject.duplicate_days)
    score = measure.score(parts, timeliness=timeliness, uniqueness=uniqueness)
    lacking = [rule for rule, part in zip(active, parts, strict=True) if part.state in WANTING]
    dues = [
        due_of(subject.rulings, rule.field, rule.due_at(_since(subject, rule, start, today), owner_id=subject.owner_id))
        for rule in lacking
        if subject.owner_id not in rule.unable
    ]
    owed_at = min((due for due in dues if due is not None), default=None)
    gates = tuple(rule for rule in lacking if rule.is_gate and not is_waived(subject.rulings, rule.field))
    return Assessment(
        score=score.points, missing=score.missing, owed_at=owed_at, parts=score, gates=gates, fading=_fading(subject, score)
    )


def _fading(subject: Subject, score: measure.Score) -> Fading | None:
    kind = KINDS.get(subject.kind)
    if kind is None or not kind.fades:
        return None
    if not subject.ages:
        return STEADY
    happened = subject.event_at or subject.made_at
    lag = measure.lag((subject.made_at - happened) / timedelta(hours=1))
    return fading_of(score, lag=lag, evidence_at=subject.evidence_at or happened)


def day_of(rules: tuple[Rule, ...], at: datetime) -> date:
    """The company's day of an instant; that of UTC where no rule says which zone is the company's."""
    zone = rules[0].zone if rules else ""
    return at.astimezone(ZoneInfo(zone)).date() if zone else at.date()


def _since(subject: Subject, rule: Rule, start: datetime, today: date) -> datetime:
    """From when the grace of a missing field runs: of one that was asked, not told, from the day on which that lapsed."""
    asked = subject.asked.get(rule.field)
    lapsed = measure.lapses_on(date.fromisoformat(asked)) if asked else None
    if lapsed is None or lapsed > today:
        return start
    return max(start, start_of_day(lapsed, zone=ZoneInfo(rule.zone or "UTC")))


def _state(subject: Subject, rule: Rule, today: date) -> State:
    value = subject.values.get(rule.field)
    state = measure.judge_value(
        value, check=rule.check, country=subject.country, today=today, limits=rule.limits, zone=rule.zone
    )
    asked = subject.asked.get(rule.field)
    if state in ASKABLE and asked and measure.is_asked(date.fromisoformat(asked), today=today):
        return State.ASKED
    return state
