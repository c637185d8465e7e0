import pytest
from testing.builders import person_of
from testing.cast import actors, cast, clients, kept_cast

from requite.people.tests.twins import PHONE

__all__ = ["actors", "cast", "clients", "kept_cast", "twins"]


@pytest.fixture
def twins(cast):
    """Two of Anna's with the same name and phone."""
    return [person_of(cast, points=[PHONE]) for _n in range(2)]
