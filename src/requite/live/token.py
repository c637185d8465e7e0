"""The pass a page carries to the live process: who reads, which topics, how long. Standard library only.

The web side signs topics that `access` has authorised; the live side believes the signature.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

LASTS = 15 * 60


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token says. `issued` and `expires` are seconds since 1970."""

    user: str
    topics: frozenset[str]
    issued: float
    expires: float


def sign(*, key: str, user: str, topics: Sequence[str], at: float, lasts: float = LASTS) -> str:
    """A token for `user` (the uuid as text), good from `at` for `lasts` seconds. Safe in a URL."""
    claim = {"user": user, "topics": sorted(set(topics)), "iat": round(at, 3), "exp": round(at + lasts, 3)}
    body = _encoded(json.dumps(claim, separators=(",", ":"), ensure_ascii=False).encode())
    return f"{body}.{_encoded(_mac(key, body))}"


def verify(token: str, *, key: str, at: float) -> Pass | None:
    """What the token says, or None when it is forged, broken or over."""
    body, _, mac = token.partition(".")
    try:
        if not hmac.compare_digest(_decoded(mac), _mac(key, body)):
            return None
        claim = json.loads(_decoded(body))
        found = Pass(claim["user"], frozenset(claim["topics"]), float(claim["iat"]), float(claim["exp"]))
    except (ValueError, KeyError, TypeError):
        return None
    return found if at < found.expires else None


def _mac(key: str, body: str) -> bytes:
    secret = hashlib.sha256(b"requite.live\0" + key.encode()).digest()
    return hmac.digest(secret, body.encode(), "sha256")


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
