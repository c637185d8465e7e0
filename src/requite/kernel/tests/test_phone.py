"""Phone numbers: what people type, and that the quick way says what the library says."""

import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.kernel import korea
from requite.kernel.phone import PhoneState, complete_korean, format_phone, parse_phone, split_phones
from requite.kernel.phone_plan import plan_of


@pytest.mark.parametrize(
    ("raw", "country", "e164"),
    [
        ("010-2345-9876", "KR", "+821023459876"),
        ("０１０－２３４５－９８７６", "KR", "+821023459876"),
        ("+82 10-2345-9876", "KR", "+821023459876"),
        ("821023459876", "KR", "+821023459876"),
        ("1023459876", "KR", "+821023459876"),
        ("02-345-9871", "KR", "+8223459871"),
        ("2-345-9871", "KR", "+8223459871"),
        ("031)234-9871", "KR", "+82312349871"),
        ("070-4123-9871", "KR", "+827041239871"),
        ("1588-3820", "KR", "+8215883820"),
        ("041-855-6690 ~1", "KR", "+82418556690"),
        ("02-345-9871-2", "KR", "+8223459871"),
        ("041-041-664-1175", "KR", "+82416641175"),
        ("8 (495) 231-40-17", "RU", "+74952314017"),
        ("+7 495 231-40-17", "RU", "+74952314017"),
        ("+7 (495) 231-40-17", "KR", "+74952314017"),
        ("тел. 8-800-555-35-35", "RU", "+78005553535"),
        ("202-224-3441", "US", "+12022243441"),
        ("010-2345-9876(회사)", "KR", "+821023459876"),
        ("010-2345-9876 김부장", "KR", "+821023459876"),
        ("8 (916) 223-45-68 моб.", "RU", "+79162234568"),
        ("212.555.0148 (cell)", "US", "+12125550148"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("0082 10 2345 9876", "KR", "+821023459876"),
        ("0082-10-2345-9876", "RU", "+821023459876"),
        ("821023459876.0", "KR", "+821023459876"),
        ("1023459876.0", "KR", "+821023459876"),
        ("8.21023459876E+11", "KR", "+821023459876"),
        ("7,9162234568E+10", "RU", "+79162234568"),
    ],
)
def test_reads_a_number_as_people_type_it(raw: str, country: str, e164: str) -> None:
    phone = parse_phone(raw, country=country)
    assert phone is not None
    assert (phone.state, phone.e164, phone.raw) == (PhoneState.VALID, e164, raw)


@pytest.mark.parametrize(
    ("raw", "country", "extension"),
    [
        ("02-345-9871 내선 12", "KR", "12"),
        ("031-933-1004(305)", "KR", "305"),
        ("8 (495) 231-40-17 доб. 205", "RU", "205"),
        ("202-224-3441 ext. 7", "US", "7"),
    ],
)
def test_keeps_an_extension_apart(raw: str, country: str, extension: str) -> None:
    phone = parse_phone(raw, country=country)
    assert phone is not None
    assert phone.is_valid
    assert phone.extension == extension


@pytest.mark.parametrize(
    "raw", ["010-1234-5678", "010-0000-0000", "01011111111", "+82 10 1234 5678", "없음", "-", "000", "N/A"]
)
def test_names_a_filler(raw: str) -> None:
    phone = parse_phone(raw, country="KR")
    assert phone is not None
    assert phone.state is PhoneState.FILLER


@pytest.mark.parametrize("raw", ["02-777-7777", "8 (495) 777-77-77", "8 (800) 555-35-35", "010-2222-3333"])
def test_lets_a_vanity_number_pass(raw: str) -> None:
    phone = parse_phone(raw, country="KR" if raw.startswith("0") else "RU")
    assert phone is not None
    assert phone.is_valid


@pytest.mark.parametrize(
    "raw", ["abc", "12", "010-12-34", "9" * 10_000, "+" * 500, "(" * 5000, "\x00", "١٢", "8.21E+10", "8,21E+11"]
)
def test_calls_nonsense_invalid(raw: str) -> None:
    phone = parse_phone(raw, country="KR")
    assert phone is not None
    assert phone.state in {PhoneState.INVALID, PhoneState.FILLER}
    assert phone.e164 == ""


def test_gives_none_for_a_blank() -> None:
    assert parse_phone(" \t", country="KR") is None


def test_answers_long_text_at_once() -> None:
    began = time.perf_counter()
    for raw in ("0" * 1_000_000, " 1" * 500_000, "(" * 1_000_000, "내선 1" * 100_000):
        parse_phone(raw, country="KR")
        split_phones(raw)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("raw", "address", "e164"),
    [
        ("551-5623", "충청남도 천안시 서북구 차암동 436번지", "+82415515623"),
        ("2123-9871", "서울 강남구", "+82221239871"),
        ("551-5623", "(48094) 부산광역시 해운대구", "+82515515623"),
        ("551-5623", "서울특별시노원구상계동", "+8225515623"),
        ("251-5623", "경기도 부천시 원미구", "+82322515623"),
        ("251-5623", "경기 광명시", "+8222515623"),
        ("251-5623", "청주시상당구", "+82432515623"),
        ("251-5623", "광주 북구 용봉동", "+82622515623"),
        ("251-5623", "12 Jungang-daero, Busan, Korea", "+82512515623"),
    ],
)
def test_completes_a_korean_local_number_from_its_address(raw: str, address: str, e164: str) -> None:
    bare = parse_phone(raw, country="KR")
    assert bare is not None
    assert bare.state is PhoneState.AREA
    phone = complete_korean(raw, address)
    assert phone is not None
    assert (phone.e164, phone.raw, phone.is_valid) == (e164, raw, True)
    assert parse_phone(raw, country="KR", hint=address) == phone


