"""What browsers are told about every response, besides its Content-Security-Policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class BrowserPolicyMiddleware:
    """Which powers no page of ours uses, and which answers other sites' pages may build in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_for_others(response) else "same-origin"
        return response


def is_for_others(response: HttpResponseBase) -> bool:
    """What other sites' scripts may read, and what they may show in a frame."""
    framed: bool = getattr(response, "xframe_options_exempt", False)
    return framed or response.headers.get("Access-Control-Allow-Origin") == "*"
