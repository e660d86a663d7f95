import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from libitum.common.uids import new_uid

from .logs.formatter import request_id, route_of

logger = logging.getLogger("libitum.request")

# Asked every few seconds by machines; their answers tell more than their log lines.
QUIET = ("healthz", "readyz", "metrics")


class RequestLogMiddleware:
    """One line for each request, and an id that all lines written meanwhile carry, as does the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = request_id.set(new_uid())
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            self.log(request, response, time.perf_counter() - started)
            return response
        finally:
            request_id.reset(token)

    def log(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        """Seconds until the answer begins; a stream goes on after that."""
        route = route_of(request)
        logger.log(
            logging.DEBUG if route in QUIET else logging.INFO,
            "request",
            extra={
                "route": route,
                "method": request.method,
                "status": response.status_code,
                "duration_ms": round(seconds * 1000, 1),
            },
        )
