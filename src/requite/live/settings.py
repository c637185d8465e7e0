"""What the live process is told by its environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`database_url` must reach PostgreSQL directly: LISTEN doesn't pass a pooler in transaction mode."""

    database_url: str
    key: str
    heartbeat: float = 15.0
    streams_per_user: int = 20


def read() -> Settings:
    """REQUITE_LIVE_DATABASE_URL or DATABASE_URL; REQUITE_SECRET_KEY or the data folder's `secret`."""
    get = os.environ.get
    key = (
        get("REQUITE_SECRET_KEY") or (Path(get("REQUITE_VAR") or "var") / "secret").read_text("ascii").strip()
    )
    return Settings(
        database_url=get("REQUITE_LIVE_DATABASE_URL") or os.environ["DATABASE_URL"],
        key=key,
        heartbeat=float(get("REQUITE_LIVE_HEARTBEAT", "15")),
    )
