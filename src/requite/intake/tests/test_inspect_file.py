"""The first look at a file: each kind of bad input meets a sentence, each kind of good one is understood."""

import csv
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requite.intake.reading.inspect import inspect_file
from requite.intake.reading.rows import read_rows
from requite.intake.reading.sheet import Sheet
from requite.kernel.errors import Refused

KOREAN = '이름,회사,전화번호\r\n김민수,한일상사,02-345-6789\r\n이하나,"대성, 주식회사",031-222-3333\r\n'
RUSSIAN = (
    "ФИО;Организация;Телефон\n"
    "Иванов Иван Иванович;ООО Ромашка;+7 495 123-45-67\nЩукина Яна;ЗАО «Ёлка»;8 812 333-22-11\n"
)
WESTERN = "Name,Company,City\nJosé Núñez,Café Olé,Málaga\nFrançois Lefèvre,Hôtel Étoile,Orléans\n"


def look(content: bytes, **options: int) -> Sheet:
    return inspect_file(io.BytesIO(content), size=len(content), **options)


def rows_of(content: bytes) -> list[list[str]]:
    return [row.cells for row in read_rows(io.BytesIO(content), look(content))]


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8"),
        (KOREAN, "utf-16", "utf-16-le"),
        (KOREAN, "utf-16-le", "utf-16-le"),
        (KOREAN, "utf-16-be", "utf-16-be"),
        (KOREAN, "cp949", "cp949"),
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN.upper(), "cp1251", "cp1251"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace('"', ""), "koi8-r", "koi8-r"),
        (RUSSIAN.replace("«", "").replace("»", ""), "cp866", "cp866"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-8", "utf-8"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_tells_the_encoding_and_reads_the_same_text(text: str, codec: str, found: str) -> None:
    content = text.encode(codec)
    assert look(content).encoding == found
    first = rows_of(content)[0]
    assert first == rows_of(text.encode())[0]


def test_finds_what_a_plain_head_hides() -> None:
    plain = "name,city\n" + "Smith,Austin\n" * 60_000
    content = plain.encode() + "Иванов,Москва\nПетрова,Казань\n".encode("cp1251")
    assert look(content).encoding == "cp1251"
    assert rows_of(content)[-1] == ["Петрова", "Казань"]


def test_one_broken_byte_does_not_make_utf8_something_else() -> None:
    content = KOREAN.encode() * 40 + b"\xff broken,a,b\r\n"
    sheet = look(content)
    assert (sheet.encoding, sheet.damage) == ("utf-8", 1)
    assert list(read_rows(io.BytesIO(content), sheet))[-1].faults == ("unreadable",)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_tells_the_delimiter(mark: str) -> None:
    rows = [["name", "note", "phone"], ["Kim", f'"one{mark} two, three; four"', "1"], ["Lee", "plain", "2"]]
    content = "".join(mark.join(row) + "\n" for row in rows)
    assert look(content.encode()).dialect.delimiter == mark
    assert rows_of(content.encode())[0][1] == f"one{mark} two, three; four"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_believes_the_headings_where_no_two_rows_are_of_one_width(mark: str) -> None:
    lines = [
        "Family name,Given name,Company,Phone,E-mail",
        "Kim,Only",
        "Lee,Hana,Daesung,010-3333-4444,h@d.kr,extra,more",
        '"open quote,Park,Jun',
        "Choi,Ji,,",
    ]
    content = "".join(line.replace(",", mark) + "\n" for line in lines).encode()
    sheet = look(content)
    assert sheet.dialect.delimiter == mark
    assert sheet.headings[:5] == ("Family name", "Given name", "Company", "Phone", "E-mail")
    assert [row[:2] for row in rows_of(content)] == [
        ["Kim", "Only"],
        ["Lee", "Hana"],
        ['"open quote', "Park"],
        ["Choi", "Ji"],
    ]


def test_takes_a_row_of_values_for_no_headings_where_rows_differ() -> None:
    content = b"Kim,Minsu\nLee,Hana,Daesung\nPark\nChoi,Ji,a,b,c\n"
    assert not look(content).has_headings


def test_believes_what_the_file_declares() -> None:
    assert look(b"sep=|\nname|city\nKim|Seoul, Korea\n").dialect.delimiter == "|"


def test_takes_a_list_of_one_column() -> None:
    content = b"E-mail\na@example.com\nb@example.com\n"
    assert look(content).dialect.delimiter == ""
    assert rows_of(content) == [["a@example.com"], ["b@example.com"]]


def test_skips_a_title_above_the_headings() -> None:
    content = (
        "고객 명부 2026,,\n\n이름,회사,전화번호\n김민수,한일,02-345-6789\n박준,세종,02-111-2222\n".encode()
    )
    sheet = look(content)
    assert sheet.headings == ("이름", "회사", "전화번호")
    assert rows_of(content) == [["김민수", "한일", "02-345-6789"], ["박준", "세종", "02-111-2222"]]


def test_takes_the_lower_of_two_lines_of_headings() -> None:
    content = b"Contact,,Firm,\nFirst name,Last name,Company,Phone\nAnn,Lee,Acme,212-555-0147\n"
    assert look(content).headings == ("First name", "Last name", "Company", "Phone")
    assert rows_of(content) == [["Ann", "Lee", "Acme", "212-555-0147"]]


def test_a_first_row_that_holds_no_headings_of_its_own_stays_the_headings() -> None:
    content = "Имя,Телефон,\nИмя,Фамилия,Компания\n".encode()
    assert look(content).headings[:2] == ("Имя", "Телефон")


def test_tells_a_packed_table_from_a_workbook() -> None:
    said = {}
    for name in ("base.csv", "[Content_Types].xml"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, "Name\nAnn\n")
        with pytest.raises(Refused) as refusal:
            look(packed.getvalue())
        said[name] = str(refusal.value.errors["file"])
    assert "packed archive" in said["base.csv"]
    assert "workbook" in said["[Content_Types].xml"]


def test_keeps_the_first_row_where_there_are_no_headings() -> None:
    content = "김민수,010-2345-6789\n박준,010-3579-2468\n".encode()
    sheet = look(content)
    assert not sheet.has_headings
    assert len(rows_of(content)) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n  \n",
        b"\x00" * 5_000,
        b"name,phone\n",
        b",,,\n,,,\n",
        b"PK\x03\x04" + bytes(400),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(400),
        b"%PDF-1.7 x",
        b"\x89PNG\r\n\x1a\n",
        b"<!DOCTYPE html><html><table></table>",
        b"BEGIN:VCARD\nEND:VCARD\n",
        b'{"a": 1}',
        bytes(random.Random(7).randbytes(20_000)),
        b"x" * 400_000,
        (",".join(f"c{n}" for n in range(1_001)) + "\n" + "," * 1_000 + "1\n").encode(),
    ],
)
def test_refuses_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        look(content)
    assert refusal.value.errors["file"]


