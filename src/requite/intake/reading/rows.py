"""A stream of rows: any size of file in bounded memory, any damage a fault of its row, never an exception."""

import csv
import io
from collections.abc import Generator, Iterator
from typing import BinaryIO, NamedTuple

from requite.intake.reading import faults
from requite.intake.reading.lines import Feed, Overrun
from requite.intake.reading.sheet import Dialect, Sheet
from requite.intake.reading.totals import is_total

ONE_COLUMN = "\x1f"


class Row(NamedTuple):
    """A row of data: its number from 1, the line it ends on, a cell for each column, codes of its faults."""

    number: int
    line: int
    cells: list[str]
    faults: tuple[str, ...]


class Record(NamedTuple):
    """Cells as they stand in the file."""

    line: int
    cells: list[str]
    faults: tuple[str, ...]


def read_rows(stream: BinaryIO, sheet: Sheet, *, after: int = 0) -> Generator[Row, None, None]:
    """Yield the rows behind row number `after`; blank ones are left out but counted in the numbers."""
    width = sheet.width
    number = -sheet.preamble
    for line, cells, marks in read_records(stream, sheet.encoding, sheet.skip, sheet.dialect, width):
        number += 1
        if number <= after or number < 1:
            continue
        fitted = (cells, marks) if len(cells) == width else _fit(cells, marks, width)
        if fitted[0][0].strip() == sheet.headings[0] and _repeats_headings(fitted[0], sheet):
            fitted = (fitted[0], (*fitted[1], faults.HEADINGS))
        elif is_total(fitted[0]):
            fitted = (fitted[0], (*fitted[1], faults.TOTALS))
        row = Row(number, line, *fitted)
        if any(row.cells):
            yield row


def read_records(
    stream: BinaryIO, encoding: str, skip: int, dialect: Dialect, width: int = 0
) -> Iterator[Record]:
    """Yield every record. With a `width`, a quotation mark that never closes is told by it and undone."""
    stream.seek(skip)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        yield from _records(Feed(text), dialect, width)
    finally:
        text.detach()


def parse_lines(
    feed: Iterator[str], dialect: Dialect, *, quoting: int = csv.QUOTE_MINIMAL
) -> Iterator[list[str]]:
    """Return the standard reader for the dialect."""
    return csv.reader(
        feed,
        delimiter=dialect.delimiter or ONE_COLUMN,
        escapechar=dialect.escape or None,
        quoting=quoting,  # type: ignore[arg-type]
    )


def _repeats_headings(cells: list[str], sheet: Sheet) -> bool:
    """Whether the row is the headings once more, as in files that were put together."""
    return sheet.has_headings and tuple(cell.strip() for cell in cells) == sheet.headings


def _records(feed: Feed, dialect: Dialect, width: int) -> Iterator[Record]:
    reader = parse_lines(feed, dialect)
    while True:
        feed.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, Overrun):
            yield _recover(feed, dialect)
            continue
        if (
            len(feed.pending) > 1
            and width
            and (len(cells) != width or _has_swallowed(feed.pending, dialect, width))
        ):
            yield _recover(feed, dialect)
        elif feed.nul or feed.unreadable:
            yield Record(feed.line, cells, _marks(feed))
        else:
            yield Record(feed.line, cells, ())


def _has_swallowed(lines: list[str], dialect: Dialect, width: int) -> bool:
    """Whether a mark ran on to one of the next row: an odd number of them, a whole row last."""
    if sum(line.count('"') for line in lines) % 2 == 0 or lines[-1].count('"') % 2:
        return False
    return width > 1 and len(next(parse_lines(iter(lines[-1:]), dialect), [])) == width


def _recover(feed: Feed, dialect: Dialect) -> Record:
    """Read the record's first line alone, as if quotation marks meant nothing, and give the others back."""
    first = feed.give_back()
    try:
        cells = next(parse_lines(iter([first[:100_000]]), dialect, quoting=csv.QUOTE_NONE), [])
    except csv.Error:
        cells = [first[:200]]
    code = faults.LONG_LINE if len(first) > 100_000 else faults.BROKEN_QUOTE
    return Record(feed.line, cells, (code, *_marks(feed)))


def _marks(feed: Feed) -> tuple[str, ...]:
    nul = (faults.NUL,) if feed.nul else ()
    return (*nul, faults.UNREADABLE) if feed.unreadable else nul


def _fit(cells: list[str], marks: tuple[str, ...], width: int) -> tuple[list[str], tuple[str, ...]]:
    if len(cells) < width:
        short = (faults.SHORT,) if any(cells) else ()
        return cells + [""] * (width - len(cells)), marks + short
    if any(cell.strip() for cell in cells[width:]) and not marks:
        return cells, (*marks, faults.MANY_CELLS)
    return cells[:width], marks
