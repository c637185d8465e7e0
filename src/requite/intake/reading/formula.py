"""Cells that a spreadsheet would run: made harmless on the way out, and the same again on the way in."""

import re

SIGNS = frozenset("'=+-@\t\r\n＝＋－＠")
DANGEROUS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with an apostrophe before it, which `unguard` takes off."""
    return "'" + cell if cell[:1] in SIGNS and DANGEROUS.match(cell) else cell


def unguard(cell: str) -> str:
    """Return the cell as it was before `guard`; a cell that was never guarded stays as it is."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell
