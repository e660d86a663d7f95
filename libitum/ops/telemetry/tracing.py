"""Where spans are made and sent; imported only where a collector is set."""

from functools import cache

from django.conf import settings
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Tracer

from libitum import __version__

PATH = "/v1/traces"


@cache
def provider() -> TracerProvider:
    """One for each process, made when it is first needed; it sends every few seconds from a thread of its own.

    OpenTelemetry's own variables (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS …) hold.
    """
    made = TracerProvider(resource=Resource.create({"service.name": "libitum", "service.version": __version__}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{settings.OTLP_URL}{PATH}")))
    return made


def tracer() -> Tracer:
    return provider().get_tracer("libitum", __version__)