@pytest.mark.parametrize("address", ["", "광주시 오포읍", "신사동 12", "Moscow"])
def test_does_not_guess_a_region(address: str) -> None:
    assert korea.find_area_code(address) is None
    assert complete_korean("551-5623", address) is None


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("02-345-9871, 010-2345-9876", ["02-345-9871", "010-2345-9876"]),
        ("02-345-9871/2", ["02-345-9871", "02-345-9872"]),
        ("02-345-9871 ~3", ["02-345-9871", "02-345-9873"]),
        ("02-345-9871 010-2345-9876", ["02-345-9871", "010-2345-9876"]),
        ("+82 010-2345-9876", ["+82 010-2345-9876"]),
        ("02-345-9871, 내선 12", ["02-345-9871 내선 12"]),
        ("8 495 231-40-17; +7 903 123-45-60", ["8 495 231-40-17", "+7 903 123-45-60"]),
        ("+7 (916) 223-45-68, моб. Иван", ["+7 (916) 223-45-68 моб. Иван"]),
        ("N/A", ["N/A"]),
        ("н/д", ["н/д"]),
        ("8,21E+10", ["8,21E+10"]),
        ("7,9162234568E+10", ["7,9162234568E+10"]),
        ("", []),
        (" / ", []),
    ],
)
def test_splits_a_cell_of_several_numbers(raw: str, numbers: list[str]) -> None:
    assert split_phones(raw) == numbers


@pytest.mark.parametrize(
    ("e164", "country", "shown"),
    [
        ("+821023459876", "KR", "010-2345-9876"),
        ("+8223459871", "KR", "02-345-9871"),
        ("+8215883820", "KR", "1588-3820"),
        ("+74952314017", "RU", "8 (495) 231-40-17"),
        ("+74952314017", "KR", "+7 495 231-40-17"),
        ("+821023459876", "RU", "+82 10-2345-9876"),
        ("nonsense", "KR", "nonsense"),
    ],
)
def test_shows_a_number_as_its_reader_writes_it(e164: str, country: str, shown: str) -> None:
    assert format_phone(e164, country=country) == shown


_BODY = {
    "KR": st.from_regex(
        r"(0?(10|2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|50[0-9])|82|8210|00|15|16|18|0)?[0-9]{5,9}", fullmatch=True
    ),
    "RU": st.from_regex(r"([78]?([3489][0-9]{2}|7[0-9]{2}|800)|810|7|8)?[0-9]{4,9}", fullmatch=True),
    "US": st.from_regex(r"(1|011|1?[2-9][0-9]{2})?[0-9]{4,9}", fullmatch=True),
}


@given(data=st.data(), country=st.sampled_from(sorted(_BODY)), plus=st.booleans())
def test_the_quick_way_says_what_the_library_says(data: st.DataObject, country: str, plus: bool) -> None:
    digits = data.draw(_BODY[country])
    plan = plan_of(country)
    assert plan is not None
    quick = plan.e164(digits, plus=plus)
    if quick is None:
        return
    number = phonenumbers.parse(("+" if plus else "") + digits, country)
    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == quick
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert format_phone(quick, country=country) == shown


@given(st.text(max_size=90))
def test_never_fails_whatever_is_typed(raw: str) -> None:
    parse_phone(raw, country="KR")
    split_phones(raw)
