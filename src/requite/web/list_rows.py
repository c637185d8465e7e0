"""What every line of a list shares: how it begins, and cells that say the same in many lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from uuid import UUID

from django.utils import timezone

from requite.fields.catalogue import told
from requite.insight.lists.changing import EDITS, edited_for
from requite.insight.lists.conditions import missable
from requite.insight.lists.fields import Kind
from requite.kernel.actor import Actor
from requite.kernel.dates import language
from requite.people.queries.shapes import PointShape
from requite.web import cells
from requite.web.addresses import url
from requite.web.cells import quoted
from requite.web.formats import step_here, when_here
from requite.web.list_kinds import RECORDS

BOX = '<td class=table__pick><label><input type=checkbox form=bulk name=pick value="'  # each of its signs is sent 40 times


class Rows:
    """Of one page: its reader, language, zone and today, and which lines the reader may edit in place."""

    def __init__(self, actor: Actor, kind: Kind, now: datetime, pick: bool) -> None:
        self.actor, self.kind, self.now, self.code = actor, kind, now, language()
        self.zone: tzinfo = timezone.get_current_timezone()
        self.today: date = now.astimezone(self.zone).date()
        self.base, self._peek = url(RECORDS[kind]), '""' if kind == "activity" else "peek/"
        self.nothing = str(cells.nothing())
        self.masked = not actor.sees("contact")
        self._box = BOX if pick else ""
        edited = edited_for(actor, kind)
        self.edited, self._edits, self._gives = edited, bool(edited), "owner" in edited
        self._said: dict[tuple[str, ...], str] = {(): ""}
        self._marks: dict[UUID | None, str] = {}

    def opening(self, id_: UUID, owner_id: UUID | None, name: str, fixed: str = "") -> str:
        """The row with its box, and the name that opens the record. `name` is plain text, `fixed` more marks of the row."""
        text = str(id_)
        box = f'{self._box}{text}" aria-labelledby="pk {text[-8:]}"></label></td>' if self._box else ""
        mark = self._marks.get(owner_id)
        if mark is None:
            mark = self._marks[owner_id] = self._mark(owner_id)
        return f"<tr data-row{mark}{fixed if mark else ''}>{box}{self.name_cell(text, name)}"

    def name_cell(self, id_: str, name: str) -> str:
        """The cell of the name alone."""
        mark = f" id={id_[-8:]}" if self._box else ""
        return f'<td><a class="name"{mark} href="{self.base}{id_}/" data-peek={self._peek}>{quoted(name)}</a></td>'

    def _mark(self, owner_id: UUID | None) -> str:
        """That cells of an owner's record are edited in place, and (owner) that it may be given away."""
        if not self._edits or not self.actor.covers(EDITS[self.kind], owner_id):
            return ""
        right = EDITS["activity"] if self.kind == "activity" else "people.assign"
        may_give = self._gives and self.actor.covers(right, owner_id)
        return ' data-cells="owner"' if may_give else " data-cells"

    def moment_cell(self, label: str, at: datetime | None) -> str:
        """An instant's cell; a blank one is hidden where labels show, and needs none."""
        return f'<td data-label="{label}">{self.when(at)}</td>' if at else "<td></td>"

    def step_cell(self, label: str, at: datetime | None, *, is_late: bool = False) -> str:
        """The cell of when something is to be done."""
        if at is None:
            return "<td></td>"
        late = ' class="late"' if is_late else ""
        return f'<td data-label="{label}"{late}>{self.step(at)}</td>'

    def step(self, at: datetime) -> str:
        """When something is to be done: a whole day has no time."""
        return step_here(at, self.actor.company_zone, self.zone, self.today, self.code)

    def when(self, at: datetime | None) -> str:
        """An instant; a blank for none."""
        return when_here(at.astimezone(self.zone), self.today, self.code) if at else ""

    def missing(self, names: Sequence[str]) -> str:
        """What a record lacks."""
        key = tuple(names)
        said = self._said.get(key)
        if said is None:
            known = missable(self.kind)
            words = [str(known[name].label).lower() if name in known else name for name in told(self.actor, key)]
            said = self._said[key] = str(cells.missing(words, is_headed=True))
        return said

    def quality(self, score: int | None) -> str:
        """What a record is worth."""
        return "" if score is None else cells.plain_quality(score, self.code)

    def point(self, kind: str, shape: PointShape | None) -> str:
        """A point of contact as its reader may see it, a dash for none. An address that can be read is no news."""
        text = ((shape.value or shape.raw) if kind == "phone" else shape.raw) if shape else ""
        if shape is None or not text:
            return self.nothing
        state = "" if kind == "address" and shape.state == "valid" else shape.state
        return cells.plain_point(kind, text, state, self.code, masked=self.masked)
