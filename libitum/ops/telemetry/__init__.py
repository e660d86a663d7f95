"""Traces, for operators who collect them (LIBITUM_OTLP_URL). Unless asked for, nothing of this is even imported.

Spans hold names of routes, tasks and stages, and how they ended; whose request it was, and for what, is never put in.
"""

from importlib import import_module

LACKING = (
    "LIBITUM_OTLP_URL is set, but the packages for traces are not installed: "
    "pip install -r requirements/telemetry.txt, or take the setting away."
)


def connect() -> None:
    """At the start of every program, where a collector is set. Ends it with a sentence where packages are missing."""
    try:
        import_module("opentelemetry.sdk.trace")
        import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError:
        raise SystemExit(LACKING) from None
    import_module(f"{__name__}.work").connect()
