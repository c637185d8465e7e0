"""In which country the numbers of a file were written: guessed from its first rows."""

from collections.abc import Sequence

from requite.kernel.phone import parse_phone, split_phones

CANDIDATES = ("KR", "RU", "US", "GB", "KZ", "DE", "FR", "JP", "CN", "IN", "AU")
PHONES = ("phone", "company_phone")
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
    fits = {country: _count(numbers, country) for country in dict.fromkeys((home, *CANDIDATES))}
    best = max(fits, key=lambda country: fits[country])
    if best == home or fits[best] < SHARE * len(numbers) or fits[best] <= fits[home]:
        return ""
    return best


def _count(numbers: Sequence[str], country: str) -> int:
    found = (parse_phone(number, country=country) for number in numbers)
    return sum(phone is not None and phone.is_valid for phone in found)
