"""A file that was understood wrongly is read in another way: another encoding, another separator."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from testing.asserts import last_entry, text
from testing.cast import Cast, Clients

from requite.people.models import Person
from requite.web.tests.importing import at, hand_in, handed, land, mapped

pytestmark = pytest.mark.django_db
KOREAN = "성,이름,회사,전화\n김,민수,세종안경,010-8273-4615\n이,서연,한일상사,010-8273-4616\n"
RUSSIAN = "Фамилия;Имя;Телефон\nОрлова;Анна;+7 495 123-45-67\nСоколов;Глеб;+7 495 123-45-68\n"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def anna(clients: Clients) -> Any:
    return clients("anna")


def chosen(page: str, name: str) -> str:
    """The option that a choice stands on."""
    part = page.split(f'name="{name}"')[1].split("</select>", maxsplit=1)[0]
    return re.findall(r'<option value="([^"]*)" selected', part)[0]


def read_so(client: Any, found: Any, **sent: str) -> Any:
    """The page after the file was read in that way, with the mapping as the form sends it."""
    form = {**mapped(found), "encoding": found.layout.encoding, "separator": "comma", **sent}
    return client.post(at(found, "import_reading"), form)


def test_says_how_it_was_read_and_offers_other_ways(anna: Any) -> None:
    page = text(anna.get(at(handed(anna, RUSSIAN.encode("cp1251")))))
    assert "Encoding</dt><dd><b>Windows-1251" in page
    assert "Separator</dt><dd><b>semicolon" in page
    assert (chosen(page, "encoding"), chosen(page, "separator")) == ("cp1251", "semicolon")
    assert '<option value="cp949">CP949 / EUC-KR</option>' in page
    assert page.index("<button hidden>") < page.index("/reading/")  # Enter takes the first button of a form


def test_another_encoding_reads_the_names_anew(anna: Any) -> None:
    found = handed(anna, KOREAN.encode("cp949"))
    read_so(anna, found, encoding="gb18030")
    found = type(found).objects.get(id=found.id)
    assert found.layout.encoding == "gb18030"
    assert "김" not in text(anna.get(at(found))).split("table--preview")[-1].split("</table>")[0]
    assert read_so(anna, found, encoding="cp949").status_code == 302
    found = type(found).objects.get(id=found.id)
    assert "세종안경" in text(anna.get(at(found)))
    anna.post(at(found, "import_run"), mapped(found))
    land(found)
    assert Person.objects.filter(family_name="김", given_name="민수").exists()


def test_another_separator_makes_other_columns_and_maps_them(anna: Any) -> None:
    found = handed(anna, "Family name;Note\nSeo;a, b\nMoon;c, d\nLee;e, f\n")
    answer = read_so(anna, found, separator="comma")
    assert answer.status_code == 302
    found = type(found).objects.get(id=found.id)
    assert found.layout.dialect.delimiter == ","
    read_so(anna, found, separator="semicolon")
    found = type(found).objects.get(id=found.id)
    assert (found.layout.width, found.columns) == (2, ["family_name", "note"])
    entry = last_entry("intake.ImportCorrected")
    assert entry.changes == {"separator": ["comma", "semicolon"]}


def test_the_mapping_stays_where_the_columns_do(anna: Any) -> None:
    found = handed(anna, "Family name,Other\nSeo,x\nMoon,y\n")
    read_so(anna, found, **{"column-1": "note", "encoding": "cp1251"})
    found = type(found).objects.get(id=found.id)
    assert found.columns == ["family_name", "note"]
    assert found.layout.encoding == "cp1251"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"encoding": "utf-7"}, "Choose an encoding."),
        ({"encoding": ""}, "Choose an encoding."),
        ({"separator": ";"}, "Choose a separator."),
        ({"encoding": "utf-16-le"}, "This file has no lines. Choose a CSV file."),
    ],
)
def test_what_cant_be_read_so_is_refused_with_the_reason_and_stays_as_it_was(
    anna: Any, sent: dict[str, str], said: str
) -> None:
    content = "Family name,Note\n" + "".join(f"Seo{number},words{number}\n" for number in range(20_000))
    found = handed(anna, content)
    answer = read_so(anna, found, **{"column-1": "", **sent})
    assert answer.status_code == 422
    page = text(answer)
    assert said in page
    assert '<details class="more" open>' in page
    found.refresh_from_db()
    assert type(found).objects.get(id=found.id).layout.encoding == "utf-8"
    if "utf-16-le" in sent.values():
        assert chosen(page, "encoding") == "utf-16-le"


def test_characters_that_cant_be_read_in_it_are_counted(anna: Any) -> None:
    found = handed(anna, KOREAN.encode("cp949"))
    read_so(anna, found, encoding="utf-8")
    assert re.search(r"[1-9]\d* characters can’t be read in this encoding\.", text(anna.get(at(found))))


def test_a_mark_at_the_beginning_is_no_part_of_a_heading(anna: Any) -> None:
    found = handed(anna, b"\xef\xbb\xbf" + KOREAN.encode())
    read_so(anna, found, encoding="cp949")
    found = type(found).objects.get(id=found.id)
    read_so(anna, found, encoding="utf-8")
    assert type(found).objects.get(id=found.id).layout.headings[0] == "성"


def test_once_rows_are_on_their_way_it_is_refused(anna: Any) -> None:
    found = handed(anna, KOREAN)
    anna.post(at(found, "import_run"), mapped(found))
    assert read_so(anna, found, encoding="cp949").status_code == 422


def test_a_file_that_is_gone_says_so(anna: Any, tmp_path: Path) -> None:
    found = handed(anna, KOREAN)
    for path in tmp_path.rglob("*.csv"):
        path.unlink()
    answer = read_so(anna, found, encoding="cp949")
    assert answer.status_code == 422
    assert "hand it in again" in text(answer)


def test_others_may_not(cast: Cast, clients: Clients, anna: Any) -> None:
    found = handed(anna, KOREAN)
    assert read_so(clients("gleb"), found, encoding="cp949").status_code == 404
    assert hand_in(anna, KOREAN).status_code == 302
