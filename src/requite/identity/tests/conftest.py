import pytest

from requite.identity.tests.cast import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()
