"""Statements that stay prepared, as they do in a process that serves pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from psycopg._preparing import PrepareManager

MADE_ANEW = re.compile(rb"(DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b")


def keep() -> None:
    """Let psycopg forget at a rollback nothing of what it has prepared.

    It forgets all then, as tables made within are gone; and each test ends by a rollback, so that the server planned every
    statement anew for each. PostgreSQL itself plans anew what depends on a table that came or went.
    """
    forget = PrepareManager.clear

    def should_discard(self: PrepareManager, _prepared: Any, results: Sequence[Any]) -> bool:
        return any(MADE_ANEW.match(result.command_status or b"") for result in results) and forget(self)

    PrepareManager._should_discard = should_discard  # type: ignore[method-assign,assignment]
    PrepareManager.clear = lambda self: False  # type: ignore[method-assign] # `Connection.rollback` says this
    PrepareManager.prepared_max = 500  # all tests of a process ask more than any process of ours
