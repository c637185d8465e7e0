"""What a line of a minimum set asks of a value beyond its being there: its parameters, kept with the line as JSON.

A value that is real and doesn't meet them is worth as much as none (`State.UNMET`), never less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

Kept = Mapping[str, Any]
# Which parameters fit to which family of fields. A "worth" is an amount compared in the company's currency.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "text": ("letters", "words", "mask"),
    "number": ("lowest", "highest"),
    "worth": ("lowest", "highest"),
    "date": ("ahead", "days"),
    "choice": ("options",),
    "choices": ("options",),
}
DIGIT, LETTER, ANY = "0", "A", "*"


@dataclass(frozen=True, slots=True)
class Limits:
    """The parameters of one line; what isn't asked is None, False or ().

    `letters` and `words` are the least of a text, `mask` its form sign by sign ("0" a digit, "A" a letter, "*" any).
    `lowest` and `highest` bound a number, both included; of a "worth" in whole units of the company's `currency`, while
    its values come in parts of `digits`. `ahead`: a day that isn't past; `days`: at most so many ahead. `options`: ids,
    of which one is enough.
    """

    letters: int | None = None
    words: int | None = None
    mask: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    digits: int = 0
    currency: str = ""
    ahead: bool = False
    days: int | None = None
    options: tuple[str, ...] = ()

    def meets(self, value: object, *, today: date, zone: str = "") -> bool:
        """Whether one value does. What can't be measured (an amount without a rate) isn't held against it."""
        if isinstance(value, bool) or value is None:
            return True
        if self.options:
            return str(value) in self.options
        if isinstance(value, datetime):
            value = value.astimezone(ZoneInfo(zone)).date() if zone else value.date()
        if isinstance(value, date):
            return self._meets_day((value - today).days)
        if isinstance(value, int | Decimal):
            return self._meets_number(Decimal(value).scaleb(-self.digits))
        return not isinstance(value, str) or self._meets_text(value.strip())

    def _meets_day(self, distance: int) -> bool:
        return not (self.ahead and distance < 0) and (self.days is None or distance <= self.days)

    def _meets_number(self, number: Decimal) -> bool:
        return (self.lowest is None or self.lowest <= number) and (self.highest is None or number <= self.highest)

    def _meets_text(self, text: str) -> bool:
        is_long = (self.letters is None or len(text) >= self.letters) and (
            self.words is None or sum(any(map(str.isalnum, word)) for word in text.split()) >= self.words
        )
        return is_long and (not self.mask or fits_mask(text, self.mask))

    def contradicts(self, other: "Limits", *, is_several: bool = False) -> bool:
        """Whether no value can meet both. `is_several`: of several values one may meet the one and one the other."""
        lows = [one for one in (self.lowest, other.lowest) if one is not None]
        highs = [one for one in (self.highest, other.highest) if one is not None]
        if lows and highs and max(lows) > min(highs):
            return True
        if self.options and other.options and not is_several and not set(self.options) & set(other.options):
            return True
        return self._is_masked_away(other) or other._is_masked_away(self)

    def _is_masked_away(self, other: "Limits") -> bool:
        if not self.mask:
            return False
        if other.mask and (len(other.mask) != len(self.mask) or not all(map(_share, self.mask, other.mask))):
            return True
        return (other.letters or 0) > len(self.mask) or (other.words or 0) > most_words(self.mask)


def fits_mask(text: str, mask: str) -> bool:
    """Whether the text has the mask's form, sign by sign; its own signs count in capital and in small letters."""
    return len(text) == len(mask) and all(_fits(sign, part) for sign, part in zip(text, mask, strict=True))


def most_words(mask: str) -> int:
    """How many words a text of the mask's form has at most: any sign may be a blank between two of them.

    A word has a letter or a digit, as `Limits.words` counts.
    """
    most = {" ": 0}  # by how the text ends so far: in no word (" "), in one that counts ("a"), in one of signs alone ("-")
    for part in mask:
        further: dict[str, int] = {}
        for ending, words in most.items():
            for sign in ("a", " ") if part == ANY else (_sign_of(part),):
                ends = "a" if sign == "-" and ending == "a" else sign
                further[ends] = max(further.get(ends, 0), words + (sign == "a" and ending != "a"))
        most = further
    return max(most.values())


def _sign_of(part: str) -> str:
    return " " if part.isspace() else "a" if part.isalnum() else "-"


def _fits(sign: str, part: str) -> bool:
    if part == DIGIT:
        return sign.isascii() and sign.isdigit()
    if part == LETTER:
        return sign.isalpha()
    return part == ANY or sign.casefold() == part.casefold()


def _share(one: str, other: str) -> bool:
    """Whether some sign fits both parts of two masks."""
    if ANY in (one, other) or one.casefold() == other.casefold():
        return True
    return (one in (DIGIT, LETTER) and _fits(other, one)) or (other in (DIGIT, LETTER) and _fits(one, other))


@dataclass(frozen=True, slots=True)
class Measured:
    """A value whose text isn't what limits measure: `text` is judged by the check (or has been), `value` by limits.

    `value` None: there is nothing to measure.
    """

    text: object
    value: object


def load(kept: Kept | str | None) -> Limits | None:
    """The limits as a line keeps them; None for none."""
    if not kept:
        return None
    return _load(kept if isinstance(kept, str) else orjson.dumps(kept).decode())


def text_of(kept: Kept) -> str:
    """What a line keeps, as the journal does; "" for nothing."""
    return orjson.dumps(kept).decode() if kept else ""


@lru_cache(maxsize=1024)
def _load(text: str) -> Limits | None:
    kept: dict[str, Any] = {name: value for name, value in orjson.loads(text).items() if name in NAMES}
    for name in ("lowest", "highest"):
        if name in kept:
            kept[name] = Decimal(kept[name])
    if "options" in kept:
        kept["options"] = tuple(kept["options"])
    return Limits(**kept) if kept else None


NAMES = frozenset(one.name for one in fields(Limits))


def measured(values: Sequence[Decimal | date | datetime | UUID | None]) -> object:
    """What limits measure of a typed value: itself, or all of several."""
    held = [str(one) if isinstance(one, UUID) else one for one in values if one is not None]
    return tuple(held) if len(held) > 1 else held[0] if held else None
