"""The rooms' tests share one cast, and those of filters and orders one base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from testing.cast import actors, cast, clients, kept_cast, make_cast
from testing.standing import standing

from requite.fields.catalogue import PRESENT
from requite.insight.lists.tests.plain import Plain, make_base

__all__ = ["actors", "cast", "clients", "kept_cast"]


@pytest.fixture(scope="module")
def stood(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plain]:
    """One base for all tests of this file: to make it takes longer than most of them do."""
    with standing(django_db_blocker):
        yield make_base(make_cast())


@pytest.fixture
def base(stood: Plain, db: None) -> Iterator[Plain]:
    """The base, its fields known as in a request; what lists allow themselves of time is no limit at its end."""
    token = PRESENT.set(stood.cast.actors["oleg"].fields_stamp)
    yield stood
    PRESENT.reset(token)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
