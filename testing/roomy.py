"""Where tests keep what they write and throw away."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOM = 2_000_000_000
MEMORY = Path("/dev/shm")


def roomy() -> str | None:
    """Memory, where there is enough of it; else None, which is the machine's own folder for such things."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None
