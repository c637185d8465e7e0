"""One row to one entry."""

from uuid import UUID

import pytest

from requite.intake.landing.land import land_row
from requite.intake.landing.plan import Setting, find_country, make_plan
from requite.intake.reading.rows import Row
from requite.people.bulk.entries import Entry

OWNER = UUID(int=1)


def land(headings: str, targets: str, cells: str, *, country: str = "KR") -> tuple[Entry | None, list[str]]:
    plan = make_plan(headings.split("|"), targets.split("|"), Setting(OWNER, country, source="import"))
    entry, found = land_row(Row(1, 2, cells.split("|"), ()), plan)
    return entry, [fault.code for fault in found]


def values(entry: Entry | None, kind: str) -> list[str]:
    assert entry is not None
    holder = entry.person or entry.company
    assert holder is not None
    return [point.value or point.raw for point in holder.points if point.kind == kind]


def test_a_road_address_goes_before_the_old_one():
    entry, _ = land(
        "상호|소재지전체주소|도로명전체주소|우편번호",
        "company|company_address|company_address|company_postcode",
        "한일|서울 중구 을지로2가 1|서울 중구 을지로 10|4528",
    )
    assert values(entry, "address") == ["04528 서울 중구 을지로 10"]


def test_pieces_of_an_address_are_joined():
    entry, _ = land(
        "Last Name|Street|City|State|Zip",
        "family_name|address|region|region|postcode",
        "Smith|1 Main St|Austin|TX|73301",
        country="US",
    )
    assert values(entry, "address") == ["1 main st, austin tx, 73301"]


def test_several_phones_and_mails_of_one_cell_are_several():
    entry, _ = land(
        "성명|전화|메일", "full_name|phone|email", "박준|02-345-6781, 010-2468-1357|a@hanil.kr; b@hanil.kr"
    )
    assert values(entry, "phone") == ["+8223456781", "+821024681357"]
    assert values(entry, "email") == ["a@hanil.kr", "b@hanil.kr"]


def test_addresses_out_of_a_mail_programme_come_without_the_names_before_them():
    entry, found = land(
        "성명|메일|메일2",
        "full_name|email|email",
        '박준|Anna Kim <Anna@hanil.kr>; "Lee, B" <b@hanil.kr>|박준 <jun@hanil.kr>',
    )
    assert found == []
    assert values(entry, "email") == ["anna@hanil.kr", "b@hanil.kr", "jun@hanil.kr"]
    assert [point.raw for point in entry.person.points] == ["Anna@hanil.kr", "b@hanil.kr", "jun@hanil.kr"]


def test_a_number_that_a_spreadsheet_rounded_says_so_and_one_that_it_only_rewrote_is_read():
    entry, found = land("성명|전화|전화2", "full_name|phone|phone", "박준|8,21E+10|8.21023459876E+11")
    assert found == ["shortened"]
    assert values(entry, "phone") == ["8,21E+10", "+821023459876"]


@pytest.mark.parametrize(
    ("day", "closed"),
    [("2024-03-01", True), ("20240301", True), ("1 марта 2024", True)]
    + [(day, False) for day in ("", "-", "없음", "0000-00-00", "9999-12-31")],
)
def test_a_company_with_a_day_of_closing_is_closed(day: str, closed: bool):
    entry, _ = land("상호|폐업일자", "company|closed_on", f"한일|{day}")
    assert entry is not None
    assert entry.company is not None
    assert entry.company.closed is closed


def test_a_local_number_without_its_region_is_a_remark():
    entry, found = land("상호|전화|주소", "company|company_phone|company_address", "한일|551-5623|")
    assert found == ["no_area_code"]
    assert values(entry, "phone") == ["551-5623"]


def test_a_number_without_country_code_belongs_to_the_rows_country():
    entry, _ = land("Name|Phone|Country", "full_name|phone|country", "Anna Lee|202-224-3441|USA")
    assert values(entry, "phone") == ["+12022243441"]


@pytest.mark.parametrize(
    ("state", "closed"), [("영업/정상", False), ("폐업", True), ("휴업", False), ("Closed", True)]
)
def test_a_state_in_words_closes(state: str, closed: bool):
    entry, _ = land("상호|영업상태명", "company|company_state", f"한일|{state}")
    assert entry is not None
    assert entry.company is not None
    assert entry.company.closed is closed


@pytest.mark.parametrize(("flag", "closed"), [("Y", True), ("N", False), ("", False)])
def test_a_column_of_yes_and_no_closes(flag: str, closed: bool):
    entry, _ = land("상호|폐업여부", "company|company_state", f"한일|{flag}")
    assert entry is not None
    assert entry.company is not None
    assert entry.company.closed is closed


def test_a_row_without_a_name_stays_out():
    assert land("성명|전화", "full_name|phone", "|010-2468-1357") == (None, ["no_name"])


def test_a_row_with_a_company_alone_is_a_company():
    entry, found = land("성명|회사", "full_name|company", "|한일")
    assert entry is not None
    assert (entry.person, found) == (None, [])


@pytest.mark.parametrize(
    ("text", "code"), [("Korea", "KR"), ("대한민국", "KR"), ("Россия", "RU"), ("kr", "KR"), ("Narnia", "")]
)
def test_knows_countries_by_their_names(text: str, code: str):
    assert find_country(text) == code


@pytest.mark.parametrize(
    ("cells", "name", "title"),
    [
        ("김민수 부장|", ("김", "민수"), "부장"),
        ("김민수 부장님|영업부", ("김", "민수"), "영업부"),
        ("이하나 씨|", ("이", "하나"), ""),
    ],
)
def test_a_rank_behind_a_name_is_the_title_where_there_is_none(cells: str, name: tuple[str, str], title: str):
    entry, _ = land("성명|직책", "full_name|title", cells)
    assert entry is not None
    assert entry.person is not None
    assert ((entry.person.family_name, entry.person.given_name), entry.person.title) == (name, title)
