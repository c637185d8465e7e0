"""What tests look at: a page as its reader sees it, the journal, and whether anything moved at all."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse

from requite.journal.models import Entry

# The partitions of the journal are one table; the tables of sessions, of jobs, of log-ins tried are the machinery's own.
WRITES = """
SELECT CASE WHEN relname LIKE 'journal_entry_%' THEN 'journal_entry' ELSE relname END, sum(times)::int
  FROM (SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
               + pg_stat_get_xact_tuples_deleted(oid) AS times
          FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) each
 WHERE times > 0 AND relname !~ '^(procrastinate|django|auth|account|cache)' GROUP BY 1
"""


def text(response: HttpResponse) -> str:
    """What a page says, its signs as a reader sees them."""
    return html.unescape(response.content.decode())


def told(answer: HttpResponse | str) -> str:
    """What a page tells, without its keys, tokens and ids: by chance they hold any three letters or four digits."""
    page = answer if isinstance(answer, str) else text(answer)
    return re.sub(r"[\w+/=-]*[\w-]{20,}[\w+/=-]*", "", page, flags=re.ASCII)


def drain(response: Any) -> bytes:
    """Read a page or a stream to its end, which gives back what it holds."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def field_of(response: HttpResponse, name: str) -> str:
    """The value of a hidden field of a page's form."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return html.unescape(found[1])


def last_entry(type_: str = "") -> Entry:
    """The journal's newest entry, of that type when one is named."""
    found = Entry.objects.order_by("-id")
    entry = (found.filter(type=type_) if type_ else found).first()
    assert entry is not None, type_
    return entry


@contextmanager
def untouched() -> Iterator[None]:
    """Fails when any row of any table, the journal among them, changed within.

    PostgreSQL counts what a transaction writes, even what is taken back. The tables that were written are compared as they
    are and as they are without that: it is rolled back.
    """
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined] # it is the test's, not the code's
    with around:
        before = writes()
        yield
        written = sorted(table for table, times in writes().items() if times != before.get(table))
        if not written:
            return
        after = _state_of(written)
        transaction.set_rollback(True)
    without = _state_of(written)
    if changed := [table for table in written if after[table] != without[table]]:
        raise AssertionError(f"Rows were changed of {', '.join(changed)}.")


def writes() -> dict[str, int]:
    """How often the transaction wrote to each table that it wrote to."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())


def _state_of(tables: list[str]) -> dict[str, int]:
    """Each table's rows as one number, the time at which somebody was last here left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', coalesce(sum(hashtext((to_jsonb(t) - 'last_seen_at')::text)::bigint), 0)::bigint"
                f" FROM {table} t"
                for table in tables
            )
        )
        return dict(cursor.fetchall())
