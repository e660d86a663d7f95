import pytest

from libitum.accounts.models import User
from libitum.rights.models import TermsVersion
from libitum.rights.tests.saying import accept, publish_terms


@pytest.fixture
def terms(alice: User, bob: User, charlie: User) -> TermsVersion:
    """The first version, which everybody who makes music here has accepted."""
    version = publish_terms()
    accept(version, alice, bob, charlie)
    return version
