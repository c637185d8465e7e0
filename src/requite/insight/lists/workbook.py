"""A table as a workbook (Office Open XML), streamed: no file on the disk, and only some rows in memory.

A cell of a column of numbers or amounts is a number, so that it can be summed. Every other one is a text, none a formula:
nothing in it runs, and a phone keeps its plus.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, cast

from requite.insight.lists.exporting import Table
from requite.kernel.errors import Refused

LONGEST_CELL = 32_767  # what a cell of Excel holds
LINES = 500
LARGE = 10_000_000  # cells: above, the sheet may be larger than 2 GiB and is marked so before it begins
# Signs that XML can't hold are left out; what Excel would read as one of its escapes is escaped.
ILLEGAL = {**dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])}
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,3})?|-?\d{13,15}")  # what a spreadsheet, which keeps fifteen digits, keeps whole
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">
<sheets><sheet name="{{title}}" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}
SHEET = f"""{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"
 activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"""
END = "</sheetData></worksheet>"


class _Pipe:
    """What the archive writes into, to be taken out piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        taken = b"".join(self.pieces)
        self.pieces = []
        return taken


def stream_workbook(table: Table, *, title: str, count: int, most: int, too_many: object) -> Iterator[bytes]:
    """The file in pieces. `count` rows are expected; Refused with `too_many` is raised where there are more than `most`."""
    pipe = _Pipe()
    book = zipfile.ZipFile(cast(IO[bytes], pipe), "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    for name, text in PARTS.items():
        book.writestr(name, XML + text.replace("{title}", _escaped(_sheet_name(title)).replace('"', "&quot;")))
    columns = [_letters(place) for place in range(len(table.headings))]
    is_large = count * len(columns) > LARGE
    with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=is_large) as sheet:
        sheet.write((SHEET + _row(1, columns, table.headings, [False] * len(columns), ' s="1"')).encode())
        counts = [place in table.numbers for place in range(len(columns))]
        number, rows = 1, iter(table.rows)
        while block := list(islice(rows, LINES)):
            if number + len(block) > most + 1:
                raise Refused(str(too_many), field="form")
            lines = [_row(number + place, columns, row, counts) for place, row in enumerate(block, 1)]
            number += len(block)
            sheet.write("".join(lines).encode())
            if taken := pipe.take():
                yield taken
        sheet.write(END.encode())
    book.close()
    yield pipe.take()


def _row(number: int, columns: Sequence[str], cells: Sequence[str], counts: Sequence[bool], style: str = "") -> str:
    line = "".join(
        f'<c r="{column}{number}"><v>{cell}</v></c>'
        if is_number and NUMBER.fullmatch(cell)
        else f'<c r="{column}{number}"{style} t="inlineStr"><is>{_text(cell)}</is></c>'
        for column, cell, is_number in zip(columns, cells, counts, strict=True)
        if cell
    )
    return f'<row r="{number}">{line}</row>'


def _text(cell: str) -> str:
    told = _escaped(cell[:LONGEST_CELL])
    return f"<t>{told}</t>" if cell.strip() == cell else f'<t xml:space="preserve">{told}</t>'


def _escaped(text: str) -> str:
    if not text.isprintable():
        text = text.translate(ILLEGAL)
    if "_x" in text:
        text = ESCAPE.sub("_x005F_", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _letters(place: int) -> str:
    letters = ""
    while place >= 0:
        letters = chr(65 + place % 26) + letters
        place = place // 26 - 1
    return letters


def _sheet_name(title: str) -> str:
    kept = "".join(sign for sign in title if sign not in "[]:*?/\\").strip("'")
    return kept[:31] or "1"
