"""The lot itself: the same seed over the same frame draws the same records, on any machine. Pure functions.

Records lie on a line in an order that only the seed knows, each as long as its odds; marks in equal distances, the first
at a place that only the seed knows, draw what they hit. So a record with three times the odds is three times as likely,
and how likely each one is, π, is known exactly.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

FAVOURED = 3  # times the odds


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record that was drawn, with its probability π."""

    record_id: UUID
    probability: Fraction


def pack(ids: Iterable[UUID]) -> bytes:
    """Identifiers in order, 16 bytes each."""
    return b"".join(one.bytes for one in sorted(ids))


def unpack(kept: bytes) -> list[UUID]:
    """What `pack` made."""
    return [UUID(bytes=bytes(kept[at : at + 16])) for at in range(0, len(kept), 16)]


def hash_of(ids: Iterable[UUID]) -> str:
    """The SHA-256 of the identifiers in order: shows that a frame is the one that was drawn from."""
    return sha256(pack(ids)).hexdigest()


def _number(seed: str, what: str) -> int:
    return int.from_bytes(sha256(f"{seed}:{what}".encode()).digest(), "big")


def draw(*, ids: Collection[UUID], favoured: Collection[UUID], count: int, seed: str) -> list[Drawn]:
    """`count` records of the frame (all, where it holds no more), by id. Favoured ones have three times the odds."""
    if count <= 0 or not ids:
        return []
    if count >= len(ids):
        return [Drawn(one, Fraction(1)) for one in sorted(ids)]
    odds = {one: FAVOURED if one in favoured else 1 for one in sorted(ids)}
    sure, rest = _sure(odds, count)
    found = [Drawn(one, Fraction(1)) for one in sure]
    found += _hit(sorted(rest, key=lambda one: (_number(seed, one.hex), one)), odds, count - len(sure), seed)
    return sorted(found, key=lambda one: one.record_id)


def _sure(odds: dict[UUID, int], count: int) -> tuple[list[UUID], list[UUID]]:
    """Records whose share of the line is a mark's distance or more are drawn for certain; then the rest."""
    sure: list[UUID] = []
    rest = list(odds)
    while True:
        whole, left = sum(odds[one] for one in rest), count - len(sure)
        more = [one for one in rest if odds[one] * left >= whole]
        if not more:
            return sure, rest
        sure += more
        rest = [one for one in rest if one not in set(more)]


def _hit(line: Sequence[UUID], odds: dict[UUID, int], count: int, seed: str) -> list[Drawn]:
    if count <= 0:
        return []
    whole = sum(odds[one] for one in line)
    distance = Fraction(whole, count)
    mark = Fraction(_number(seed, "start"), 1 << 256) * distance
    found: list[Drawn] = []
    end = 0
    for one in line:
        end += odds[one]
        if mark < end:
            found.append(Drawn(one, odds[one] / distance))
            mark += distance
    return found
