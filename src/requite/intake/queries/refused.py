"""The refused rows of an import as a file that can be mended and handed in again."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from requite.intake.models import Import, RefusedRow
from requite.intake.reading.faults import describe
from requite.intake.reading.formula import guard

CHUNK = 500
MARK = "\ufeff"


class _Line:
    """Hands the writer's line back instead of writing it."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def stream_refused(*, found: Import) -> Iterator[bytes]:
    """The file in UTF-8 with a mark, line by line in constant memory: the reason, the line, then the row as it stood.

    Cells that a spreadsheet would run as a formula are made harmless; handing the file in again gives them back.
    """
    writer = csv.writer(_Line())
    headings = [heading or _("Column %(n)s") % {"n": n} for n, heading in enumerate(found.layout.headings, 1)]
    yield MARK.encode() + _encoded(writer, [_("Reason"), _("Line"), *headings])
    for row in RefusedRow.objects.filter(batch=found).order_by("number").iterator(chunk_size=CHUNK):
        yield _encoded(writer, [describe(tuple(row.faults)), str(row.line), *row.cells])


def _encoded(writer: Any, cells: Sequence[str]) -> bytes:
    line: object = writer.writerow([guard(cell) for cell in cells])
    return str(line).encode()
