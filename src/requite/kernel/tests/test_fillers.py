"""Fillers in three languages, and the real names that look like them."""

import pytest

from requite.kernel.fillers import is_filler, is_filler_email, is_filler_number

_FILLERS = """
없음|없 음|미정|모름|해당 없음|ㅁㄴㅇㄹ|ㅋㅋㅋ|ㅇㅇ|테스트|가나다라|нет|Нет.|НЕТ|не указано|н/д
фыва|фывапр|йцукен
тест|уточнить|N/A|n/a|tbd|TBD|none|asdf|ASDF|asdfasdf|qwerty|qweqwe|sdfsdf|aaaa|xxx|ааа|111|1234|12345|-|.|--|...|?|*
test|Test Test|John Doe|０００|1q2w3e4r|__
"""
_NAMES = """
무명|Нетребко|Ana|Anna|X Æ|김민수|이무|Смит|Нет Ли|Ким|Testa|Nonesuch Records|AAA|3M|BBB|Тестов|Wert|Asad
Папа Джонс|모름지기|없음표|Ли|노|李
"""


@pytest.mark.parametrize("text", _FILLERS.strip().replace("\n", "|").split("|"))
def test_knows_a_filler(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", _NAMES.strip().replace("\n", "|").split("|"))
def test_lets_a_real_name_pass(text: str) -> None:
    assert not is_filler(text, name=True)


@pytest.mark.parametrize("text", ["No", "Na", "Null", "Nan"])
def test_knows_words_that_people_are_called(text: str) -> None:
    assert is_filler(text)
    assert not is_filler(text, name=True)


def test_a_blank_is_no_filler() -> None:
    assert not is_filler("")
    assert not is_filler("  ")


@pytest.mark.parametrize(
    "address",
    [
        "test@test.com",
        "asdf@naver.com",
        "aaa@mail.ru",
        "qwe@qwe.ru",
        "none@gmail.com",
        "a@a.com",
        "123@mail.ru",
    ],
)
def test_knows_a_made_up_address(address: str) -> None:
    assert is_filler_email(address)


@pytest.mark.parametrize(
    "address", ["kim@hanbit.kr", "info@hh.ru", "anna@example.com", "customer@lotte.com", "ana@abc.es"]
)
def test_lets_a_real_address_pass(address: str) -> None:
    assert not is_filler_email(address)


@pytest.mark.parametrize(
    "digits", ["01012345678", "01087654321", "0212345678", "9999999999", "01000000000", "5551234567"]
)
def test_knows_a_made_up_number(digits: str) -> None:
    assert is_filler_number(digits)
