"""The first rows as they would come in, with the faults marked in their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from requite.intake.landing.land import land_row
from requite.intake.landing.plan import Plan
from requite.intake.reading import faults, limits
from requite.intake.reading.faults import Fault
from requite.intake.reading.headings.targets import TARGETS
from requite.intake.reading.rows import Row
from requite.kernel.legible import legible

EXAMPLES, EXAMPLE_CHARS = 3, 60
ORDER = {slug: place for place, slug in enumerate(TARGETS)}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row: its number, its cells, and its faults by the column they stand in (None: of the whole row)."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the row would stay out."""
        return any(fault.refuses for fault in self.faults)

    def faults_of(self, column: int | None) -> tuple[Fault, ...]:
        """The faults of one cell, or with None those of the whole row."""
        return tuple(fault for fault in self.faults if fault.column == column)


def preview_rows(samples: Sequence[Row], plan: Plan) -> tuple[PreviewRow, ...]:
    """Return the first rows with what is wrong in them; a long cell is shown by its first 200 characters."""
    shown: list[PreviewRow] = []
    landed = [(row, *land_row(row, plan)) for row in samples[: limits.PREVIEW_ROWS]]
    unsure = plan.setting.own.preview([ref for _row, entry, _found in landed if entry for ref in entry.refs])
    for row, entry, found in landed:
        found.extend(unsure[ref] for ref in (entry.refs if entry else ()) if ref in unsure)
        marked = tuple(
            dict.fromkeys(fault for fault in found if fault.code != faults.SHORT or len(found) == 1)
        )
        shown.append(PreviewRow(row.number, tuple(legible(cell[:200]) for cell in row.cells), marked))
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """One column: its place in the file, its heading, the field that it fills ("": left out), a few of its values."""

    place: int
    heading: str
    target: str
    examples: tuple[str, ...]


def preview_columns(
    headings: Sequence[str],
    columns: Sequence[str | None],
    rows: Sequence[PreviewRow],
    own: Sequence[str] = (),
) -> tuple[list[PreviewColumn], list[PreviewColumn]]:
    """Return the columns that fill a field, in the order of the fields, and those that stay out, as they stand.

    `own` are the custom fields in their order.
    """
    order = {**ORDER, **{slug: len(ORDER) + n for n, slug in enumerate(own)}}
    shown = [
        PreviewColumn(place, heading, target if target in order else "", _examples(rows, place))
        for place, (heading, target) in enumerate(zip(headings, (one or "" for one in columns), strict=False))
    ]
    mapped = sorted((one for one in shown if one.target), key=lambda one: (order[one.target], one.place))
    return mapped, [one for one in shown if not one.target]


def _examples(rows: Sequence[PreviewRow], place: int) -> tuple[str, ...]:
    values = (row.cells[place].strip() for row in rows if place < len(row.cells))
    return tuple(dict.fromkeys(value[:EXAMPLE_CHARS] for value in values if value))[:EXAMPLES]
