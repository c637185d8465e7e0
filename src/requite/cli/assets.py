"""`requite assets`: builds the browser's files and collects them where the web process serves them from."""

from __future__ import annotations

import os
from collections.abc import Sequence

from requite.cli import folder, prepare


def run(_: Sequence[str]) -> int:
    """Builds what has changed."""
    os.environ.setdefault("REQUITE_VAR", str(folder.var()))
    return prepare.run(["static"])
