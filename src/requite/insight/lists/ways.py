"""The ways in which a page of a list is looked for, and how long each may take."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from requite.insight.lists.bounding import UNBOUND, Bounds

PAGE_MS = 4_000
# As the planner likes; so for a moment; along an index for a moment, and longer; all, then sorted; those of some companies,
# then sorted.
# "seek" is a walk that asks what isn't told by the record itself before the record is fetched.
How = Literal["plain", "quick", "glance", "walk", "seek", "sort", "gather"]
MS: Mapping[How, int] = {
    "plain": PAGE_MS, "quick": 40, "glance": 25, "walk": 80, "seek": 160, "sort": PAGE_MS, "gather": PAGE_MS,
}  # fmt: skip
WALKED = ("glance", "walk", "seek", "gather")


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


@dataclass(slots=True)
class Memory:
    """What was found out about questions that come again, as a view does each day: kept by a process, for a while."""

    seconds: float = 600
    most: int = 5_000
    _known: dict[Hashable, tuple[float, str]] = field(default_factory=dict)

    def recall(self, question: Hashable) -> str:
        """What was learnt of the question, "" for nothing or when it is too old."""
        at, what = self._known.get(question, (0.0, ""))
        return what if what and monotonic() - at < self.seconds else ""

    def learn(self, question: Hashable, what: str) -> None:
        """Keep it; "" forgets."""
        if len(self._known) >= self.most:
            self._known.clear()
        if what:
            self._known[question] = (monotonic(), what)
        else:
            self._known.pop(question, None)

    def forget(self) -> None:
        """All of it."""
        self._known.clear()


found_by, counts = Memory(), Memory()  # the way that found a page, ; which take long to count
