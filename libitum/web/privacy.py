"""Global Privacy Control (the header Sec-GPC), as W3C's draft describes it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from libitum.rights.selectors.listening import sends_signal
from libitum.rights.services.listening import note_signal

NOTED = "privacy_signal_noted"


class PrivacySignalMiddleware:
    """Writes down, once for an account, that its browser asks for it: shelves that are made later obey it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if sends_signal(request) and request.user.is_authenticated and not request.session.get(NOTED):
            note_signal(user=request.user)
            request.session[NOTED] = True
        return self.get_response(request)
