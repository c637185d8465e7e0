"""`requite manage`: Django's own commands with the environment of this folder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.core.management import execute_from_command_line


def run(argv: Sequence[str]) -> int:
    """Runs the command; Django says itself what is wrong with it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    execute_from_command_line(["requite manage", *argv])
    return 0
