"""What a file is when it isn't a table of text: told by its content, never by its name."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from requite.kernel.errors import Refused

WORKBOOK, ARCHIVE, PICTURE, DOCUMENT, PAGE, CARD, DATA, BINARY = range(8)

SIGNATURES: tuple[tuple[bytes, int], ...] = (
    (b"PK\x03\x04", WORKBOOK),
    (b"\xd0\xcf\x11\xe0", WORKBOOK),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"%PDF", DOCUMENT),
    (b"{\\rtf", DOCUMENT),
    (b"\x7fELF", BINARY),
    (b"SQLite format 3\x00", BINARY),
)
OPENINGS: tuple[tuple[bytes, int], ...] = (
    (b"<!doctype html", PAGE),
    (b"<html", PAGE),
    (b"<?xml", PAGE),
    (b"<table", PAGE),
    (b"begin:vcard", CARD),
    (b"begin:vcalendar", CARD),
    (b"{", DATA),
    (b"[{", DATA),
)


def refuse_other_kinds(head: bytes) -> None:
    """Refuse a file that is empty or of a kind that isn't a table of text, and say what to do instead."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe\x1a"):
        raise Refused(SENTENCES[BINARY]() if b"\x00" in head else sentence_of_nothing(), field="file")
    kind = find_kind(head)
    if kind is not None:
        raise Refused(SENTENCES[kind](), field="file")


def find_kind(head: bytes) -> int | None:
    """Return the kind of a file that isn't a table of text, or None."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return ARCHIVE if kind == WORKBOOK and signature[:2] == b"PK" and not _is_workbook(head) else kind
    opening = head[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for text, kind in OPENINGS:
        if opening.startswith(text):
            return kind
    return None


def _is_workbook(head: bytes) -> bool:
    """Whether the first file of a packed archive is one of a workbook’s."""
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return not name or name.startswith((b"[Content_Types]", b"_rels/", b"docProps/", b"xl/", b"mimetype", b"Index/"))


def refuse_binary() -> None:
    """Refuse what can't be read as text at all."""
    raise Refused(SENTENCES[BINARY](), field="file")


def sentence_of_nothing() -> str:
    """The sentence for a file without a single value."""
    return _("The file is empty. Choose a file with a line of headings and at least one row.")


SENTENCES: dict[int, Callable[[], str]] = {
    WORKBOOK: lambda: _(
        "This is a workbook, not a CSV file. Open it, save the sheet as “CSV UTF-8”, and choose that file."
    ),
    ARCHIVE: lambda: _("This is a packed archive. Unpack it and choose the CSV file inside."),
    PICTURE: lambda: _("This is a picture. Choose a CSV file."),
    DOCUMENT: lambda: _("This is a document, not a table. Choose a CSV file."),
    PAGE: lambda: _(
        "This is a web page or XML, not a CSV file. Open it in a spreadsheet and save it as “CSV UTF-8”."
    ),
    CARD: lambda: _("This is a file of cards or appointments, not a table. Choose a CSV file."),
    DATA: lambda: _("This is JSON, not a table. Choose a CSV file."),
    BINARY: lambda: _("This file holds no text that can be read. Choose a CSV file."),
}
