"""A side of a window taken into the base: what is known there is left out of its texts, filled instead, and named by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from requite.journal.bulk import Kept
from requite.kernel.actor import Actor
from requite.kernel.copying import copy_text
from requite.people.bulk import matching, own, writing
from requite.people.bulk.entries import Record
from requite.people.bulk.filling import Filling
from requite.people.bulk.gaining import list_gaining
from requite.people.bulk.preparing import Side, Window, offers_of
from requite.quality.rules import Rule

ID = 36  # signs of an id as text; the cell behind it begins at the next but one


@dataclass(slots=True)
class Settled:
    """A side as it ended: the ids of those that were known, by place, which of their blanks were filled, and the entries
    of the journal, those of new records as lines."""

    side: Side
    known: Mapping[int, str] = field(default_factory=dict)
    filled: Mapping[int, Sequence[str]] = field(default_factory=dict)
    lines: bytes = b""
    kept: Sequence[Kept] = ()

    def id_of(self, place: int) -> str:
        """The record's id in the base."""
        return self.known.get(place) or self.side.ids[place]

    @property
    def moved(self) -> dict[bytes, bytes]:
        """The ids of known records by those that they would have had as new ones."""
        return {self.side.ids[place].encode(): known.encode() for place, known in self.known.items()}


def settle_companies(window: Window, *, actor: Actor, at: datetime, rules: tuple[Rule, ...], dead: frozenset[str]) -> Settled:
    """Take the companies in. `dead` are slugs of custom fields that aren't filled any more."""
    side = window.companies
    if not side.ids:
        return Settled(side)
    known = matching.match_companies(side.keys, owners=actor.owners("people.edit"))
    return _settle(window, Settled(side, known), side.lines, writing.COMPANIES, at=at, rules=rules, dead=dead)


def settle_persons(
    window: Window, companies: Settled, *, actor: Actor, at: datetime, rules: tuple[Rule, ...], dead: frozenset[str]
) -> Settled:
    """Take the persons in, once their companies are settled."""
    side, moved = window.persons, companies.moved
    if not side.ids:
        return Settled(side)
    lines, keys = side.lines, side.keys
    if moved:
        lines = b"".join([_of_company(line, moved) for line in side.lines.splitlines(keepends=True)])
        keys += b"".join(
            [line[: -ID - 1] + moved[line[-ID - 1 : -1]] + b"\n"
             for line in window.by_company.splitlines(keepends=True) if line[-ID - 1 : -1] in moved]
        )  # fmt: skip
    known = matching.match_persons(keys, owners=actor.owners("people.edit"))
    settled = Settled(side, known)
    return _settle(window, settled, lines, writing.PERSONS, at=at, rules=rules, dead=dead, companies=companies)


def _settle(
    window: Window,
    settled: Settled,
    lines: bytes,
    sql: str,
    *,
    at: datetime,
    rules: tuple[Rule, ...],
    dead: frozenset[str],
    companies: Settled | None = None,
) -> Settled:
    side, known = settled.side, settled.known
    gone = frozenset(settled.moved)
    copy_text(sql, _without(lines, known))
    copy_text(writing.POINTS, _fresh(side.points, gone, 1 if side.kind == "person" else 2))
    own.keep_text(own.without(_fresh(side.values, gone, 0), dead))
    settled.lines = _without(side.entries, known)
    if known:
        _fill(window, settled, companies or settled, at, rules, dead)
    return settled


def _fill(
    window: Window, settled: Settled, companies: Settled, at: datetime, rules: tuple[Rule, ...], dead: frozenset[str]
) -> None:
    """Fill the blanks of known records with what the window says of them."""
    records = offers_of(settled.side, window.companies)
    offering = [_know(records[place], id_, companies, dead) for place, id_ in settled.known.items()]
    gaining = list_gaining(offering)
    if gaining:
        settled.kept = Filling(gaining, at=at, rules=rules).run()
        settled.filled = {record.place: record.filled for record in gaining}


def _know(record: Record, id_: str, companies: Settled, dead: frozenset[str]) -> Record:
    record.id, record.known = id_, True
    record.entry.own = {slug: given for slug, given in record.entry.own.items() if slug not in dead}
    if record.company is not None:
        record.company.id = companies.id_of(record.company.place)
    return record


def _without(lines: bytes, places: Mapping[int, str]) -> bytes:
    """The lines but for those at the places."""
    if not places:
        return lines
    return b"".join([line for n, line in enumerate(lines.splitlines(keepends=True)) if n not in places])


def _fresh(lines: bytes, gone: frozenset[bytes], column: int) -> bytes:
    """The lines but for those that name one of the ids in the column."""
    if not gone or not lines:
        return lines
    return b"".join(
        [line for line in lines.splitlines(keepends=True) if line.split(b"\t", column + 1)[column] not in gone]
    )


def _of_company(line: bytes, moved: Mapping[bytes, bytes]) -> bytes:
    known = moved.get(line[ID + 1 : 2 * ID + 1])
    return line[: ID + 1] + known + line[2 * ID + 1 :] if known else line
