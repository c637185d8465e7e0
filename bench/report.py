"""One table of what was measured, each figure beside its target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD = ("What", "Measured", "Target", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `reached` is None where there is no target."""

    what: str
    measured: str
    target: str = ""
    reached: bool | None = None


def below(what: str, value: float, limit: float, *, unit: str, extra: str = "") -> Line:
    """A figure that should stay below its limit."""
    return Line(what, f"{_number(value)} {unit}{extra}", f"≤ {_number(limit)} {unit}", value <= limit)


def table(rows: Iterable[Sequence[str]], head: Sequence[str]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def lines(found: Iterable[Line]) -> str:
    """The figures with their targets."""
    marks = {None: "", True: "reached", False: "**missed**"}
    return table([(one.what, one.measured, one.target, marks[one.reached]) for one in found], HEAD)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
