"""Who is calling: a program with a key, a script of our own pages with the browser's session, or anybody.

A key's scopes add to what anybody may do: a key without `read` sees what everybody sees, and a moderator's key
without `moderate` is that of a listener.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from libitum.accounts.models import ApiToken, Scope, User
from libitum.accounts.second_factor import lacks_second_factor, why_stopped
from libitum.accounts.tokens import find_token
from libitum.catalog.viewers import Viewer

from .limits import count_refused_key
from .problems import Problem, unauthenticated

# A browser's session deletes an account only where it has been asked anew who it is, on the site.
EVERYTHING = frozenset(Scope.values) - {Scope.CLOSE}


@dataclass(frozen=True, slots=True)
class Caller:
    """`token`: the key of a program; None for a browser and for anybody."""

    user: User | AnonymousUser
    scopes: frozenset[str] = frozenset()
    token: ApiToken | None = None

    def viewer(self, secret: str = "") -> Viewer:
        if Scope.READ not in self.scopes:
            return Viewer(secret=secret)
        viewer = Viewer.of(self.user, secret)
        return Viewer(viewer.user_id, viewer.is_moderator and Scope.MODERATE in self.scopes, secret)

    def require(self, scope: str) -> None:
        if scope not in self.scopes:
            raise insufficient(scope)

    def require_person(self, scope: str) -> User:
        """Of an operation that anybody may ask for, a part that needs somebody."""
        if not isinstance(self.user, User):
            raise unauthenticated()
        self.require(scope)
        return self.user


class TokenAuth(AuthBase):
    """`Authorization: Bearer libitum_…`; `scope`: what the key must be good for, empty where any key will do."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        kind, _space, raw = header.partition(" ")
        token = find_token(raw.strip()) if kind.lower() == "bearer" else None
        if token is None:
            count_refused_key(request)
            raise unauthenticated("invalid_token")
        if self.scope and self.scope not in token.scopes:
            raise insufficient(self.scope)
        scopes = frozenset(token.scopes)
        if Scope.MODERATE in scopes and lacks_second_factor(token.user):
            scopes -= {Scope.MODERATE}
            if self.scope == Scope.MODERATE:
                raise without_second_factor()
        return Caller(token.user, scopes, token)


class SessionAuth(AuthBase):
    """The signed-in browser. What changes anything must prove that it comes from our own pages."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        if not request.user.is_authenticated or not request.user.is_active:
            return None
        if check_csrf(request) is not None:
            raise Problem(403, _("This doesn't come from one of our pages. Load the page again."), code="csrf")
        if lacks_second_factor(request.user):
            raise without_second_factor()
        return Caller(request.user, EVERYTHING)


class Anybody:
    def __call__(self, _request: HttpRequest) -> Caller:
        return Caller(AnonymousUser())


V = TypeVar("V", bound=Callable[..., object])
Auth = list[Callable[[HttpRequest], Caller | None]]


def person(scope: str) -> Auth:
    """For operations that need somebody, and of a program's key that scope."""
    return [TokenAuth(scope), SessionAuth()]


def program(scope: str) -> Auth:
    """For what takes a key made for it."""
    return [TokenAuth(scope)]


def anybody() -> Auth:
    """For reading what is public, and more for whom more is visible."""
    return [TokenAuth(""), SessionAuth(), Anybody()]


def is_browser(request: HttpRequest) -> bool:
    return caller_of(request).token is None


def shown_lately(operation: V) -> V:
    """For what a session left open somewhere must not do. A key was made for it, by somebody who showed who they are.

    Raises allauth's ReauthenticationRequired.
    """
    return cast(V, reauthentication_required(enabled=is_browser)(operation))


def insufficient(scope: str) -> Problem:
    """RFC 6750, section 3.1."""
    detail = _("The key lacks the permission “%(scope)s”.") % {"scope": scope}
    challenge = f'Bearer realm="libitum", error="insufficient_scope", scope="{scope}"'
    return Problem(403, detail, code="insufficient_scope", headers={"WWW-Authenticate": challenge})


def without_second_factor() -> Problem:
    return Problem(403, why_stopped(), code="second_factor")


def caller_of(request: HttpRequest) -> Caller:
    return cast(Caller, request.auth)  # type: ignore[attr-defined] # set by ninja after one of the above


def viewer_of(request: HttpRequest, secret: str = "") -> Viewer:
    return caller_of(request).viewer(secret)


def actor_of(request: HttpRequest) -> User:
    """The person behind an operation of `person(…)`."""
    return cast(User, caller_of(request).user)
