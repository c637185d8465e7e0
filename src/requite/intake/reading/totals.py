"""Lines of totals below the rows, as spreadsheets have them: nobody is called so."""

import re
from collections.abc import Sequence

LABELS = frozenset(
    {
        "total", "totals", "grand total", "subtotal", "sub-total", "sum", "합계", "총계", "총합계", "총합", "소계", "누계",
        "итого", "всего", "общий итог", "промежуточный итог", "итог",
    }
)  # fmt: skip
LONGEST = max(map(len, LABELS)) + 2
_MONEY = "[₩$€£₽¥]"
# A number that begins with 0, a + or has hyphens is one to call.
QUANTITY = re.compile(
    rf"{_MONEY}?\s*[-−]?(?!0\d)\d[\d\s.,'’]*(?:%|{_MONEY}|원|명|건|개|руб\.?|р\.|шт\.?|чел\.?)?", re.IGNORECASE
)


def is_total(cells: Sequence[str]) -> bool:
    """Whether the row says "Total" first, and then quantities alone, at least one."""
    first = cells[0] or next(filter(None, cells), "")  # this is asked of each row of a million
    if len(first) > LONGEST or first.strip(" :.").lower() not in LABELS:
        return False
    _label, *others = filter(None, map(str.strip, cells))
    return bool(others) and all(QUANTITY.fullmatch(cell) for cell in others)
