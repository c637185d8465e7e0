"""What is made after a request, in the language that it had: the language is gone with its answer."""

from collections.abc import Iterator
from typing import TypeVar

from django.utils import translation

T = TypeVar("T")


def spoken(pieces: Iterator[T], language: str) -> Iterator[T]:
    """The pieces, each made in that language."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
