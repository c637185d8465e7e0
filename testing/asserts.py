"""What tests look at: a page as its reader sees it, the journal, and whether anything moved at all."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpResponse

from requite.journal.models import Entry

TABLES = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
  AND table_name !~ '^(procrastinate|django|auth|account|cache|journal_entry_)' ORDER BY 1
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


def state_of_base() -> dict[str, int]:
    """Each table's rows as one number, the time at which somebody was last here left out."""
    with connection.cursor() as cursor:
        cursor.execute(_each_table())
        return dict(cursor.fetchall())


@cache
def _each_table() -> str:
    """The statement over all tables, which are the same ones as long as the tests run."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [row[0] for row in cursor.fetchall()]
    return " UNION ALL ".join(
        f"SELECT '{table}', coalesce(sum(hashtext((to_jsonb(t) - 'last_seen_at')::text)::bigint), 0)::bigint"
        f" FROM {table} t"
        for table in tables
    )


@contextmanager
def untouched() -> Iterator[None]:
    """Fails when any row of any table, the journal among them, changed within."""
    before = state_of_base()
    yield
    after = state_of_base()
    moved = sorted(table for table in before if before[table] != after.get(table))
    assert moved == []
