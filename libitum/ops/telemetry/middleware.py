from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase

from libitum.ops.metrics.requests import method_label, route_label
from libitum.ops.middleware import QUIET

FAULT = 500


class TracingMiddleware:
    """One span for each request but those of who watches the instance. A stranger's trace is not gone on with."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.OTLP_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415 - only where a collector is set

        from .tracing import tracer  # noqa: PLC0415 - likewise

        if request.path.strip("/") in QUIET:
            return self.get_response(request)
        with tracer().start_as_current_span("request", kind=SpanKind.SERVER, record_exception=False) as span:
            response = self.get_response(request)
            method, route = method_label(request), route_label(request)
            span.update_name(f"{method} {route}")
            span.set_attributes(
                {
                    "http.request.method": method,
                    "http.route": route,
                    "http.response.status_code": response.status_code,
                    "libitum.request_id": response.headers.get("X-Request-ID", ""),
                }
            )
            if response.status_code >= FAULT:
                span.set_status(StatusCode.ERROR)
            return response
