import pytest

from libitum.rights.models import TermsVersion
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import ensure_first_version


@pytest.fixture
def terms(db: None) -> TermsVersion:
    """The shipped terms in force, accepted by nobody."""
    publish_purposes()
    return ensure_first_version()
