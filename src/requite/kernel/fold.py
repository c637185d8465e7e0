"""Folding of text for search: what is typed and what is stored become the same letters.

Hangul is taken apart into the keys that typed it, as compatibility jamo: 김민수 → ㄱㅣㅁㅁㅣㄴㅅㅜ.
A final consonant and the initial of a next syllable are then one letter, so that whatever a half-typed word
shows on the way ("기", "김", "김ㅁ", "김미", or a loose ㄴ after it) is a prefix of the folded name. For a
search by trigrams two syllables are already four letters.

Columns of folded text are written by the application with this module, never by an expression in SQL, which
couldn't say the same.
"""

import re
import unicodedata

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_CORES = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"
_CLOSING = (
    "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
)
VOWELS = _CORES.split()
FINALS = ["", *_CLOSING.split()]
_PAIRED = """
ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ
ㅘㅗㅏ ㅙㅗㅐ ㅚㅗㅣ ㅝㅜㅓ ㅞㅜㅔ ㅟㅜㅣ ㅢㅡㅣ
"""
_PAIRS = str.maketrans({pair[0]: pair[1:] for pair in _PAIRED.split()})
FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
# Letters that Unicode doesn't take apart, as people type them without their stroke.
_STROKES = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"} | dict(zip("øłđðħıŧ", "olddhit", strict=True)))
_MARKS = re.compile("[\u0300-\u036f]")
_SHORT_I = "\u0438\u0306"  # й is a letter of its own, not и with a mark
_KEPT = 0x10000
_LONGEST_QUERY = 100
_BY_EIGHT = ("RU", "KZ")
_BEFORE_HANGUL = re.compile(" (?=[ㄱ-ㅣ])")
_NOT_DIGIT = re.compile(r"[^0-9]+")


def fold(text: str) -> str:
    """Text as search compares it: lower case, no accents, ё as е, Hangul as keys, single blanks.

    Folding twice changes nothing. Below 1.5 µs for a name.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_LETTERS).split())


def close_up(folded: str) -> str:
    """A folded text without a blank before Hangul, where it is written or left out as one likes: 한빛 상사, LG 전자."""
    return _BEFORE_HANGUL.sub("", folded)


def fold_query(text: str) -> str:
    """What somebody has typed so far, folded like `fold`; at most its first 100 signs."""
    return fold(text[:_LONGEST_QUERY])


def fold_digits(text: str) -> str:
    """The digits alone, of any script, as 0–9: "+82 (0)10-1234" → "820101234"."""
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return _NOT_DIGIT.sub("", text)


def fold_trunk(digits: str, *, country: str) -> str:
    """Digits of a number without what is dialled before it within the country alone, and which isn't kept.

    That is 0, and 8 in Russia and Kazakhstan; "" for digits that don't begin so.
    """
    if digits.startswith("0"):
        return digits.lstrip("0")
    return digits[1:] if country in _BY_EIGHT and digits.startswith("8") else ""


def fold_initials(text: str) -> str:
    """The first consonants of Hangul (김민수 → ㄱㅁㅅ), by which Koreans look names up; no other signs."""
    found = (ord(sign) - FIRST_SYLLABLE for sign in unicodedata.normalize("NFC", text))
    return "".join(INITIALS[place // 588] for place in found if 0 <= place <= _LAST_SYLLABLE - FIRST_SYLLABLE)


class _Letters(dict[int, str]):
    """Each sign folded once, at its first use."""

    def __missing__(self, code: int) -> str:
        folded = _fold_sign(chr(code))
        if code < _KEPT:
            self[code] = folded
        return folded


def _fold_sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sign).casefold()).casefold()
    parts = unicodedata.normalize("NFD", plain).replace(_SHORT_I, "й")
    bare = unicodedata.normalize("NFC", _MARKS.sub("", parts).translate(_STROKES))
    kept = (part for part in bare if unicodedata.category(part) not in {"Cf", "Cc"} or part.isspace())
    return "".join(_fold_hangul(part) for part in kept)


def _fold_hangul(sign: str) -> str:
    place = ord(sign) - FIRST_SYLLABLE
    if 0 <= place <= _LAST_SYLLABLE - FIRST_SYLLABLE:
        return INITIALS[place // 588] + VOWELS[place % 588 // 28] + FINALS[place % 28]
    loose = _CONJOINING.get(sign)
    return sign.translate(_PAIRS) if loose is None else loose


_CONJOINING = (
    {chr(0x1100 + at): jamo for at, jamo in enumerate(INITIALS)}
    | {chr(0x1161 + at): jamo for at, jamo in enumerate(VOWELS)}
    | {chr(0x11A8 + at): jamo for at, jamo in enumerate(FINALS[1:])}
)
_LETTERS = _Letters()
