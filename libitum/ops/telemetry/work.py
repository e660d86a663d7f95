"""What workers do: calls, as children of the request that called; in them attempts at jobs, and in those stages."""

import time
from contextvars import Token
from typing import Any

from django.core.cache import cache
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued, task_finished, task_started
from opentelemetry import context
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from libitum.media.signals import Ended, attempt_ended

from .tracing import tracer

# A call that waits for longer begins a trace of its own.
REMEMBERED_SECONDS = 3600
SECOND = 10**9

w3c = TraceContextTextMapPropagator()
under_way: dict[str, tuple[Span, Token[Context]]] = {}


def connect() -> None:
    task_enqueued.connect(enqueued, dispatch_uid="libitum.ops.telemetry")
    task_started.connect(started, dispatch_uid="libitum.ops.telemetry")
    task_finished.connect(finished, dispatch_uid="libitum.ops.telemetry")
    attempt_ended.connect(worked, dispatch_uid="libitum.ops.telemetry")


def disconnect() -> None:
    for signal in (task_enqueued, task_started, task_finished, attempt_ended):
        signal.disconnect(dispatch_uid="libitum.ops.telemetry")


def key(task: TaskResult[Any]) -> str:
    return f"trace:{task.id}"


def enqueued(task_result: TaskResult[Any], **kwargs: Any) -> None:
    """The queue keeps nothing but arguments, so what called is kept beside it."""
    carrier: dict[str, str] = {}
    w3c.inject(carrier)
    if carrier:
        cache.set(key(task_result), carrier, REMEMBERED_SECONDS)


def started(task_result: TaskResult[Any], **kwargs: Any) -> None:
    parent = w3c.extract(cache.get(key(task_result)) or {}, context=Context())
    path = task_result.task.module_path
    span = tracer().start_span(f"task {path}", context=parent, kind=SpanKind.CONSUMER)
    span.set_attribute("libitum.task", path)
    under_way[str(task_result.id)] = span, context.attach(set_span_in_context(span))


def finished(task_result: TaskResult[Any], **kwargs: Any) -> None:
    span, token = under_way.pop(str(task_result.id), (None, None))
    if span is None or token is None:
        return
    context.detach(token)
    if task_result.status == TaskResultStatus.FAILED:
        span.set_status(StatusCode.ERROR)
    span.end()


def worked(ended: Ended, **kwargs: Any) -> None:
    """Written down when it is over: of a worker that was killed nothing comes."""
    now = time.time_ns()
    begun = now - int(ended.seconds * SECOND)
    job = tracer().start_span(f"job {ended.kind}", start_time=begun)
    job.set_attributes({"libitum.job.outcome": ended.outcome, "libitum.job.reason": ended.reason})
    if ended.outcome == "failed":
        job.set_status(StatusCode.ERROR)
    for stage, seconds in ended.stages:
        over = begun + int(seconds * SECOND)
        tracer().start_span(f"stage {stage}", set_span_in_context(job), start_time=begun).end(over)
        begun = over
    job.end(now)
