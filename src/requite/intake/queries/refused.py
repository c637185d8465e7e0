"""The refused rows of an import as a file that can be mended and handed in again."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from requite.intake.models import Import, RefusedRow
from requite.intake.reading.faults import describe
from requite.intake.writing import MARK, line_of

CHUNK = 500


def stream_refused(*, found: Import) -> Iterator[bytes]:
    """The file in UTF-8 with a mark, line by line in constant memory: the reason, the line, then the row as it stood.

    Cells that a spreadsheet would run as a formula are made harmless; handing the file in again gives them back.
    """
    yield first_line(headings_of(found))
    for row in RefusedRow.objects.filter(batch=found).order_by("number").iterator(chunk_size=CHUNK):
        yield line_of([describe(tuple(row.faults)), str(row.line), *row.cells]).encode()


def headings_of(found: Import) -> list[str]:
    """The headings of the file, each column without one by its number."""
    return [heading or _("Column %(n)s") % {"n": n} for n, heading in enumerate(found.layout.headings, 1)]


def first_line(headings: list[str]) -> bytes:
    """The mark and the headings, those of the reason and of the line before them."""
    return (MARK + line_of([_("Reason"), _("Line"), *headings])).encode()
