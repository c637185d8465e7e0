from collections.abc import Iterator

import pytest
from testing.committed import apart, erase_all


@pytest.fixture
def committed(db: None) -> Iterator[None]:
    """Threads of the test may commit; the test itself mustn't touch the tables."""
    yield
    apart(erase_all)
