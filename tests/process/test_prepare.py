"""What is done before a start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOLD = """
from django.conf import settings
from requite.cli import prepare
prepare.call_command = lambda name, **_: print(name, settings.DATABASES["default"]["OPTIONS"]["options"])
prepare.run(["database"])
"""


def test_a_migration_has_all_the_time_that_it_needs(tmp_path: Path) -> None:
    environment = {**os.environ, "REQUITE_VAR": str(tmp_path), "REQUITE_STATEMENT_TIMEOUT_MS": "15000"}
    done = subprocess.run(
        [sys.executable, "-c", TOLD], check=True, capture_output=True, text=True, env=environment
    )
    assert "migrate -c statement_timeout=0" in done.stdout
