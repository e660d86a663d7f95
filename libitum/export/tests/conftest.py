import pytest
from django.conf import LazySettings

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.publishing import make_key_once
from libitum.rights.models import TermsVersion
from libitum.rights.tests.saying import accept, publish_terms

from .story import Story


@pytest.fixture
def terms(alice: User, bob: User, charlie: User) -> TermsVersion:
    version = publish_terms()
    accept(version, alice, bob, charlie)
    return version


@pytest.fixture
def story(terms: TermsVersion, song: Track, settings: LazySettings) -> Story:
    """Alice's song with a log, so that everything about it can be proved. Passkeys need not wait."""
    settings.KEY_WAIT_HOURS = 0
    make_key_once()
    return Story(song)
