"""Indexes that are built beside a base in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db.migrations import RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader

from requite.kernel.indexing import DROP_INVALID

BUILDS = re.compile(r"CREATE INDEX CONCURRENTLY (?:IF NOT EXISTS )?(\w+)")


def operations_of(found: Any) -> Iterator[Any]:
    for one in found:
        yield from operations_of(one.database_operations) if isinstance(one, SeparateDatabaseAndState) else [one]


def list_built() -> dict[str, str]:
    """By the name of each index that is built apart what goes before it."""
    found: dict[str, str] = {}
    for migration in MigrationLoader(None).disk_migrations.values():
        for before, one in pairwise([None, *operations_of(migration.operations)]):
            names = BUILDS.findall(str(one.sql)) if isinstance(one, RunSQL) else []
            found |= {name: str(getattr(before, "sql", "")) for name in names}
    return found


@pytest.mark.parametrize(("name", "before"), sorted(list_built().items()))
def test_one_that_was_cut_off_is_built_anew(name: str, before: str) -> None:
    assert before == DROP_INVALID.format(name=name)
