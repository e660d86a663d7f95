"""Whose upload it is: a program by its key, a page by its session and CSRF token."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from libitum.accounts.models import Scope, User
from libitum.accounts.signals import key_refused
from libitum.accounts.tokens import user_of_token
from libitum.common.limits import left
from libitum.common.network import pseudonym

from .problems import Forbidden, NotSignedIn, TooOften

SAFE = ("GET", "HEAD", "OPTIONS")


def identify(request: HttpRequest) -> User:
    header = request.headers.get("Authorization", "")
    if header:
        return by_token(request, header)
    if not isinstance(request.user, User):
        raise NotSignedIn(_("Sign in, or send a key with the permission to upload."))
    # Without the header Django would look for the token in the body, and read all of it.
    if request.method not in SAFE and ("X-CSRFToken" not in request.headers or check_csrf(request) is not None):
        raise Forbidden(_("This request doesn't come from a page of this site that is still valid. Load it again."))
    return request.user


def count_refused_key(request: HttpRequest) -> None:
    """As the rest of the API does: whoever tries keys is slowed down."""
    key_refused.send(sender=None, request=request)
    if left("refused-key", pseudonym(request.META.get("REMOTE_ADDR", ""))) < 0:
        raise TooOften(_("Too many keys that are none. Wait a minute."))


def by_token(request: HttpRequest, header: str) -> User:
    scheme, _space, raw = header.partition(" ")
    found = user_of_token(raw.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        count_refused_key(request)
        raise NotSignedIn(_("This key is unknown, expired or revoked."))
    user, scopes = found
    needed = {Scope.READ, Scope.UPLOAD} if request.method in SAFE else {Scope.UPLOAD}
    if not needed & scopes:
        raise Forbidden(_("This key doesn't permit uploads."))
    return user
