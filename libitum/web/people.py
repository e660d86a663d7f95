from django.http import HttpRequest

from libitum.accounts.models import User
from libitum.catalog.viewers import Viewer


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that `login_required` let through."""
    assert request.user.is_authenticated  # noqa: S101 - for the type; the decorator holds it
    return request.user


def viewer_of(request: HttpRequest) -> Viewer:
    return Viewer.of(request.user)
