"""Bare refusals of the framework and of libraries become pages that a person can read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from libitum.web.views.public.errors import PROGRAMS, SENTENCES, error_page


class ErrorPageMiddleware:
    """Headers such as Allow and Retry-After stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_bare(response) or request.path.startswith(PROGRAMS):
            return response
        page = error_page(request, response.status_code)
        for name in set(response.headers) - {"Content-Type", "Content-Length"}:
            page.headers[name] = response.headers[name]
        page.cookies = response.cookies
        return page


def is_bare(response: HttpResponseBase) -> bool:
    return response.status_code in SENTENCES and isinstance(response, HttpResponse) and not response.content
