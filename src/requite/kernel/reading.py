"""The hot statements: plain SQL that the server has prepared, so that it doesn't plan it anew each time."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import NotSupportedError, connection
from psycopg.types.json import JsonbLoader

Values = Sequence[Any] | Mapping[str, Any]
Row = tuple[Any, ...]
PREPARED = os.environ.get("REQUITE_PREPARE", "1") == "1"
# A prepared statement is planned anew for its values as long as that looks cheaper than a plan for any values. Where the
# way is the same whatever they are, planning is half of a statement's time. Such a one has `ONCE` among its conditions and
# PLANNED_ONCE among its values: true without being looked at, and to the planner so dear for this very value that it keeps
# the plan for any. Where values are bound by their turn, it is ONCE_IN_TURN and DEAR. Its limits stand in the text: of a
# limit that is bound the planner expects a tenth of the table. A dearer one would have PostgreSQL compile the plan (JIT).
DEAR = 5_000_000
ONCE_IN_TURN = "(now() IS NOT NULL OR (SELECT count(*) FROM generate_series(1, %s::bigint)) > 0)"
ONCE, PLANNED_ONCE = ONCE_IN_TURN.replace("%s", "%(planned_once)s"), {"planned_once": DEAR}


def fetch_all(sql: str, values: Values = (), *, prepare: bool = True) -> list[Row]:
    """Every row of the statement, on Django's own connection and in its transaction.

    `prepare=False` has it planned anew for these very values: for searches, whose best way depends on what is sought.

    Values are bound by the server. Behind a PgBouncer without prepared statements set REQUITE_PREPARE=0. While queries
    are being watched (tests that count them, debug) the statement goes through Django's cursor, which tells the watcher.
    """
    if _is_watched():
        with connection.cursor() as cursor:
            cursor.cursor.adapters.register_loader("jsonb", JsonbLoader)  # Django's gives texts
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    connection.ensure_connection()
    try:
        return _fetch(sql, values, prepare)
    except NotSupportedError:
        # The tables changed beneath a plan that this connection keeps (a migration from elsewhere).
        if connection.in_atomic_block:
            connection.connection.close()
            raise
        run("DEALLOCATE ALL")
        return _fetch(sql, values, prepare)


def _fetch(sql: str, values: Values, prepare: bool) -> list[Row]:
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, values, prepare=prepare, binary=True)
        return cursor.fetchall()


def fetch_one(sql: str, values: Values = ()) -> Row | None:
    """The statement's first row, or None."""
    rows = fetch_all(sql, values)
    return rows[0] if rows else None


def run(sql: str, values: Values = ()) -> None:
    """Run a statement that gives no rows."""
    if _is_watched():
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, values, prepare=True)


def renew() -> bool:
    """Give a connection that broke back to the pool, and have its others looked at: whether it had broken.

    When PostgreSQL starts anew, each one that was open breaks. Whoever did nothing yet may then try once more.
    """
    kept = connection.connection
    if kept is None or not kept.closed or connection.in_atomic_block:
        return False
    connection.close()
    pool = getattr(connection, "pool", None)
    if pool:
        pool.check()
    return True


def _is_watched() -> bool:
    return not PREPARED or connection.queries_logged or bool(connection.execute_wrappers)
