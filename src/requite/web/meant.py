"""What somebody meant who typed in the wrong layout of the keyboard: asked for where nothing is found as it was typed."""

from collections.abc import Callable
from typing import TypeVar

from requite.kernel.actor import Actor
from requite.kernel.layouts import retype

Found = TypeVar("Found")


def find_meant(actor: Actor, typed: str, look: Callable[[str], Found]) -> tuple[str, Found]:
    """What was meant, and what `look` finds of it: as it was typed, else as the same keys have it in another layout.

    Whether something was found is what Python takes the finding for.
    """
    first = look(typed)
    if first or not typed.strip():
        return typed, first
    for query in retype(typed, language=actor.language, country=actor.country):
        found = look(query)
        if found:
            return query, found
    return typed, first
