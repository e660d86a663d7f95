"""Shorthands for what most tests here begin with."""

import pytest

from libitum.accounts.models import User
from libitum.rights.models import AcceptedHow, TermsVersion
from libitum.rights.services.terms import accept, ensure_first_version


@pytest.fixture
def terms(alice: User, bob: User, charlie: User) -> TermsVersion:
    """The shipped terms in force, accepted by everybody who publishes or listens."""
    version = ensure_first_version()
    for user in (alice, bob, charlie):
        accept(user=user, version=version, language="en", how=AcceptedHow.PAGE)
    return version
