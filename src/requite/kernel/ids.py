"""Identifiers: UUID version 7, made in Python (RFC 9562 §5.7), so that keys sort by the time of their making."""

import os
import re
import time
from typing import NewType
from uuid import UUID

UserId = NewType("UserId", UUID)
TeamId = NewType("TeamId", UUID)


SPELLED = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def new_id(*, at_ms: int | None = None) -> UUID:
    """Return a UUIDv7: 48 bits of Unix milliseconds (`at_ms`, else now), then 74 random bits."""
    stamp = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    noise = int.from_bytes(os.urandom(10), "big")
    value = (stamp & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (noise >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)


def parse_id(text: str) -> UUID | None:
    """Read an identifier as written in an address or a form; None when it is none.

    With its hyphens or without: Python reads more spellings, which the base doesn't.
    """
    return UUID(text) if isinstance(text, str) and SPELLED.fullmatch(text) else None
