from collections.abc import Callable

from allauth.account.signals import authentication_step_completed
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest, HttpResponse

from .models import User
from .sessions import note_seen, note_sign_in, renew


class SignedInMiddleware:
    """Note when a session was last seen; in the browser of who just signed in, set their language; of who signed out,
    clear what it kept of their pages.

    Only where the page has looked at the session anyway: what doesn't depend on it stays cacheable by all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if session.accessed and SESSION_KEY in session and session.session_key:
            note_seen(request, session)
        if language := getattr(request, "_language_of_person", ""):
            set_language(response, language)
        if getattr(request, "_signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def set_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def after_sign_in(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    if request is None:
        return
    note_sign_in(request.session)
    if user.language:
        request._language_of_person = user.language  # type: ignore[attr-defined]  # noqa: SLF001 - ours, for the middleware


def after_sign_out(sender: object, request: HttpRequest | None, user: User | None, **kwargs: object) -> None:
    if request is not None and user is not None:
        request._signed_out = True  # type: ignore[attr-defined]  # noqa: SLF001 - likewise


def after_step(sender: object, request: HttpRequest, *, reauthenticated: bool = False, **kwargs: object) -> None:
    """Signing in gives the session a new key; so does showing once more who one is."""
    if reauthenticated:
        renew(request.session)


user_logged_out.connect(after_sign_out, dispatch_uid="libitum.accounts.after_sign_out")
authentication_step_completed.connect(after_step, dispatch_uid="libitum.accounts.after_step")
user_logged_in.connect(after_sign_in, dispatch_uid="libitum.accounts.after_sign_in")
