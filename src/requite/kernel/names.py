"""Names of people: one text taken apart, and put together for the one who reads it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from requite.kernel import name_lists as lists


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name. Any may be empty; `middle` is a patronymic or further given names."""

    family: str = ""
    given: str = ""
    middle: str = ""


_HANGUL = re.compile(r"[가-힣]+(?:\s+[가-힣]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+(?:\s+[\u3400-\u9fff]+)*")
_ANY_HANGUL = re.compile(r"[가-힣]")
_EASTERN = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_PATRONYMIC = re.compile(r".{2,}(?:ович|евич|ьич|мич|кич|овна|евна|инична|ична|оглы|кызы|улы)", re.IGNORECASE)
_FAMILY_END = re.compile(
    r".+(?:[оеё]ва?|[иы]на?|ий|ко|[юу]к|чик|ян|дзе|швили|[иы]х|ец|ая|ой|ло|ич)", re.IGNORECASE
)
_FAMILY_FIRST = frozenset({"ko", "ru", "ja", "zh", "hu"})
_FAMILY_FIRST_COUNTRIES = frozenset({"HU"})
_KOREAN_LONGEST = 5


def split_name(full: str, *, country: str = "") -> PersonName:
    """The parts of a full name by its script; `country` settles the order of a romanised Korean name.

    A guess by rules and lists, never a refusal: what can't be told apart is the given name.
    """
    text = " ".join(full.split())
    if _HANGUL.fullmatch(text):
        return _split_hangul(text.split())
    if _HAN.fullmatch(text):
        return _split_han(text.split())
    before, comma, after = (part.strip() for part in text.partition(","))
    if comma and after and after.lower() not in lists.SUFFIXES:
        given, _, middle = after.partition(" ")
        return PersonName(before, given, middle)
    words = text.replace(",", " ").split()
    if not words:
        return PersonName()
    if _CYRILLIC.search(text):
        return _split_cyrillic(words)
    return _split_latin(words, country)


def display_name(family: str, given: str, middle: str = "", *, locale: str) -> str:
    """The name in the order that the reader is used to.

    Hangul and Han names are family and given name without a blank for everybody. Others: family first for a
    Korean or Russian reader (Иванов Пётр Сергеевич), given name first for an English one.
    """
    return _displayed(family, given, middle, locale)


@lru_cache(maxsize=8192)
def _displayed(family: str, given: str, middle: str, locale: str) -> str:
    if not middle and _EASTERN.fullmatch(family + given):
        return family + given
    parts = (family, given, middle) if is_family_first(locale) else (given, middle, family)
    return " ".join(part for part in parts if part)


def initials(family: str, given: str, *, locale: str = "en") -> str:
    """Two letters for a small sign: 민수 of 김민수, else the first letters in the reader's order (MC, ИП)."""
    if _EASTERN.fullmatch(family + given):
        return (given or family)[-2:]
    parts = (family, given) if is_family_first(locale) else (given, family)
    return "".join(part[:1].upper() for part in parts)


def part_rank(full: str) -> tuple[str, str]:
    """The name alone and the rank behind it: 김민수 and 부장 of 김민수 부장님. A word of courtesy belongs to neither."""
    text, rank = " ".join(full.split()), ""
    words = text.split() if _HANGUL.fullmatch(text) else []
    while len(words) > 1 and words[-1] in lists.KOREAN_BEHIND:
        *words, last = words
        found = last if last in lists.KOREAN_RANKS else last.removesuffix("님")
        rank = rank or (found if found in lists.KOREAN_RANKS else "")
    return (" ".join(words), rank) if words else (full, "")


def is_family_first(locale: str) -> bool:
    """True where readers of the locale ("ko", "ru-RU") expect the family name first."""
    return locale[:2].lower() in _FAMILY_FIRST


def _split_hangul(words: list[str]) -> PersonName:
    first, *rest = words
    if rest:
        if (
            len(rest) == 1
            and rest[0] in lists.KOREAN_ONE
            and len(first) > 1
            and first not in lists.KOREAN_TWO
        ):
            return PersonName(rest[0], first)
        return PersonName(first, "".join(rest))
    if len(first) == 1:
        return PersonName(first) if first in lists.KOREAN_ONE else PersonName(given=first)
    size = 2 if _is_two_syllables(first) else 1
    if len(first) > _KOREAN_LONGEST or (size == 1 and first[0] not in lists.KOREAN_ONE):
        return PersonName(given=first)
    return PersonName(first[:size], first[size:])


def _is_two_syllables(name: str) -> bool:
    """남궁민, 황보관: a family name of two syllables. 황보라, 남궁: of one."""
    head, tail = name[:2], name[2:]
    if not tail or head not in lists.KOREAN_TWO:
        return False
    return len(tail) > 1 or tail not in lists.KOREAN_RATHER_ONE.get(head, "")


def _split_han(words: list[str]) -> PersonName:
    if len(words) > 1:
        return PersonName(words[0], "".join(words[1:]))
    size = 2 if words[0][:2] in lists.CHINESE_TWO and len(words[0]) > 2 else 1
    return PersonName(words[0][:size], words[0][size:]) if len(words[0]) > 1 else PersonName(given=words[0])


def _split_cyrillic(words: list[str]) -> PersonName:
    if len(words) == 1:
        return PersonName(given=words[0]) if not _is_russian_family(words[0]) else PersonName(words[0])
    if len(words) == 2:
        first, second = words
        if _PATRONYMIC.fullmatch(second) and first.lower() in lists.RUSSIAN_GIVEN:
            return PersonName(given=first, middle=second)
        return PersonName(second, first) if _is_given_first(first, second) else PersonName(first, second)
    if _PATRONYMIC.fullmatch(words[1]) and not _PATRONYMIC.fullmatch(words[2]):
        return PersonName(" ".join(words[2:]), words[0], words[1])
    return PersonName(words[0], words[1], " ".join(words[2:]))


def _is_given_first(first: str, second: str) -> bool:
    known = first.lower() in lists.RUSSIAN_GIVEN, second.lower() in lists.RUSSIAN_GIVEN
    if known[0] != known[1]:
        return known[0]
    return _is_russian_family(second) and not _is_russian_family(first)


def _is_russian_family(word: str) -> bool:
    return word.lower() not in lists.RUSSIAN_GIVEN and _FAMILY_END.fullmatch(word) is not None


def _split_latin(words: list[str], country: str) -> PersonName:
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in lists.SUFFIXES else ""
    if len(words) == 1:
        return PersonName(given=words[0])
    if _is_latin_family_first(words, country):
        return PersonName(words[0], " ".join(words[1:]))
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in lists.PARTICLES:
        start -= 1
    family = " ".join([*words[start:], suffix]).strip()
    return PersonName(family, words[0], " ".join(words[1:start]))


def _is_latin_family_first(words: list[str], country: str) -> bool:
    if country in _FAMILY_FIRST_COUNTRIES:
        return True
    names = lists.KOREAN_LATIN
    return country == "KR" and words[0].lower() in names and words[-1].lower() not in names
