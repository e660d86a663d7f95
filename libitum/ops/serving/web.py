import os
import resource
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from libitum.config.environment import environment
from libitum.ops.metrics.processes import begin, join

from .connections import connect_as
from .lifeline import end_with_parent

APPLICATION = "libitum.config.wsgi:application"
# Of a connection, and enough for all headers. With granian's own 400 kB, ten large uploads at once take 50 MB more.
BUFFER_BYTES = 64 * 1024
# Open at the same time in each process. Granian counts connections here, not requests: a listener's stays open and is
# idle for seconds between two segments. Who works on requests are the threads; whoever finds none free waits in line.
MOST_CONNECTIONS = 4096
FILES_BESIDES = 1024
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


def allow_connections() -> None:
    """Each is an open file, of which systems allow 1,024 unless one asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_BESIDES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def run_web_server(*, host: str, port: int, processes: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    allow_connections()
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
        backpressure=MOST_CONNECTIONS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        # Older ones than 1.2 it doesn't have; of 1.2 it has forward secrecy and authenticated encryption alone.
        ssl_cert=environment.tls_certificate,
        ssl_key=environment.tls_key,
        ssl_protocol_min=SSLProtocols.tls12,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=BUFFER_BYTES),
        log_level=LogLevels.error,
        log_dictconfig=logging_with(LOGGERS),
    )
    server.serve(target_loader=partial(load_application, os.getpid()))
