"""Who must have a second factor, and goes nowhere before they have set one up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import User

# What one needs to set one up, to read what one agrees to, or to leave. The API answers for itself, in its own form.
OPEN = (
    "mfa_",
    "account_logout",
    "account_reauthenticate",
    "account_email_verification_sent",
    "account_confirm_email",
    "set_language",
    "about",
    "policies",
    "terms",
    "api:",
)


def lacks_second_factor(user: User) -> bool:
    """Whether this person has neither passkey nor codes, and the operator wants one of people like them."""
    if settings.SECOND_FACTOR == "nobody" or (settings.SECOND_FACTOR == "moderators" and not user.is_staff):
        return False
    return not is_mfa_enabled(user)


class SecondFactorMiddleware:
    """Leads whoever lacks it to where one is set up.

    What changes something is stopped before; what only shows something, after, and only where it has looked at the
    session: pages that don't depend on it stay cacheable by all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and SESSION_KEY in request.session and is_stopped(request):
            response.close()  # it may hold a file
            return to_set_up(request)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.method in ("GET", "HEAD", "OPTIONS") or not is_stopped(request):
            return None
        return to_set_up(request)


def is_stopped(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or match.view_name.startswith(OPEN):
        return False
    return isinstance(request.user, User) and lacks_second_factor(request.user)


def why_stopped() -> str:
    return _("Your account needs a second factor before you go on: a passkey, or an app for codes.")


def to_set_up(request: HttpRequest) -> HttpResponse:
    messages.info(request, why_stopped())
    return HttpResponseRedirect(reverse("mfa_index"))
