"""A table as a file, streamed: CSV or a workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from requite.insight.lists.exporting import Table
from requite.insight.lists.workbook import stream_workbook
from requite.intake.writing import MARK, line_of

MOST_IN_A_WORKBOOK = 1_048_575  # the rows of a sheet, but for the headings
LINES = 200
TOO_MANY = _("A workbook holds 1,048,575 rows. Take CSV, or add a condition to the list.")


def stream_csv(table: Table) -> Iterator[bytes]:
    """The file in UTF-8 with a mark. A cell that a spreadsheet would run has an apostrophe, which an import takes off."""
    lines = [MARK + line_of(table.headings)]
    for row in table.rows:
        lines.append(line_of(row))
        if len(lines) >= LINES:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def stream_file(table: Table, *, form: str, title: str, count: int) -> Iterator[bytes]:
    """The table as "csv" or "xlsx"; `count` rows are expected."""
    if form == "csv":
        return stream_csv(table)
    return stream_workbook(table, title=title, count=count, most=MOST_IN_A_WORKBOOK, too_many=TOO_MANY)
