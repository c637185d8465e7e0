"""What the same keys give in another layout of the keyboard: rlaalsrud is 김민경 typed in Latin, bdfyjd is иванов.

The Korean layout is that of KS X 5002 (two sets), the Russian one ЙЦУКЕН, both over the keys of QWERTY.
"""

import re
from collections.abc import Iterator

from requite.kernel.fold import FINALS, FIRST_SYLLABLE, INITIALS, VOWELS, fold

_CONSONANTS = dict(zip("rRseEfaqQtTdwWczxvg", INITIALS, strict=True))
_SINGLE = dict(zip("koiOjpuPhynbml", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ", strict=True))
_HANGUL = _CONSONANTS | _SINGLE
_KEYS_OF_HANGUL = str.maketrans({letter: key for key, letter in _HANGUL.items()})
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_FROM_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN)


def _any(letters: list[str]) -> str:
    """A pattern of any of them, the longest first."""
    return "|".join(sorted(filter(None, letters), key=len, reverse=True))


# A consonant goes to the syllable behind it where that begins with a vowel.
_SYLLABLE = re.compile(f"([{INITIALS}])({_any(VOWELS)})((?:{_any(FINALS)})(?![{''.join(_SINGLE.values())}]))?")
_RUSSIAN = ("RU", "KZ", "BY")


def retype(text: str, *, language: str, country: str) -> Iterator[str]:
    """What was meant by `text` if the keyboard was in another layout than meant, the likeliest first.

    Latin letters may be Hangul or Cyrillic, of who reads Korean or Russian or has a company there; these may be Latin.
    """
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) < 2:
        return
    if all(sign.isascii() for sign in letters):
        if language == "ko" or country == "KR":
            keys = text.lower() if text.isupper() else text  # all of it large is another key that was left on
            yield compose("".join(_HANGUL.get(sign) or _HANGUL.get(sign.lower(), sign) for sign in keys))
        if language == "ru" or country in _RUSSIAN:
            yield text.lower().translate(_TO_CYRILLIC)
    elif all("ㄱ" <= sign <= "ㅣ" for sign in fold("".join(letters)).replace(" ", "")):
        yield fold(text).translate(_KEYS_OF_HANGUL)
    elif not any(sign.isascii() for sign in letters):
        latin = text.lower().translate(_FROM_CYRILLIC)
        if latin.isascii():
            yield latin


def compose(keys: str) -> str:
    """Hangul from the letters that typed it: ㄱㅣㅁㅁㅣㄴㅅㅜ → 김민수. What makes no syllable stays as it is."""
    return _SYLLABLE.sub(_syllable, keys)


def _syllable(found: re.Match[str]) -> str:
    first, vowel, last = found.groups(default="")
    place = INITIALS.index(first) * len(VOWELS) + VOWELS.index(vowel)
    return chr(FIRST_SYLLABLE + place * len(FINALS) + FINALS.index(last))
