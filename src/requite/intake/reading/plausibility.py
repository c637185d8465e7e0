"""How much a decoded text looks like a language, each 0 to 1 over the characters above 7F."""

import re
from collections.abc import Callable

WORD = re.compile(r"[^\W\d_]+")
RUSSIAN = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
WESTERN = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøœùúûüýÿþßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØŒÙÚÛÜÝÞŠšŽž")
PUNCTUATION = frozenset("№«»–—’‘“”„…·•€°§®©™ ㈜※○●△▲□■~，。ㆍ＆（）")
FREQUENT = frozenset("оеаинтсрвлОЕАИНТСРВЛ")


def korean(text: str) -> float:
    """Share of Hangul syllables that KS X 1001 has; rare ones and Hanja count half."""
    good = half = total = 0
    for char in text:
        if char < "\x80":
            continue
        total += 1
        if "가" <= char <= "힣":
            if _is_common(char):
                good += 1
            else:
                half += 1
        elif char in PUNCTUATION:
            half += 1
    return (good + half / 2) / total if total else 0.0


def russian(text: str) -> float:
    """Share of characters in words of one Cyrillic case pattern, weighed by how common their letters are."""
    total = sum(char >= "\x80" for char in text)
    if not total:
        return 0.0
    words = [word for word in WORD.findall(text) if RUSSIAN.fullmatch(word)]
    letters = sum(map(len, words))
    if not letters:
        return 0.0
    common = sum(char in FREQUENT for word in words for char in word) / letters
    marks = sum(char in PUNCTUATION for char in text)
    return min(1.0, (letters + marks / 2) / total) * (0.4 + 0.6 * min(1.0, common / 0.5))


def western(text: str) -> float:
    """Share of accented Latin letters that stand in mostly plain Latin words."""
    total = sum(char >= "\x80" for char in text)
    if not total:
        return 0.0
    good = 0
    for word in WORD.findall(text):
        accents = sum(char >= "\x80" for char in word)
        if accents and all(char < "\x80" or char in WESTERN for char in word):
            good += accents if 2 * accents <= len(word) or len(word) == 1 else 0
    marks = sum(char in PUNCTUATION for char in text)
    return min(1.0, (good + marks / 2) / total)


def _is_common(char: str) -> bool:
    lead = char.encode("cp949")
    return lead[0] >= 0xB0 and lead[0] <= 0xC8 and lead[1] >= 0xA1


CANDIDATES: tuple[tuple[str, Callable[[str], float]], ...] = (
    ("cp949", korean),
    ("cp1251", russian),
    ("koi8-r", russian),
    ("cp866", russian),
    ("cp1252", western),
)
