"""Names of people, taken apart and put together."""

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from requite.kernel.names import PersonName, display_name, initials, part_rank, split_name


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("김민수", ("김", "민수", "")),
        ("김 민수", ("김", "민수", "")),
        ("민수 김", ("김", "민수", "")),
        ("이산", ("이", "산", "")),
        ("남궁민", ("남궁", "민", "")),
        ("남궁", ("남", "궁", "")),
        ("제갈공명", ("제갈", "공명", "")),
        ("황보관", ("황보", "관", "")),
        ("황보라", ("황", "보라", "")),
        ("선우재덕", ("선우", "재덕", "")),
        ("서독안경원네", ("", "서독안경원네", "")),
        ("Иванов Пётр Сергеевич", ("Иванов", "Пётр", "Сергеевич")),
        ("Пётр Сергеевич Иванов", ("Иванов", "Пётр", "Сергеевич")),
        ("Пётр Иванов", ("Иванов", "Пётр", "")),
        ("Иванов Пётр", ("Иванов", "Пётр", "")),
        ("Ирина Шевченко", ("Шевченко", "Ирина", "")),
        ("Ильина Марина", ("Ильина", "Марина", "")),
        ("Иван Петрович", ("", "Иван", "Петрович")),
        ("Абрамович Роман Аркадьевич", ("Абрамович", "Роман", "Аркадьевич")),
        ("Смирнова", ("Смирнова", "", "")),
        ("Ольга", ("", "Ольга", "")),
        ("Maria Cantwell", ("Cantwell", "Maria", "")),
        ("Cantwell, Maria", ("Cantwell", "Maria", "")),
        ("Klobuchar, Amy Jean", ("Klobuchar", "Amy", "Jean")),
        ("Chris Van Hollen", ("Van Hollen", "Chris", "")),
        ("Ursula von der Leyen", ("von der Leyen", "Ursula", "")),
        ("Juan Pablo de la Cruz", ("de la Cruz", "Juan", "Pablo")),
        ("Robert P. Casey, Jr.", ("Casey Jr.", "Robert", "P.")),
        ("Madonna", ("", "Madonna", "")),
        ("歐陽修", ("歐陽", "修", "")),
        ("", ("", "", "")),
        (",", ("", "", "")),
    ],
)
def test_takes_a_name_apart(full: str, parts: tuple[str, str, str]) -> None:
    assert split_name(full) == PersonName(*parts)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("김민수 부장", ("김민수", "부장")),
        ("김 민수 부장님", ("김 민수", "부장")),
        ("남궁민수 대표이사 님", ("남궁민수", "대표이사")),
        ("김 부장", ("김", "부장")),
        ("이하나 씨", ("이하나", "")),
        ("김 민수", ("김 민수", "")),
        ("부장", ("부장", "")),
        ("Иванов Пётр", ("Иванов Пётр", "")),
        ("", ("", "")),
    ],
)
def test_parts_a_name_from_the_rank_behind_it(full: str, parts: tuple[str, str]) -> None:
    assert part_rank(full) == parts


def test_the_country_settles_a_romanised_korean_name() -> None:
    assert split_name("Kim Minsu", country="KR") == PersonName("Kim", "Minsu")
    assert split_name("Minsu Kim", country="KR") == PersonName("Kim", "Minsu")
    assert split_name("Lee Anderson", country="US") == PersonName("Anderson", "Lee")


@pytest.mark.parametrize(
    ("parts", "locale", "shown"),
    [
        (("김", "민수", ""), "en", "김민수"),
        (("김", "민수", ""), "ru", "김민수"),
        (("Иванов", "Пётр", "Сергеевич"), "ru", "Иванов Пётр Сергеевич"),
        (("Иванов", "Пётр", "Сергеевич"), "en", "Пётр Сергеевич Иванов"),
        (("Cantwell", "Maria", ""), "en", "Maria Cantwell"),
        (("Cantwell", "Maria", ""), "ko", "Cantwell Maria"),
        (("", "Maria", ""), "ko", "Maria"),
        (("", "", ""), "en", ""),
    ],
)
def test_shows_a_name_in_the_order_of_its_reader(
    parts: tuple[str, str, str], locale: str, shown: str
) -> None:
    assert display_name(*parts, locale=locale) == shown


def test_gives_initials() -> None:
    assert initials("김", "민수") == "민수"
    assert initials("Cantwell", "Maria") == "MC"
    assert initials("Иванов", "Пётр", locale="ru") == "ИП"
    assert initials("", "") == ""


@given_by(st.text() | st.text(alphabet="김남궁 민수,иванович Jr.ван", max_size=12))
def test_loses_no_letter(full: str) -> None:
    name = split_name(full)
    kept = "".join([name.family, name.given, name.middle])
    assert sorted(kept.replace(" ", "").replace(",", "")) == sorted("".join(full.split()).replace(",", ""))
