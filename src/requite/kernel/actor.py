"""Who acts: made by `identity` (or by a job), passed to every action, never ambient."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

Scope = Literal["own", "team", "all"]
UTC = ZoneInfo("UTC")
Access = Literal["hidden", "masked", "read", "edit"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the system, with what they may do.

    `reach` holds the ids of the users of the actor's own team and the teams below it, the actor among them.
    `above` holds the ids of the actor's own team and of the teams above it; None: nobody asked.
    `rights` maps a right ("people.see") to its scope; a right that is absent isn't held.
    `fields` maps a field group ("contact") to its access; a group that is absent is "edit".
    `fields_stamp` changes with every change of the company's own fields; None: it has none. `statuses_stamp` changes with
    every change of the outcomes of calls, `deals_stamp` of what deals can be in, `views_stamp` of kept views; None:
    nobody asked.
    `zone` is the reader's own; `company_zone` is where the company's days begin and end.
    """

    id: UUID | None
    name: str
    role: str = "system"
    team_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()
    reach: tuple[UUID, ...] = ()
    above: tuple[UUID, ...] | None = None
    rights: Mapping[str, Scope] = field(default_factory=dict)
    fields: Mapping[str, Access] = field(default_factory=dict)
    language: str = "en"
    country: str = "US"
    currency: str = "USD"
    zone: ZoneInfo = UTC
    company_zone: ZoneInfo = UTC
    via: str = "page"
    fields_stamp: UUID | None = None
    statuses_stamp: UUID | None = None
    deals_stamp: UUID | None = None
    views_stamp: UUID | None = None
    _within: frozenset[UUID] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_within", frozenset(self.reach))

    @property
    def me(self) -> UUID:
        """The id of an actor who is a person; a mistake of the program for one who isn't."""
        if self.id is None:
            raise LookupError(self.name)
        return self.id

    def has(self, right: str) -> bool:
        """Whether the actor holds the right in any scope."""
        return right in self.rights

    def scope(self, right: str) -> Scope | None:
        """The scope in which the right is held, or None."""
        return self.rights.get(right)

    def covers(self, right: str, owner_id: UUID | None) -> bool:
        """Whether the right reaches a record of that owner; records of nobody need the scope "all"."""
        scope = self.rights.get(right)
        if scope is None:
            return False
        if scope == "all":
            return True
        if owner_id is None:
            return False
        return owner_id == self.id or (scope == "team" and owner_id in self._within)

    def owners(self, right: str) -> tuple[UUID, ...] | None:
        """Owners whose records the right reaches: None means everybody's, () nobody's."""
        scope = self.rights.get(right)
        if scope == "all":
            return None
        if scope == "team":
            return self.reach
        return (self.id,) if scope == "own" and self.id else ()

    def sees(self, group: str) -> bool:
        """Whether values of the field group may be shown in full."""
        return self.fields.get(group, "edit") in ("read", "edit")

    @property
    def sees_all(self) -> bool:
        """Whether values of every field group may be shown in full."""
        return all(map(self.sees, self.fields))

    def day_of(self, at: datetime) -> date:
        """The company's calendar day of an instant."""
        return at.astimezone(self.company_zone).date()

    def by(self, via: str) -> "Actor":
        """The same actor, acting through something else (import, job, api)."""
        return replace(self, via=via)
