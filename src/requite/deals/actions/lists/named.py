"""One mechanism for every list of words that the administrator edits: added, named, ordered, ended, offered again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from requite.deals.actions.lists import listing
from requite.deals.actions.lists.listing import N, Way
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.events import Event
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedList(Generic[N]):
    """A list of words. `apart` is the field that parts its lines into lists of their own, "" for none; `last` is what is
    said of the last line on offer, which doesn't end.
    """

    model: type[N]
    registered: type[Event]
    corrected: type[Event]
    archived: type[Event]
    restored: type[Event]
    last: Text
    apart: str = ""

    def take(self, *, actor: Actor, line_id: UUID) -> tuple[dict[UUID, N], N]:
        """The line and the list that it stands on, locked. Raises NotAllowed, NotVisible."""
        demand_right(actor=actor, right=listing.RIGHT)
        found = self.model._default_manager.filter(id=line_id).first()
        if found is None:
            raise NotVisible
        lines = self._lock({self.apart: getattr(found, self.apart)} if self.apart else {})
        return lines, listing.pick(lines, line_id)

    def register(
        self, *, actor: Actor, at: datetime, name: str, once: UUID | None, values: Mapping[str, str] | None = None
    ) -> N:
        """Add a line at the end of its list. Raises NotAllowed, Refused by field."""
        demand_right(actor=actor, right=listing.RIGHT)
        checks, values = Checks(), values or {}
        with recording(actor=actor, at=at) as record:
            lines = self._lock(values)
            made = self.model(name=name, position=listing.next_position(lines), **values)
            known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
            if known:
                return self.model._default_manager.get(id=known)
            listing.check_name(checks, made, lines.values())
            checks.settle()
            made.save(force_insert=True)
            changes: dict[str, tuple[object, object]] = {"name": ("", made.name)}
            changes |= {field: ("", value) for field, value in values.items()}
            record(self.registered(subject_id=made.id, changes=changes))
        return made

    def correct(
        self, *, actor: Actor, at: datetime, line_id: UUID, name: str, version: int | None
    ) -> N:
        """Name the line; "" gives a shipped one its own word back. Raises NotAllowed, NotVisible, Refused, Stale."""
        checks = Checks()
        with recording(actor=actor, at=at) as record:
            lines, line = self.take(actor=actor, line_id=line_id)
            draft = self.model(id=line.id, key=line.key, name=name)
            listing.check_name(checks, draft, lines.values())
            checks.settle()
            given: dict[str, Any] = {"name": draft.name}
            demand_version(line, version=version, given=given)
            changes = changes_of(line, given)
            if changes:
                write(line, given)
                line.save(update_fields=[*given, "version"])
                record(self.corrected(subject_id=line.id, changes=changes))
        return line

    def move(self, *, actor: Actor, at: datetime, line_id: UUID, to: Way) -> N:
        """Change places with the neighbour on offer. Raises NotAllowed, NotVisible."""
        with recording(actor=actor, at=at) as record:
            lines, line = self.take(actor=actor, line_id=line_id)
            moved = listing.shift(lines, line, to)
            if moved:
                record(self.corrected(subject_id=line.id, changes={"place": moved}))
        return line

    def archive(self, *, actor: Actor, at: datetime, line_id: UUID) -> N:
        """End the line; what has it keeps it. Twice is once. Raises NotAllowed, NotVisible, Refused for the last one."""
        with recording(actor=actor, at=at) as record:
            lines, line = self.take(actor=actor, line_id=line_id)
            if line.ended_at is None:
                if len(listing.in_force(lines)) == 1:
                    raise Refused(self.last)
                listing.end(line, at)
                record(self.archived(subject_id=line.id, changes={"name": (line.label, "")}))
        return line

    def restore(self, *, actor: Actor, at: datetime, line_id: UUID) -> N:
        """Offer an ended line again. Raises NotAllowed, NotVisible, Refused when its name is taken."""
        checks = Checks()
        with recording(actor=actor, at=at) as record:
            lines, line = self.take(actor=actor, line_id=line_id)
            if line.ended_at is not None:
                listing.check_name(checks, line, lines.values())
                checks.settle()
                listing.end(line, None)
                record(self.restored(subject_id=line.id, changes={"name": ("", line.label)}))
        return line

    def _lock(self, where: Mapping[str, object]) -> dict[UUID, N]:
        return listing.lock(self.model._default_manager.filter(**where))
