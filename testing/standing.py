"""What several tests of a file look at, made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pickle import dumps, loads
from typing import Any, ClassVar

import pytest
from django.db import transaction

from requite.identity.tests.cast import Cast, make_cast


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


class Stood:
    """Tests of a class that look at one base: `make` puts it before a cast, once for all of them.

    Each has copies of the cast and of what `make` gave, and what it writes is gone after it.
    """

    make: ClassVar[Callable[[Cast], Any]]

    @pytest.fixture(scope="class")
    @classmethod
    def stood(cls, django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[bytes, bytes]]:
        """The cast and the base as they stand, to be copied: by `pickle`, which is the quickest."""
        with standing(django_db_blocker):
            cast = make_cast()
            assert cast.actors
            yield dumps(cast), dumps(cls.make(cast))

    @pytest.fixture
    def cast(self, stood: tuple[bytes, bytes], db: None) -> Cast:
        """A copy of the cast."""
        found: Cast = loads(stood[0])
        return found

    @pytest.fixture
    def base(self, stood: tuple[bytes, bytes], db: None) -> Any:
        """A copy of what stands before it."""
        return loads(stood[1])
