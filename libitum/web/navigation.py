"""Redirects for the site's own scripts, which change pages without leaving the document.

A browser's `fetch` follows redirects by itself, hides the fragment of the address it ended at, and fails where
the address is another site's. Scripts that say who they are get the address in a header and go there themselves.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase

HEADER = "X-Libitum-Navigation"
LOCATION = "X-Libitum-Location"


class NavigationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if HEADER in request.headers and isinstance(response, HttpResponseRedirectBase):
            return self._named(response)
        return response

    def _named(self, redirect: HttpResponseRedirectBase) -> HttpResponse:
        answer = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={LOCATION: redirect.url})
        answer.headers["Cache-Control"] = "no-store"
        answer.cookies = redirect.cookies
        return answer
