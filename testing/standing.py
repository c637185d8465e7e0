"""What several tests of a file look at, made once for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def standing(blocker: Any) -> Iterator[None]:
    """A transaction around a file's tests, for a fixture of the module's scope; what is written within is gone after it.

    Each test goes behind a savepoint of its own (pytest-django's `db`), so whatever it writes is gone after it. The
    objects in Python are shared: copy what a test changes. Nothing else may look from a second connection.
    """
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined] # it is the test's, not the code's
    with blocker.unblock(), around:
        yield
        transaction.set_rollback(True)
