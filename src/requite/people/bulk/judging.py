"""The engine's findings for a whole batch: records whose parts are worth the same are judged once."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from requite.fields.catalogue import is_slug
from requite.fields.requirables import worth_of
from requite.kernel.copying import NULL, array
from requite.people import assessing
from requite.people.bulk.entries import CompanyEntry, Record
from requite.quality import engine, measure
from requite.quality.engine import Subject
from requite.quality.fading import STEADY
from requite.quality.limits import Limits
from requite.quality.measure import State
from requite.quality.rules import Rule

CONTACTS = frozenset({"phone", "email", "address"})


class Finding(NamedTuple):
    """What a record is worth and lacks; `cells` are all findings as COPY reads them."""

    score: int
    missing: tuple[str, ...]
    owed_at: datetime | None
    cells: str


class Judge:
    """Judges new records of one kind, made at `at`, by rules that were read before."""

    def __init__(self, kind: str, *, rules: tuple[Rule, ...], at: datetime, country: str) -> None:
        self.rules = tuple(rule for rule in rules if not rule.stage)
        self._kind, self._at, self._country = kind, at, country
        self._day = engine.day_of(self.rules, at).toordinal()
        self._texts = [rule for rule in self.rules if rule.field not in CONTACTS]
        self._reads = [_of_field(rule.field) if not is_slug(rule.field) else None for rule in self._texts]
        self._contacts = [rule.field for rule in self.rules if rule.field in CONTACTS]
        self._is_for_some = any(rule.owners is not None or rule.unable for rule in self.rules)
        self._zones = self.rules[0].zones if self.rules else {}
        self._known: dict[tuple[object, ...], Finding] = {}

    def __call__(self, record: Record) -> Finding:
        """What the record is worth and what it lacks, as `assessing.judge` would say of it alone."""
        entry = record.entry
        country = (entry.country if isinstance(entry, CompanyEntry) else "") or self._country
        day = self._day
        texts = [
            judge_text(read(record), rule.check, country, day, rule.limits) if read else _worth(record, rule, country, day)
            for rule, read in zip(self._texts, self._reads, strict=True)
        ]
        points = tuple([point[::3] for point in record.points])  # kinds and states
        owner_id = record.owner_id
        zone = self._zones.get(owner_id) if self._zones and owner_id else None
        key = (*texts, points, owner_id if self._is_for_some else owner_id is None, zone)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._assess(record, texts, country)
        return found

    def _assess(self, record: Record, texts: list[State], country: str) -> Finding:
        values: dict[str, object] = {
            name: assessing.best_point(record.points, name) for name in self._contacts
        }
        values |= {rule.field: state for rule, state in zip(self._texts, texts, strict=True)}
        subject = Subject(
            kind=self._kind, values=values, country=country, made_at=self._at, evidence_at=self._at,
            owner_id=record.owner_id,
        )
        found = engine.assess(subject, at=self._at, rules=self.rules)
        owed_at = found.owed_at if record.owner_id else None
        shares = "\t".join(map(str, found.parts.percents if found.parts else (NULL,) * 4))
        fading = "\t".join(_cell(value) for value in found.fading or STEADY)
        cells = f"{found.score}\t{shares}\t{array(found.missing)}\t{_cell(owed_at)}\t{fading}"
        return Finding(found.score, found.missing, owed_at, cells)


def _cell(value: datetime | float | None) -> str:
    if value is None:
        return NULL
    return value.isoformat() if isinstance(value, datetime) else repr(value)


def _worth(record: Record, rule: Rule, country: str, day: int) -> State:
    """What a custom field is worth; one that isn't written is worth something once it is there."""
    own = record.entry.own.get(rule.field)
    value = worth_of(own.cells) if own is not None else ""
    if isinstance(value, str):
        return judge_text(value, rule.check, country, day, rule.limits)
    return measure.judge_value(
        value, check=rule.check, country=country, today=date.fromordinal(day), limits=rule.limits, zone=rule.zone
    )


def _of_field(name: str) -> Callable[[Record], str]:
    """What reads a field's text, by which the engine judges, as `assessing` gives it for a record alone."""
    if name == "company":
        return _company_of
    return _name_of if name == "name" else lambda record: str(getattr(record.entry, name, ""))


def _name_of(record: Record) -> str:
    entry = record.entry
    return entry.name if isinstance(entry, CompanyEntry) else f"{entry.family_name} {entry.given_name}".strip()


def _company_of(record: Record) -> str:
    company = record.company.entry if record.company is not None else None
    return company.name if isinstance(company, CompanyEntry) else ""


@lru_cache(maxsize=65_536)
def judge_text(value: str, check: str, country: str, day: int, limits: Limits | None = None) -> State:
    """What a text is worth by one check and its line's limits, on a day given as its ordinal."""
    return measure.judge_value(value, check=check, country=country, today=date.fromordinal(day), limits=limits)
