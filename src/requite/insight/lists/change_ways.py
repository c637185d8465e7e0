"""A way of changing many records at once."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Asks = Literal["", "owner", "text", "tag", "stage", "day"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of changing many: what it is called, what it asks for, the right that it takes."""

    slug: str
    label: Promise
    asks: Asks
    right: str
