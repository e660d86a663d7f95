"""Traces as a collector receives them: what they tell, and what they never do."""

import gzip
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import include, path
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from libitum import __version__
from libitum.catalog.models import Artist, Track
from libitum.media.services.uploads import receive_file
from libitum.media.tests.corpus import sounds
from libitum.ops import telemetry
from libitum.ops.serving.worker import run_worker
from libitum.ops.telemetry import tracing, work

from .test_metrics_requests import breaks

urlpatterns = [path("broken", breaks, name="broken"), path("", include("libitum.config.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("libitum.ops.tests.test_telemetry")]
Spans = Callable[[], dict[str, Span]]


class Collector(BaseHTTPRequestHandler):
    received: list[bytes]
    asked: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """The test's output is no access log."""


@pytest.fixture
def collector(settings: Settings) -> Iterator[type[Collector]]:
    """A real one, to which this process sends as long as the test lasts."""
    handler = type("Handler", (Collector,), {"received": [], "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OTLP_URL = f"http://127.0.0.1:{server.server_port}"
        tracing.provider.cache_clear()
        telemetry.connect()
        yield handler
        work.disconnect()
        tracing.provider().shutdown()
        tracing.provider.cache_clear()
        server.shutdown()


@pytest.fixture
def spans(collector: type[Collector]) -> Spans:
    """What has arrived by now, by name."""

    def arrived() -> dict[str, Span]:
        assert tracing.provider().force_flush()
        requests = [ExportTraceServiceRequest.FromString(body) for body in collector.received]
        groups = [
            scope for request in requests for resource in request.resource_spans for scope in resource.scope_spans
        ]
        return {span.name: span for group in groups for span in group.spans}

    return arrived


def attributes(span: Span) -> dict[str, str | int]:
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def test_a_request_is_a_span_by_the_name_of_its_route(spans: Spans) -> None:
    response = Client().get("/search?q=my+illness")
    span = spans()["GET search"]
    assert attributes(span) == {
        "http.request.method": "GET",
        "http.route": "search",
        "http.response.status_code": 200,
        "libitum.request_id": response["X-Request-ID"],
    }
    assert span.kind == Span.SPAN_KIND_SERVER
    assert span.end_time_unix_nano > span.start_time_unix_nano


def test_it_goes_where_otlp_says_and_tells_what_sends(spans: Spans, collector: type[Collector]) -> None:
    Client().get("/search")
    spans()
    assert set(collector.asked) == {"/v1/traces"}
    resource = ExportTraceServiceRequest.FromString(collector.received[0]).resource_spans[0].resource
    said = {each.key: each.value.string_value for each in resource.attributes}
    assert (said["service.name"], said["service.version"]) == ("libitum", __version__)


def test_an_error_of_ours_is_marked_and_its_words_stay_here(spans: Spans, collector: type[Collector]) -> None:
    Client(raise_request_exception=False).get("/broken")
    span = spans()["GET broken"]
    assert span.status.code == span.status.STATUS_CODE_ERROR
    assert (span.status.message, list(span.events)) == ("", [])


def test_nothing_tells_who_it_was_or_what_for(
    spans: Spans, collector: type[Collector], as_alice: Client, song: Track
) -> None:
    agent = {"user-agent": "Mozilla/5.0 (a rare browser)", "traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    as_alice.get(f"{song.get_absolute_url()}?key=hidden", headers=agent, REMOTE_ADDR="203.0.113.9")
    as_alice.get("/search?q=alice@example.org", REMOTE_ADDR="203.0.113.9")
    Client(raise_request_exception=False).get("/broken?who=bob")
    assert {"GET track", "GET search", "GET broken"} <= set(spans())
    sent = b"".join(collector.received)
    secrets = [song.title, song.slug, song.artist.slug, "hidden", "alice@", "bob@", "203.0.113.9", "rare browser"]
    secrets += ["who=bob", "testserver", as_alice.cookies[settings.SESSION_COOKIE_NAME].value]
    assert [secret for secret in secrets if secret.encode() in sent] == []
    assert bytes.fromhex("ab" * 16) not in sent


def test_who_watches_the_instance_makes_no_spans(spans: Spans) -> None:
    for page in ("/healthz", "/readyz", "/metrics"):
        Client().get(page)
    assert spans() == {}


def test_a_job_belongs_to_the_request_that_called_for_it(
    spans: Spans,
    ada: Artist,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A worker's clock has a connection of its own, and what it writes would outlive the test.
    monkeypatch.setattr("libitum.ops.serving.worker.start_clock", threading.Event)
    sound = tmp_path / "a title.wav"
    sound.write_bytes(sounds.wav())
    with tracing.tracer().start_as_current_span("request"), django_capture_on_commit_callbacks(execute=True):
        receive_file(actor=ada.owner, path=sound, artist=ada)
    with django_capture_on_commit_callbacks(execute=True):
        run_worker(batch=True)
    found = spans()
    request, task, job = found["request"], found["task libitum.media.tasks.work"], found["job upload"]
    assert {span.trace_id for span in (request, task, job, found["stage encoding"])} == {request.trace_id}
    assert task.parent_span_id == request.span_id
    assert job.parent_span_id == task.span_id
    assert found["stage encoding"].parent_span_id == job.span_id
    assert attributes(job) == {"libitum.job.outcome": "done", "libitum.job.reason": 0}
    for stage in ("hashing", "checking", "encoding", "publishing"):
        span = found[f"stage {stage}"]
        assert (
            job.start_time_unix_nano <= span.start_time_unix_nano <= span.end_time_unix_nano <= job.end_time_unix_nano
        )


def test_where_nobody_asks_nothing_is_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.OTLP_URL == ""
    monkeypatch.setitem(sys.modules, "libitum.ops.telemetry.tracing", None)
    assert client.get("/search").status_code == 200


def test_where_packages_are_missing_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(SystemExit, match=r"pip install -r requirements/telemetry\.txt"):
        telemetry.connect()
