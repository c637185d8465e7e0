"""Values that say nothing, by the kind of field, and values that one rep writes everywhere."""

from collections import Counter
from collections.abc import Iterable
from hashlib import md5

from requite.kernel import fillers, fold

OVERUSED_LEAST = 3
OVERUSED_SHARE = 0.02


def is_filler_value(text: str, *, check: str) -> bool:
    """True where the text is a filler in a field with the validator `check`. Phones: see `parse_phone`."""
    if check == "email":
        return fillers.is_filler_email(text)
    return fillers.is_filler(text, name=check == "name")


def digest_of(text: str) -> str:
    """What tells words from others, however they are written: 32 hexadecimal digits."""
    return md5(fold.fold(text).encode(), usedforsecurity=False).hexdigest()


def is_overused(count: int, *, records: int) -> bool:
    """True where one value of a free field stands in more than max(3, 2 %) of a rep's records."""
    return count > max(OVERUSED_LEAST, OVERUSED_SHARE * records)


def list_overused(values: Iterable[str]) -> frozenset[str]:
    """The folded values (`fold`) that are overused among those of one free field over a rep's records."""
    folded = [fold.fold(value) for value in values]
    counts = Counter(value for value in folded if value)
    return frozenset(value for value, count in counts.items() if is_overused(count, records=len(folded)))
