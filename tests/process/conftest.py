"""A database and a live process of their own: what is heard here was committed for real."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.process.stage import TABLE, Database, LiveProcess


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"requite_live_{os.getpid()}_{time.time_ns() % 10**9}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        found = Database(urlunsplit(("postgresql", parts.netloc, f"/{name}", parts.query, "")))
        found.connection.execute(TABLE)
        yield found
        found.connection.close()
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def live(database: Database) -> Iterator[LiveProcess]:
    process = LiveProcess(database)
    process.start()
    yield process
    process.stop()
