import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.publishing import make_key_once
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.gate.tests import world
from libitum.rights.models import TermsVersion


@pytest.fixture
def terms(alice: User, bob: User, charlie: User) -> TermsVersion:
    return world.put_terms_in_force(alice, bob, charlie)


@pytest.fixture
def engines(db: None) -> None:
    make_key_once()
    register_own_engines()


@pytest.fixture
def piece(song: Track, engines: None, terms: TermsVersion) -> Track:
    """Alice's song with 20 seconds of music: chords of A major, 120 beats in a minute."""
    world.sound(song, data=world.music())
    return song
