"""Whether anything is kept in the company's currency: asked by the room that keeps the currency, answered by those above."""

from collections.abc import Callable

Ask = Callable[[], bool]
_ASKS: list[Ask] = []


def register(ask: Ask) -> None:
    """Make the answer of a room known: whether it keeps amounts that mean the company's currency without naming it."""
    if ask not in _ASKS:
        _ASKS.append(ask)


def holds_amounts() -> bool:
    """Whether some room keeps such amounts. A statement for each room at most."""
    return any(ask() for ask in _ASKS)
