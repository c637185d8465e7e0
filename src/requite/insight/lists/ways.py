"""The ways in which a page of a list is looked for, and how long each may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from requite.insight.lists.bounding import UNBOUND, Bounds

PAGE_MS = 4_000
# As the planner likes; so for a moment; along an index; all, then sorted; those of some companies, then sorted.
How = Literal["plain", "quick", "walk", "sort", "gather"]
MS: Mapping[How, int] = {"plain": PAGE_MS, "quick": 40, "walk": 80, "sort": PAGE_MS, "gather": PAGE_MS}
WALKED = ("walk", "gather")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as SQL, and the way in which it is answered; `dear` is asked of each row found in order.

    `bounds` is what the filter says of the order's key.
    """

    where: str
    values: dict[str, Any]
    how: How
    dear: str = ""
    bounds: Bounds = UNBOUND
