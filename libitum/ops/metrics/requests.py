"""What each web process counts of its requests. Routes go by name, never by address, so their number is bounded."""

import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception, request_finished, request_started
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from libitum.media.signals import bytes_arrived
from libitum.ops.logs.formatter import route_of

from .processes import bury, shared_folder

# Few: each is a number in every process for every route, and all of them are read at every scrape.
SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ANSWERED = Counter("libitum_http_requests", "Requests answered.", ["route", "method", "status"], registry=REGISTRY)
TOOK = Histogram(
    "libitum_http_request_duration_seconds",
    "Until the answer begins; a file or a stream goes on after that.",
    ["route", "method"],
    buckets=SECONDS,
    registry=REGISTRY,
)
RAISED = Counter(
    "libitum_http_exceptions", "Requests that ended with an error of ours.", ["route", "type"], registry=REGISTRY
)
RUNNING = Gauge(
    "libitum_http_requests_in_progress",
    "Requests that hold a thread now, files and streams included until they are sent.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
RECEIVED = Counter(
    "libitum_upload_received_bytes", "Bytes of recordings that arrived and were kept.", registry=REGISTRY
)


def route_label(request: HttpRequest) -> str:
    if route := route_of(request):
        return route
    return "static" if request.path.startswith(settings.STATIC_URL) else "unmatched"


def method_label(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "other"


def count(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    route, method = route_label(request), method_label(request)
    ANSWERED.labels(route, method, f"{response.status_code // 100}xx").inc()
    TOOK.labels(route, method).observe(seconds)


@receiver(request_started)
def begun(**kwargs: Any) -> None:
    RUNNING.inc()


@receiver(request_finished)
def ended(**kwargs: Any) -> None:
    RUNNING.dec()


@receiver(got_request_exception)
def raised(request: HttpRequest | None, sender: Any, **kwargs: Any) -> None:
    error = sys.exc_info()[0]
    if request is not None and error is not None:
        RAISED.labels(route_label(request), error.__name__).inc()


@receiver(bytes_arrived)
def arrived(count: int, **kwargs: Any) -> None:
    RECEIVED.inc(count)


def families() -> Iterable[Metric]:
    """Of all web processes of this server, those that are gone included."""
    folder = shared_folder()
    if folder is None:
        return REGISTRY.collect()
    bury(folder)
    found: Iterable[Metric] = MultiProcessCollector(None, path=str(folder)).collect()  # type: ignore[no-untyped-call]
    return found
