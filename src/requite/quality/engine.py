"""The engine: what is missing from a record, until when, and what the record is worth.

It sees a `Subject` only and knows none of the rooms whose records it judges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from requite.kernel.period import start_of_day
from requite.quality import measure
from requite.quality.fading import STEADY, Fading, fading_of
from requite.quality.measure import WANTING, Part, State
from requite.quality.registry import KINDS
from requite.quality.rules import Rule, list_rules
from requite.quality.rulings import Kept, due_of, is_waived


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A record as the engine sees it.

    `values` holds a raw value for each field, or a `State` where the record's own room has judged it already (a point
    of contact). `stages` are those that the record has reached, `reached` says when, where that was after its making;
    `event_at` is the event's own time where the record is one; `evidence_at` the last proof that it is still true. A
    record that doesn't age says what happened, which stays so: it is as fresh as when it was entered. `asked` maps a
    field to the day (ISO) it was asked, not told, `rulings` one to what a leader said of it. `owner_id` is whose it is:
    it is due by that user's working hours.
    """

    kind: str
    values: Mapping[str, object]
    made_at: datetime
    owner_id: UUID | None = None
    country: str = ""
    stages: frozenset[str] = frozenset()
    reached: Mapping[str, datetime] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    rulings: Kept = field(default_factory=dict)
    event_at: datetime | None = None
    evidence_at: datetime | None = None
    ages: bool = True
    duplicate: float = 0.0
    duplicate_days: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """The findings. `missing` is heaviest first; `owed_at` is None for a record that owes nothing, else the first of `dues`,
    which are those of the missing fields that are owed.

    `parts` is None where nothing is asked of such a record. `gates` are what stops it short of a stage. `fading` is None
    of kinds of record that are events.
    """

    score: int
    missing: tuple[str, ...]
    owed_at: datetime | None
    parts: measure.Score | None
    gates: tuple[Rule, ...] = ()
    fading: Fading | None = None
    dues: Mapping[str, datetime] = field(default_factory=dict)

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


def assess(subject: Subject, *, at: datetime, rules: tuple[Rule, ...] | None = None) -> Assessment:
    """Judge a record as it stands at `at`. With `rules` no statement is run: bulk work reads them once.

    A debt is due by the shortest grace among its fields, counted from the event, or from the record's making where it
    is none, from its coming to the moment from which on the field is asked for, and from the lapse of what was asked and not
    told; and never from a day on which nobody asked for what is missing yet (see `Rule.owed_by`). What a leader ruled
    comes before it: a field that was waived is missing, weighs and keeps the record from counting as
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
    dues = _dues(subject, lacking, start, today)
    gates = tuple(rule for rule in lacking if rule.is_gate and not is_waived(subject.rulings, rule.field))
    return Assessment(
        score=score.points, missing=score.missing, owed_at=min(dues.values(), default=None), parts=score, gates=gates,
        fading=_fading(subject, score), dues=dues,
    )  # fmt: skip


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


def _dues(subject: Subject, lacking: Sequence[Rule], start: datetime, today: date) -> dict[str, datetime]:
    """When each missing field is due that is owed; one that several lines ask for, by the first of them."""
    dues: dict[str, datetime] = {}
    for rule in lacking:
        if subject.owner_id in rule.unable:
            continue
        due = due_of(subject.rulings, rule.field, _due_at(subject, rule, start, today))
        if due is not None:
            dues[rule.field] = min(due, dues.get(rule.field, due))
    return dues


def _due_at(subject: Subject, rule: Rule, start: datetime, today: date) -> datetime:
    def lacked(before: Rule) -> bool:
        return before.asks(subject) and _state(subject, before, today) in WANTING

    return rule.owed_by(_since(subject, rule, start, today), owner_id=subject.owner_id, lacked=lacked)


def _since(subject: Subject, rule: Rule, start: datetime, today: date) -> datetime:
    """From when the record could hold a missing field; where it was asked, not told, from the day on which that lapsed."""
    start = max(start, subject.reached.get(rule.moment, start))
    start = max(start, rule.overused_since(subject.owner_id, subject.values.get(rule.field)) or start)
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
    if state is State.VALID and rule.overused_since(subject.owner_id, value):
        return State.INVALID
    asked = subject.asked.get(rule.field)
    if state in ASKABLE and asked and measure.is_asked(date.fromisoformat(asked), today=today):
        return State.ASKED
    return state
