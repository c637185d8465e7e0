"""What was understood of a file: enough to read it again, row by row, on any machine."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart. An empty `delimiter` means one column."""

    delimiter: str = ","
    escape: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`skip`: bytes of the mark; `preamble`: records before the first row of data, the headings among them;
    `headings`: one for each column, all "" where the file has none; `samples`: the first rows."""

    encoding: str
    skip: int
    dialect: Dialect
    preamble: int
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...] = field(default=(), compare=False)
    damage: int = 0

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headings)

    @property
    def has_headings(self) -> bool:
        """Whether the file names its columns."""
        return any(self.headings)

    def as_json(self) -> dict[str, Any]:
        """Everything but the samples, as JSON takes it."""
        stored = asdict(self)
        stored.pop("samples")
        return stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Sheet":
        """The inverse of `as_json`."""
        return cls(
            encoding=stored["encoding"],
            skip=stored["skip"],
            dialect=Dialect(**stored["dialect"]),
            preamble=stored["preamble"],
            headings=tuple(stored["headings"]),
            damage=stored.get("damage", 0),
        )
