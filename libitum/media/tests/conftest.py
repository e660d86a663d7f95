import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.media.tests.tus import Tus, program_of


@pytest.fixture
def tus(alice: User, ada: Artist) -> Tus:
    """Alice's recording program."""
    return program_of(alice)
