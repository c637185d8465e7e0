"""Statements of lists, planned for their very values, within the time that they are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.ways import PAGE_MS
from requite.kernel.errors import Refused
from requite.kernel.reading import fetch_all

FEW_MS = 25
WALK = (("enable_sort", "off"), ("enable_hashjoin", "off"), ("enable_mergejoin", "off"), ("enable_seqscan", "off"))
CANCELLED = "57014"


class TooSlow(Refused):
    """A filter that the base can't answer in the time a page has."""


def fetch_within(
    sql: str, values: dict[str, Any], milliseconds: int = PAGE_MS, *, walks: bool = False
) -> list[Any]:
    """The rows, planned for these very values, within the time given; `walks`: along an index. Raises TooSlow.

    What is set for it holds for it alone, also within a transaction that goes on behind it.
    """
    settings = [("statement_timeout", str(milliseconds)), *(WALK if walks else ())]
    try:
        with _apart():
            with connection.cursor() as cursor:
                asked = ", ".join("set_config(%s, %s, true)" for _one in settings)
                cursor.execute(f"SELECT {asked}", [part for setting in settings for part in setting])
            return fetch_all(sql, values, prepare=False)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            error.__traceback__ = None  # what it went through holds it, and all of that would wait for the collector
            raise TooSlow(
                _("This takes too long on a base of this size. Add a condition that leaves fewer.")
            ) from error
        raise


@contextmanager
def _apart() -> Iterator[None]:
    """A transaction of its own; within another one a savepoint that is gone back to, which takes back what was set."""
    if not connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)


def fetch_soon(sql: str, values: dict[str, Any]) -> list[Any] | None:
    """The rows, if they are there soon."""
    try:
        return fetch_within(sql, values, FEW_MS)
    except TooSlow:
        return None