def test_refuses_what_is_larger_than_the_limit_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3 + 1)
    with path.open("rb") as stream, pytest.raises(Refused):
        inspect_file(stream, size=path.stat().st_size)
    with pytest.raises(Refused, match="1 MB"):
        look(b"a,b\n" * 300_000, limit=1024**2)


def test_refuses_two_gigabytes_of_nothing_at_once(tmp_path: Path) -> None:
    path = tmp_path / "hollow.csv"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    with path.open("rb") as stream, pytest.raises(Refused):
        inspect_file(stream, size=path.stat().st_size)


def test_reads_five_hundred_columns() -> None:
    content = (",".join(f"Column {n}" for n in range(500)) + "\n" + ",".join("v" * 500) + "\n").encode()
    assert look(content).width == 500


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3_000))
def test_any_bytes_give_rows_or_a_sentence(content: bytes) -> None:
    try:
        sheet = look(content)
    except Refused:
        return
    assert all(len(row.cells) >= sheet.width for row in read_rows(io.BytesIO(content), sheet))


CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\ufffd"), max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=20))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["Name", "Company", "Note"], *rows])
    sheet = Sheet(
        "utf-8",
        0,
        look(b'"Name","Company","Note"\r\n"a","b","c"\r\n').dialect,
        1,
        ("Name", "Company", "Note"),
    )
    read = [row.cells for row in read_rows(io.BytesIO(text.getvalue().encode()), sheet)]
    assert read == [row for row in rows if any(row)]
