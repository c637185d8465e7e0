"""The rows that came in with a doubtful cell, as a file that can be mended and handed in again."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from requite.intake.models import Import, LandedRow
from requite.intake.queries.refused import CHUNK, first_line, headings_of
from requite.intake.reading.faults import Fault
from requite.intake.reading.rows import Row, read_rows
from requite.intake.writing import line_of


def stream_doubtful(*, found: Import) -> Iterator[bytes]:
    """The file as `stream_refused` writes it; a reason that concerns one cell stands behind its column's heading.

    The cells are read once more from what was handed in, as far as the last doubtful row, in constant memory.
    Raises FileNotFoundError where that file is gone, before a line leaves.
    """
    return _lines(Path(found.file.path).open("rb"), found)


def _lines(stream: BinaryIO, found: Import) -> Iterator[bytes]:
    with stream, closing(read_rows(stream, found.layout)) as rows:
        headings = headings_of(found)
        yield first_line(headings)
        kept = (
            LandedRow.objects.filter(batch=found, faults__isnull=False)
            .order_by("number")
            .values_list("number", "faults")
            .iterator(chunk_size=CHUNK)
        )
        for number, keys in kept:
            row = _row_of(rows, number)
            if row is not None:
                reason = " ".join(_say(Fault.read(key), headings) for key in keys or ())
                yield line_of([reason, str(row.line), *row.cells]).encode()


def _row_of(rows: Iterator[Row], number: int) -> Row | None:
    """The row of that number, those before it passed over."""
    return next((row for row in rows if row.number >= number), None)


def _say(fault: Fault, headings: list[str]) -> str:
    if fault.column is None or fault.column >= len(headings):
        return fault.sentence
    return f"{headings[fault.column]}: {fault.sentence}"
