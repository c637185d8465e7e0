"""A table as a file: CSV line by line, or a workbook written to disk with only one row in memory."""

import tempfile
from collections.abc import Iterator
from typing import IO

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.exporting import Table
from requite.intake.writing import MARK, line_of
from requite.kernel.errors import Refused

MOST_IN_A_WORKBOOK = 100_000
LONGEST_CELL = 32_767
LINES = 200


def stream_csv(table: Table) -> Iterator[bytes]:
    """The file in UTF-8 with a mark. A cell that a spreadsheet would run has an apostrophe, which an import takes off."""
    lines = [MARK + line_of(table.headings)]
    for row in table.rows:
        lines.append(line_of(row))
        if len(lines) >= LINES:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def write_workbook(table: Table, *, title: str) -> IO[bytes]:
    """The file as a workbook, opened at its beginning; every cell is a text, none a formula. Raises Refused."""
    file = tempfile.TemporaryFile(prefix="requite-export-")  # noqa: SIM115 - the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for place, text in enumerate(table.headings):
            sheet.write_string(0, place, text, bold)
        for number, row in enumerate(table.rows, 1):
            if number > MOST_IN_A_WORKBOOK:
                raise Refused(TOO_MANY, field="form")
            for place, text in enumerate(row):
                sheet.write_string(number, place, text[:LONGEST_CELL])
    file.seek(0)
    return file


def _sheet_name(title: str) -> str:
    kept = "".join(sign for sign in title if sign not in "[]:*?/\\").strip("'")
    return kept[:31] or "1"


TOO_MANY = _("A workbook holds 100,000 rows here. Take CSV, or add a condition to the list.")
