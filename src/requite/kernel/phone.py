"""Phone numbers: as typed by people in, E.164 and a clear state out.

`parse_phone` never refuses: what was typed is kept in `raw`, and `state` says what it is worth.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from requite.kernel import fillers, korea, phone_plan, spreadsheets


class PhoneState(StrEnum):
    """What a written number is worth."""

    VALID = "valid"
    AREA = "area"  # a local number whose area code is missing
    INVALID = "invalid"
    FILLER = "filler"


class Phone(NamedTuple):
    """A number as written. `e164` is filled only where it's valid, or a filler in a valid form."""

    raw: str
    state: PhoneState
    e164: str = ""
    extension: str = ""

    @property
    def is_valid(self) -> bool:
        """True for a number that can be dialled as it stands."""
        return self.state is PhoneState.VALID


_LONGEST = 64
_PUNCTUATION = dict.fromkeys(
    map(ord, " ()[].-\t\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u200b\u30fc")
)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:내선(?:번호)?|구내|교환|extension|ext|доб(?:авочный)?|вн(?:утр)?|x|#)[\s.:№]*(\d{1,7})\s*\)?\s*$"
    r"|(?<=\d{4})\s*\((\d{2,5})\)\s*$",
    re.IGNORECASE,
)
# "…-5678-9", "…5678 ~9": further lines. One digit is always such a tail, more only where nothing else fits.
_TAIL_SIGNS = frozenset("~,/-")
_LAST_DIGIT = re.compile(r"(?<=\d{4})\s*[~,/-]\s*\d$")
_DOUBLED_AREA = re.compile(r"^(0\d{1,2}-)\1")
_RANGE = re.compile(r"(?<=\d{4})\s*[~,/-]\s*\d{1,4}$")
_KOREAN_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SEOUL_WITHOUT_ZERO = re.compile(r"2\D")
_BREAK = re.compile(r"[~,;/|\n\r·、]+|\s(?:or|и|или|및|또는)\s")
_NEXT_NUMBER = re.compile(r"(?<=\d)\s+(?=\+|0\d{1,3}[-).])")
_ABROAD = re.compile(r"\s*00\s?(?=[1-9])")
_WORDS_BEHIND = re.compile(r"(?<=\d)[\s(\[,;:-]*[^\W\d_][^\d]*$")  # 010-2345-9876(회사), 8 495 231-40-17 моб.
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_TAIL = re.compile(r"\s*~?\s*(\d{1,4})\s*")
_FEWEST_DIGITS = 5


def parse_phone(raw: str, *, country: str, hint: str = "") -> Phone | None:
    """Read one number, typed in `country` (ISO 3166, "KR"); None for a blank.

    `hint` is an address: a Korean local number is completed from its region. About 3 µs for a common number.
    """
    text = raw.strip()
    if not text:
        return None
    plan = phone_plan.plan_of(country)
    phone = _read_quickly(raw, text, country, plan) or _read_slowly(raw, text, country, plan)
    if hint and phone.state is PhoneState.AREA and country == "KR":
        return complete_korean(raw, hint) or phone
    return phone


def complete_korean(raw: str, address: str) -> Phone | None:
    """A Korean local number ("551-5623") with the area code of its address; None where that can't be done."""
    digits = raw[:_LONGEST].translate(_PUNCTUATION)
    code = korea.find_area_code(address) if _KOREAN_LOCAL.fullmatch(digits) else None
    phone = parse_phone(code + digits, country="KR") if code else None
    if phone is None or not phone.is_valid:
        return None
    return Phone(raw=raw, state=phone.state, e164=phone.e164)


def split_phones(raw: str) -> list[str]:
    """The numbers of one cell: "02-1234-5678, 010-…"; "…5678/9" is two; extensions stay with theirs."""
    whole = raw.strip()
    if len(whole) < _LONGEST and (_is_word(whole) or spreadsheets.is_quantity(whole)):
        return [whole]  # n/a and 8,21E+10 hold a sign that parts numbers elsewhere
    found: list[str] = []
    for chunk in _BREAK.split(raw[: _LONGEST * 8]):
        for piece in _split_spaced(chunk or ""):
            tail = _TAIL.fullmatch(piece)
            if found and tail:
                found.append(found[-1][: -len(tail[1])] + tail[1])
            elif found and (_EXTENSION.fullmatch(piece) or _is_word(piece)):
                found[-1] = f"{found[-1]} {piece.strip()}"
            elif piece.strip():
                found.append(piece.strip())
    return found


