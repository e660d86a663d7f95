import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .access import PATH, note_who_asks
from .requests import count


class MetricsMiddleware:
    """Counts every request. It stands before whatever answers or changes one, behind the signals to machines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == PATH:
            note_who_asks(request)
        started = time.perf_counter()
        response = self.get_response(request)
        count(request, response, time.perf_counter() - started)
        return response
