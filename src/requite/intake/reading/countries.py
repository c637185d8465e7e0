"""In which country the numbers of a file were written: guessed from its first rows."""

import re
from collections import Counter
from collections.abc import Sequence

from requite.kernel.phone import PhoneState, parse_phone, split_phones

CANDIDATES = ("KR", "RU", "US", "GB", "KZ", "DE", "FR", "JP", "CN", "IN", "AU")
PHONES = ("phone", "company_phone")
SCRIPTS = (
    (re.compile(r"[가-힣]"), ("KR",)),
    (re.compile(r"[а-яё]", re.IGNORECASE), ("RU", "KZ")),
    (re.compile(r"[ぁ-ヿ]"), ("JP",)),
)
ROWS, CHARS = 50, 100  # enough to know the letters of a file by
FEWEST, SHARE = 3, 0.6


def guess_country(samples: Sequence[Sequence[str]], columns: Sequence[str | None], *, home: str) -> str:
    """The country whose plan most numbers without a code fit; "" where the home country's does as well as any.

    Needs three numbers, and that three in five of them fit.
    """
    places = [n for n, target in enumerate(columns) if target in PHONES]
    numbers = [
        piece
        for row in samples
        for n in places
        if n < len(row)
        for piece in split_phones(row[n])
        if piece.strip() and not piece.strip().startswith("+")
    ]
    if len(numbers) < FEWEST:
        return ""
    fits = {country: _count(numbers, country) for country in dict.fromkeys((home, *_candidates(samples)))}
    best = max(fits, key=lambda country: fits[country])
    if best == home or fits[best] < SHARE * len(numbers) or fits[best] <= fits[home]:
        return ""
    return best


def _candidates(samples: Sequence[Sequence[str]]) -> Sequence[str]:
    """The countries that the letters of the rows leave: some plans, Germany's, take nearly every row of digits."""
    text = "".join(cell[:CHARS] for row in samples[:ROWS] for cell in row)
    letters = sum(map(str.isalpha, text))
    for script, countries in SCRIPTS:
        if len(script.findall(text)) > letters / 2:
            return countries
    return CANDIDATES


def _count(numbers: Sequence[str], country: str) -> int:
    """How many are numbers of the country; beside whole ones those that lack only their area code count too."""
    found = Counter(phone.state for number in numbers if (phone := parse_phone(number, country=country)))
    whole = found[PhoneState.VALID]
    return whole + found[PhoneState.AREA] if whole else 0