def _is_word(text: str) -> bool:
    return not _DIGIT.search(text) and _LETTER.search(text) is not None


def format_phone(e164: str, *, country: str = "", locale: str = "") -> str:
    """A stored number for reading: as the country writes its own, international for others.

    `country` is the company's; where it's empty, that of the reader's locale is taken.
    """
    return _format(e164, country or {"ko": "KR", "ru": "RU", "en": "US"}.get(locale[:2], ""))


@lru_cache(maxsize=16384)
def _format(e164: str, country: str) -> str:
    plan = phone_plan.plan_of(country) if country else None
    if plan and e164.startswith(f"+{plan.code}"):
        return plan.national(e164[len(plan.code) + 1 :])
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _read_quickly(raw: str, text: str, country: str, plan: phone_plan.Plan | None) -> Phone | None:
    plus = text[:1] == "+"
    digits = (text[1:] if plus else text).replace("-", "")
    if not digits.isdecimal():
        digits = digits.translate(_PUNCTUATION)
    if text[-2:-1] in _TAIL_SIGNS or len(digits) > 15 or not (digits.isascii() and digits.isdecimal()):
        return None
    if fillers.is_filler_number(digits):
        return Phone(raw, PhoneState.FILLER, _e164(plan, digits, plus=plus)) if plan else None
    if (
        country == "KR"
        and _KOREAN_LOCAL.fullmatch(digits)
        and not _SEOUL_WITHOUT_ZERO.match(text)
        and not plus
    ):
        return Phone(raw, PhoneState.AREA)
    if plus and (plan is None or not digits.startswith(plan.code)):
        plan = phone_plan.plan_abroad(digits)
    e164 = _e164(plan, digits, plus=plus)
    return Phone(raw, PhoneState.VALID, e164) if e164 else None


def _e164(plan: phone_plan.Plan | None, digits: str, *, plus: bool) -> str:
    return (plan.e164(digits, plus=plus) if plan and plan.complete else None) or ""


def _read_slowly(raw: str, text: str, country: str, plan: phone_plan.Plan | None) -> Phone:
    """Full-width digits, extensions, labels, ranges, other countries: whatever the quick way left."""
    text = unicodedata.normalize("NFKC", text[: _LONGEST + 1]).strip()
    if fillers.is_filler(text):
        return Phone(raw, PhoneState.FILLER)
    if len(text) > _LONGEST:
        return Phone(raw, PhoneState.INVALID)
    text = spreadsheets.restore_digits(text) or text
    phone = _read_with_extension(raw, text, country, plan)
    if phone.state is PhoneState.INVALID and _ABROAD.match(text):
        phone = _read_with_extension(raw, _ABROAD.sub("+", text, count=1), country, plan)
    if phone.state is PhoneState.INVALID and _WORDS_BEHIND.search(text):
        phone = _read_with_extension(raw, _WORDS_BEHIND.sub("", text), country, plan)
    return phone


def _read_with_extension(raw: str, text: str, country: str, plan: phone_plan.Plan | None) -> Phone:
    found = _EXTENSION.search(text)
    if found and found.start():
        main, extension = text[: found.start()], found[1] or found[2]
    else:
        main, extension = text, ""
    main = _DOUBLED_AREA.sub(r"\1", _LAST_DIGIT.sub("", main))
    phone = _read_quickly(raw, main, country, plan) or _ask_library(raw, main, country)
    if phone.state is PhoneState.INVALID and _RANGE.search(main):
        first = _RANGE.sub("", main)
        phone = _read_quickly(raw, first, country, plan) or _ask_library(raw, first, country)
    return Phone(raw, phone.state, phone.e164, extension) if extension else phone


def _ask_library(raw: str, text: str, country: str) -> Phone:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return Phone(raw, PhoneState.INVALID)
    if phonenumbers.is_valid_number(number):
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        filler = fillers.is_filler_number(str(number.national_number))
        return Phone(raw, PhoneState.FILLER if filler else PhoneState.VALID, e164)
    reason = phonenumbers.is_possible_number_with_reason(number)
    local = reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    return Phone(raw, PhoneState.AREA if local else PhoneState.INVALID)


def _split_spaced(chunk: str) -> list[str]:
    """Two numbers with only a blank between them; a country code on its own stays with its number."""
    pieces: list[str] = []
    for piece in _NEXT_NUMBER.split(chunk):
        if pieces and sum(sign.isdecimal() for sign in pieces[-1]) < _FEWEST_DIGITS:
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return pieces
