"""One migrated database on the tests' server, which every other is a copy of: rendering the migrations takes seconds."""

from __future__ import annotations

import os
from typing import LiteralString

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql


def name() -> str:
    """The name that it has in this run: the first process sets it, the others inherit it."""
    return os.environ["REQUITE_TESTS_TEMPLATE"]


def ensure() -> str:
    """Its name, once it is there: whichever process comes first makes it, the others wait. Nobody may be connected to it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [name()])
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name()]).fetchone():
            admin.execute(_made("DROP DATABASE IF EXISTS {}", _unfinished()))
            admin.execute(_made("CREATE DATABASE {}", _unfinished()))
            _migrate(_unfinished())
            admin.execute(_made("ALTER DATABASE {} RENAME TO {}", _unfinished(), name()))
    return name()


def drop() -> None:
    """Take it away, at the end of a run on a server that stays."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        for one in (_unfinished(), name()):
            admin.execute(_made("DROP DATABASE IF EXISTS {} WITH (FORCE)", one))


def _unfinished() -> str:
    return f"{name()}_unfinished"


def _made(query: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(query).format(*map(sql.Identifier, names))


def _migrate(database: str) -> None:
    was = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = database
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = was
