import os
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from libitum.ops.metrics.processes import begin, join

from .connections import connect_as
from .lifeline import end_with_parent

APPLICATION = "libitum.config.wsgi:application"
# Of a connection, and enough for all headers. With granian's own 400 kB, ten large uploads at once take 50 MB more.
BUFFER_BYTES = 64 * 1024
# Granian's own lines go through the same formatter as ours; its access log, which names addresses, stays off.
LOGGERS = {"_granian": {"propagate": True}, "granian.access": {"level": "CRITICAL"}}


def load_application(server: int, _target: str) -> Callable[..., Any]:
    """Runs in each of granian's own processes: none of them may outlive the one that started it."""
    end_with_parent(server)
    join()
    application = get_wsgi_application()
    connect_as("web")
    return application


def logging_with(loggers: dict[str, Any]) -> dict[str, Any]:
    ours: dict[str, Any] = settings.LOGGING
    return {**ours, "loggers": {**ours["loggers"], **loggers}}


def run_web_server(*, host: str, port: int, processes: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    connections.close_all()  # a connection must not be shared across the fork
    begin(port)
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=processes,
        blocking_threads=threads,
        # More than the threads may wait in line: a person with a slow line holds a thread, not the door.
        backpressure=max(threads, 256),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=BUFFER_BYTES),
        log_level=LogLevels.error,
        log_dictconfig=logging_with(LOGGERS),
    )
    server.serve(target_loader=partial(load_application, os.getpid()))
