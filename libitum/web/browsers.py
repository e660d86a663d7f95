"""What browsers are told about every response, besides its Content-Security-Policy."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

# What TRACE would send back is for nobody to see: cookies and keys as a proxy received them.
TAKEN = ("GET", "HEAD", "POST")


# Where pages are about one person alone, or hold what opens an account.
OF_ONE_PERSON = frozenset({"accounts", "comments", "moderation", "my", "operator", "settings", "upload"})


class BrowserPolicyMiddleware:
    """Which powers no page of ours uses, which answers other sites' pages may build in, and what is kept of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request) if request.method != "TRACE" else HttpResponseNotAllowed(TAKEN)
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_for_others(response) else "same-origin"
        if "Cache-Control" not in response.headers:
            keep_private(request, response)
        return response


def keep_private(request: HttpRequest, response: HttpResponseBase) -> None:
    """No page of one person's outlives their session; one that shows who is signed in stays in that browser."""
    if request.path.split("/")[1] in OF_ONE_PERSON:
        response.headers["Cache-Control"] = "private, no-store"
    elif is_signed_in(request):
        response.headers["Cache-Control"] = "private, no-cache"


def is_signed_in(request: HttpRequest) -> bool:
    """Only where the page has looked at the session anyway."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and SESSION_KEY in session


def is_for_others(response: HttpResponseBase) -> bool:
    """What other sites' scripts may read, and what they may show in a frame."""
    framed: bool = getattr(response, "xframe_options_exempt", False)
    return framed or response.headers.get("Access-Control-Allow-Origin") == "*"
