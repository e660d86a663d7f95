from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> Iterator[None]:
    """What one test asked doesn't count for the next."""
    caches["limits"].clear()
    yield
    caches["limits"].clear()
