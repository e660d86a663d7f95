import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter

from .redaction import redact_value

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Formatter(JsonFormatter):
    """One JSON object a line: time (UTC), level, logger, message, request id, whatever `extra` brought."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["time"] = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        if request_id.get():
            log_data.setdefault("request_id", request_id.get())

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        kept = {key: redact_value(value) for key, value in log_data.items() if key not in ("request", "taskName")}
        return dict(super().process_log_record(kept))

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record = without_path(record, request)
        return super().format(record)


def route_of(request: HttpRequest) -> str:
    """The name of the page, never its address, which may hold a secret or the title of a private work."""
    match = request.resolver_match
    return "" if match is None else match.view_name or match.route


def without_path(record: logging.LogRecord, request: HttpRequest) -> logging.LogRecord:
    """Django's own lines about a request end with its path; ours name the route."""
    route = route_of(request)
    arguments = record.args if isinstance(record.args, tuple) else ()
    copy = logging.makeLogRecord(record.__dict__)
    copy.args = tuple(route if a in (request.path, request.get_full_path()) else a for a in arguments) or None
    copy.route = route
    return copy
