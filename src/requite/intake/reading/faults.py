"""What can be wrong with a row or cell, and its sentence. A refusal keeps the row out; a remark doesn't."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its code, and the column it stands in (None: the whole row)."""

    code: str
    column: int | None = None

    @classmethod
    def read(cls, key: str) -> Self:
        """The fault of a stored key."""
        code, _sign, column = key.partition(":")
        return cls(code, int(column) if column else None)

    @property
    def key(self) -> str:
        """The fault as it is stored: "cut", or with its column "bad_phone:3"."""
        return self.code if self.column is None else f"{self.code}:{self.column}"

    @property
    def refuses(self) -> bool:
        """Whether the row can't come in with this fault."""
        return self.code in REFUSALS

    @property
    def sentence(self) -> str:
        """The fault in the reader's language."""
        return SENTENCES[self.code]()


def describe(codes: tuple[str, ...]) -> str:
    """Return the sentences of several codes, one after the other, in the reader's language."""
    return " ".join(SENTENCES[code]() for code in codes)


NO_NAME = "no_name"
MANY_CELLS = "many_cells"
LONG_LINE = "long_line"
BROKEN_QUOTE = "broken_quote"
LONG_NAME = "long_name"
SHORT = "short"
UNREADABLE = "unreadable"
NUL = "nul"
CUT = "cut"
HEADINGS, TOTALS = "headings", "totals"
BAD_PHONE = "bad_phone"
SHORTENED = "shortened"
NO_AREA_CODE = "no_area_code"
BAD_EMAIL = "bad_email"
UNKNOWN_OWNER, SEVERAL_OWNERS = "unknown_owner", "several_owners"
FILLER = "filler"
BAD_NUMBER, BAD_DATE, BAD_FLAG, BAD_LINK = "bad_number", "bad_date", "bad_flag", "bad_link"
BAD_CHOICE, BAD_USER, BAD_TEXT = "bad_choice", "bad_user", "bad_text"
UNKNOWN, NOT_YET, SEVERAL = "unknown", "not_yet", "several"

REFUSALS = frozenset({NO_NAME, MANY_CELLS, LONG_LINE, BROKEN_QUOTE, LONG_NAME, HEADINGS, TOTALS})

SENTENCES: Mapping[str, Callable[[], str]] = {
    NO_NAME: lambda: _("This row has no name: neither a person’s nor a company’s."),
    MANY_CELLS: lambda: _("This row has more cells than there are headings."),
    LONG_LINE: lambda: _("This row is longer than a million characters."),
    BROKEN_QUOTE: lambda: _("A quotation mark opens in this row and never closes."),
    LONG_NAME: lambda: _(
        "A name in this row is too long: at most 120 letters for a person, 300 for a company."
    ),
    HEADINGS: lambda: _("This row repeats the headings."),
    TOTALS: lambda: _("This row is a line of totals, not a record."),
    SHORT: lambda: _("This row has fewer cells than there are headings; the missing ones count as blank."),
    UNREADABLE: lambda: _("Some characters of this row couldn't be read."),
    NUL: lambda: _("This row held NUL characters; they are left out."),
    CUT: lambda: _("This text is too long and will be cut."),
    BAD_PHONE: lambda: _("This is no valid telephone number; it is kept as it stands, to be corrected."),
    SHORTENED: lambda: _(
        "A spreadsheet rounded this number, and its last digits are lost; it is kept as it stands. "
        "Make the column text in the spreadsheet, and save it again."
    ),
    NO_AREA_CODE: lambda: _("This number lacks its area code; it is kept as it stands, to be completed."),
    BAD_EMAIL: lambda: _("This is no valid e-mail address; it is kept as it stands, to be corrected."),
    UNKNOWN_OWNER: lambda: _("No user of this name or e-mail can own records; the importer will own it."),
    SEVERAL_OWNERS: lambda: _(
        "Several users have this name; the importer will own it. An e-mail address says which one is meant."
    ),
    FILLER: lambda: _("This is filler, not a value."),
    BAD_NUMBER: lambda: _("This is no number; the field stays blank."),
    BAD_DATE: lambda: _("This is no date that can be read; the field stays blank. Write it as 2026-11-29."),
    BAD_FLAG: lambda: _("This is neither yes nor no; the field stays blank."),
    BAD_LINK: lambda: _("This is no address of a page; the field stays blank."),
    BAD_CHOICE: lambda: _("This isn’t one of the field’s choices; the field stays blank."),
    BAD_USER: lambda: _("No colleague of this name or e-mail; the field stays blank."),
    UNKNOWN: lambda: _("Nothing in the base has this name, e-mail or number; the field stays blank."),
    NOT_YET: lambda: _(
        "Nothing in the base has this name, e-mail or number yet; the field stays blank unless this file brings it in."
    ),
    SEVERAL: lambda: _(
        "More than one has this name; the field stays blank. An e-mail address says which one is meant."
    ),
    BAD_TEXT: lambda: _("This is too long for the field, which stays blank."),
}
