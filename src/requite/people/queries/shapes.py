"""What pages and the API get to see of the base."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from requite.fields.queries import Section
from requite.kernel.actor import Actor
from requite.quality.engine import NO_PARTS, Shares
from requite.quality.judged import Judged
from requite.quality.proofs import Proved


@dataclass(frozen=True, slots=True)
class PointShape:
    """A point of contact. `value` is E.164 or lower case; `raw` as given; both masked for who may not see them."""

    id: UUID | None
    kind: str
    value: str
    raw: str
    state: str
    label: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it is known to be usable."""
        return self.state in ("valid", "confirmed")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list."""

    id: UUID
    family_name: str
    given_name: str
    title: str
    company_id: UUID | None
    company: str
    owner_id: UUID | None
    score: int
    missing: tuple[str, ...]
    phone: PointShape | None
    email: PointShape | None
    name_fold: str = ""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company in a list."""

    id: UUID
    name: str
    industry: str
    owner_id: UUID | None
    score: int
    missing: tuple[str, ...]
    phone: PointShape | None
    address: PointShape | None
    people: int
    name_fold: str = ""


@dataclass(frozen=True, slots=True)
class PersonShape:
    """A person's own page. One who `is_merged` leads to the survivor, whose id is told to who sees them."""

    id: UUID
    family_name: str
    given_name: str
    middle_name: str
    title: str
    company_id: UUID | None
    company: str
    note: str
    tags: tuple[str, ...]
    source: str
    owner_id: UUID | None
    owner: tuple[str, str]
    made_at: datetime
    made_by: tuple[str, str]
    archived_at: datetime | None
    score: int
    missing: tuple[str, ...]
    owed_at: datetime | None
    version: int
    points: tuple[PointShape, ...] = ()
    may_edit: bool = False
    may_assign: bool = False
    may_archive: bool = False
    own: tuple[Section, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    shares: Shares = NO_PARTS
    proved: Proved | None = None
    judged: Judged | None = None
    has_twins: bool = False
    is_merged: bool = False
    survivor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CompanyShape:
    """A company's own page, likewise."""

    id: UUID
    name: str
    registration_number: str
    industry: str
    website: str
    note: str
    tags: tuple[str, ...]
    source: str
    owner_id: UUID | None
    owner: tuple[str, str]
    made_at: datetime
    archived_at: datetime | None
    score: int
    missing: tuple[str, ...]
    owed_at: datetime | None
    version: int
    points: tuple[PointShape, ...] = ()
    people: tuple[PersonRow, ...] = field(default=())
    may_edit: bool = False
    may_assign: bool = False
    may_archive: bool = False
    own: tuple[Section, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    shares: Shares = NO_PARTS
    proved: Proved | None = None
    judged: Judged | None = None
    has_twins: bool = False
    is_merged: bool = False
    survivor_id: UUID | None = None


def shape_point(
    actor: Actor, id_: UUID | None, kind: str, value: str, raw: str, state: str
) -> PointShape | None:
    """A point as this reader may see it: None when the group is hidden, the last two signs only when masked."""
    access = actor.fields.get("contact", "edit")
    if access == "hidden":
        return None
    if access == "masked":
        return PointShape(id_, kind, "", mask(raw, kind), state)
    return PointShape(id_, kind, value, raw, state)


def mask(raw: str, kind: str) -> str:
    """A value with all but its outline hidden."""
    if kind == "email" and "@" in raw:
        name, _at, host = raw.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"•••{raw[-2:]}" if len(raw) > 4 else "•••"
