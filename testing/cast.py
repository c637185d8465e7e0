"""The cast as fixtures: import them into a room's conftest.

Anna and Boris are reps of Vera's team North, Gleb is a rep of South; Dina is an operator, Emma an executive, Oleg the
administrator. The company sits in Seoul and reckons in won.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from requite.identity.tests.cast import NOW, Cast, entries, make_cast
from requite.kernel.actor import Actor
from requite.web.tests.cast import BACKEND, browser
from testing.committed import apart, erase_all

__all__ = ["BACKEND", "DAY", "HTMX", "NOW", "Cast", "actors", "cast", "clients", "entries", "kept_cast", "make_cast"]

HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)
Clients = Callable[..., Client]


@pytest.fixture
def cast(db: None) -> Cast:
    """The company and its people."""
    return make_cast()


@pytest.fixture
def actors(cast: Cast) -> dict[str, Actor]:
    """Each of them as an actor, by name."""
    return cast.actors


@pytest.fixture
def clients(cast: Cast) -> Clients:
    """`clients("anna")` is a browser in which she is logged in; options are those of Django's client."""

    def open_browser(who: str = "", **options: object) -> Client:
        return browser(getattr(cast, who) if who else None, **options)

    return open_browser


@pytest.fixture
def kept_cast(db: None) -> Iterator[Cast]:
    """The cast, committed, for tests in which several connections look at it (`testing.committed`)."""
    yield apart(make_cast)
    apart(erase_all)
