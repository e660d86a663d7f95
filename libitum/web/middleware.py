from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

BY_NUMBER = ("127.0.0.1", "[::1]")
PROBES = ("/healthz", "/readyz", "/metrics")


class CanonicalHostMiddleware:
    """Send the site's address by number on to its name: passkeys belong to a name.

    Who watches the instance asks by number and is answered there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0]
        if host in BY_NUMBER and request.path not in PROBES:
            return HttpResponsePermanentRedirect(settings.BASE_URL + request.get_full_path())
        return self.get_response(request)
