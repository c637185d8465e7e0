"""Which character parts the cells: the one that cuts most lines into the same number of them, else the headings."""

import contextlib
import csv
import io
import math
from collections import Counter
from itertools import islice

from requite.intake.reading.headings import match
from requite.intake.reading.rows import parse_lines
from requite.intake.reading.sheet import Dialect

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "none": ""}
DELIMITERS = tuple(filter(None, SEPARATORS.values()))
LINES = 200


def find_dialect(text: str) -> Dialect:
    """Tell the dialect from the beginning of the text; no delimiter where each line is one cell."""
    declared = text[:6].lower()
    escape = "\\" if '\\"' in text and '""' not in text.replace(',""', "").replace('"",', "") else ""
    if declared.startswith("sep=") and len(declared) > 4:
        return Dialect(delimiter=declared[4], escape=escape)
    scores = {mark: _score(text, Dialect(mark, escape)) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    if scores[best] > 0:
        return Dialect(best, escape)
    parted = (mark for mark in DELIMITERS if names_fields(sample_records(text, Dialect(mark, escape), 1)))
    return Dialect(next(parted, ""), escape)


def names_fields(records: list[list[str]]) -> bool:
    """Whether the first record is a line of headings by itself: no two rows below need be of one width then."""
    cells = [cell for cell in records[0] if cell.strip()] if records else []
    known = sum(match.is_known(cell) for cell in cells)
    return known > 1 and 2 * known >= len(cells)


def sample_records(text: str, dialect: Dialect, count: int) -> list[list[str]]:
    """Return at most `count` records of the text that aren't blank; what can't be parsed ends the list."""
    records: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        records.extend(islice(parse_lines(io.StringIO(text, newline=""), dialect), count))
    return records


def common_width(records: list[list[str]]) -> int:
    """Return the number of cells that most records have; the larger of two equals."""
    widths = Counter(len(record) for record in records if any(record))
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def _score(text: str, dialect: Dialect) -> float:
    records = [record for record in sample_records(text, dialect, LINES) if any(record)]
    width = common_width(records)
    if width < 2:
        return 0.0
    share = sum(len(record) == width for record in records) / len(records)
    headed = 1.2 if len(records[0]) == width else 1.0
    return share**2 * math.log2(width + 1) * headed if share >= 0.34 else 0.0
