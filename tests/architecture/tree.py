"""The project's own files, as git knows them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = ROOT / "src/requite/web/templates"


def tracked(*suffixes: str) -> list[Path]:
    """Tracked files, and those about to be, with one of the suffixes (all without one)."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    said = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    found = (ROOT / name for name in said.split("\0") if name)
    return [path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes)]
