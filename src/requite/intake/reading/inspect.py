"""The first look at a file: everything that can be told before a person has said anything."""

import re
from dataclasses import replace
from typing import BinaryIO

from django.utils.translation import gettext as _

from requite.intake.reading import dialect as dialects
from requite.intake.reading import encoding as encodings
from requite.intake.reading import evidence, limits, signatures
from requite.intake.reading.headings import match
from requite.intake.reading.sheet import Sheet
from requite.kernel.errors import Refused

VALUE = re.compile(r"[^@\s]+@[^@\s]+\.\w+|https?://.*|www\..*|\+?[\d\s()./:,-]{3,}")
PREAMBLE = 10


def inspect_file(
    stream: BinaryIO, *, size: int, limit: int = limits.FILE_BYTES, encoding: str = "", delimiter: str | None = None
) -> Sheet:
    """Return what the file is, or refuse it with a sentence. Reads it once, in bounded memory.

    An `encoding` or a `delimiter` ("": one column) that a person named is taken as it is; else both are told by the file.
    """
    if size > limit:
        raise Refused(_too_large(limit), field="file")
    head = evidence.read_head(stream)
    signatures.refuse_other_kinds(head)
    if encoding:
        known = encodings.named(encoding, head)
        damage = evidence.count_damage(stream, known.name, known.skip)
    else:
        known, damage = _tell_encoding(stream, head)
    text = _whole_lines(head[known.skip :].decode(known.name, "replace").replace("\0", ""), len(head) < size)
    if "\r" not in text and "\n" not in text and len(text) >= limits.LINE_CHARS // 8:
        raise Refused(_("This file has no lines. Choose a CSV file."), field="file")
    return _lay_out(text, known, damage, delimiter)


def _tell_encoding(stream: BinaryIO, head: bytes) -> tuple[encodings.Encoding, int]:
    known = encodings.find_encoding_of_head(head)
    if known is not None:
        return known, 0
    found = evidence.gather_evidence(stream, head)
    known = encodings.choose_encoding(found)
    return known, found.damage if known.name == "utf-8" else 0


def _lay_out(text: str, known: encodings.Encoding, damage: int, delimiter: str | None) -> Sheet:
    dialect = dialects.find_dialect(text)
    if delimiter is not None:
        dialect = replace(dialect, delimiter=delimiter)
    records = dialects.sample_records(text, dialect, limits.SAMPLE_ROWS + PREAMBLE)
    width = dialects.common_width(records)
    if not width or not any(char.isalnum() for char in text):
        raise Refused(signatures.sentence_of_nothing(), field="file")
    headed = find_headings(records, width)
    if headed is None and dialects.names_fields(records):
        headed = 0
    if headed is not None:
        width = max(width, len(records[headed]))
    if width > limits.COLUMNS:
        raise Refused(_too_wide(width), field="file")
    headings = records[headed] if headed is not None else []
    preamble = headed + 1 if headed is not None else 0
    samples = [fit(record, width) for record in records[preamble:] if any(record)]
    if not samples:
        raise Refused(_("The file has headings but no rows below them."), field="file")
    return Sheet(
        encoding=known.name,
        skip=known.skip,
        dialect=dialect,
        preamble=preamble,
        headings=fit([heading.strip() for heading in headings], width),
        samples=tuple(samples[: limits.SAMPLE_ROWS]),
        damage=damage,
    )


def find_headings(records: list[list[str]], width: int) -> int | None:
    """Return the index of the record of headings, or None where the table begins with data."""
    for index, record in enumerate(records[:PREAMBLE]):
        filled = [cell for cell in record if cell.strip()]
        if not filled or len(record) < 0.8 * width or len(filled) < 0.5 * width:
            continue
        if not _are_headings(record, records[index + 1 :]):
            return None
        return index + 1 if _is_group_line(record, records[index + 1 :], width) else index
    return None


def fit(cells: list[str], width: int) -> tuple[str, ...]:
    """Return exactly `width` cells."""
    return tuple([*cells, *[""] * (width - len(cells))][:width])


def _are_headings(record: list[str], below: list[list[str]]) -> bool:
    cells = [cell.strip() for cell in record]
    if any(VALUE.fullmatch(cell) or len(cell) > 200 for cell in cells if len(cell) < 400):
        return False
    if any(match.is_known(cell) for cell in cells):
        return True
    return any(
        cell
        and sum(bool(VALUE.fullmatch(row[column].strip())) for row in below[:50] if column < len(row))
        > len(below[:50]) / 2
        for column, cell in enumerate(cells)
    )


def _is_group_line(record: list[str], below: list[list[str]], width: int) -> bool:
    """Whether the line only gathers the headings of the one below it into groups, as merged cells do."""
    if len(below) < 2 or not all(cell.strip() for cell in below[0]) or len(below[0]) != width:
        return False
    known = sum(match.is_known(cell) for cell in below[0])
    return (
        sum(bool(cell.strip()) for cell in record) < width
        and known > width / 2
        and not any(VALUE.fullmatch(cell.strip()) for cell in below[0])
    )


def _whole_lines(text: str, cut: bool) -> str:
    if not cut:
        return text
    end = max(text.rfind("\n"), text.rfind("\r"))
    return text[: end + 1] if end > 0 else text


def _too_large(limit: int) -> str:
    size = f"{limit / 1024**3:g}" if limit >= 1024**3 else f"{limit / 1024**2:g}"
    if limit >= 1024**3:
        return _("The file is larger than %(size)s GB. Split it and import the parts.") % {"size": size}
    return _("The file is larger than %(size)s MB. Split it and import the parts.") % {"size": size}


def _too_wide(width: int) -> str:
    return _("The file has %(width)s columns; %(limit)s is the most that can be read.") % {
        "width": width,
        "limit": limits.COLUMNS,
    }
