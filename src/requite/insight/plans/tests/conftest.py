import pytest

from requite.insight.plans.tests.stage import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
