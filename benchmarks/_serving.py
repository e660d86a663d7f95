"""Servers that a benchmark starts, and what they use: CPU and memory of whole families of processes (Linux)."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

from _processes import resident_bytes

PATIENCE_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")
NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ audio/mp4 mp4; }}
    sendfile on;
    keepalive_requests 1000000;
    upstream libitum {{ server 127.0.0.1:{backend}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host localhost;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_pass http://libitum;
        }}
        location /.media/ {{ internal; alias {media}/; max_ranges 1; }}
        location /plain/ {{ alias {media}/; max_ranges 1; }}
    }}
}}
"""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def cpu_of(pids: Sequence[int]) -> float:
    """CPU seconds so far, user and system together, of processes that are alive."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def memory_of(pid: int) -> dict[int, int]:
    """Bytes by process: its own pages, and its share of those it has in common."""
    return {each: resident_bytes(each) for each in family(pid)}


@contextmanager
def running(command: Sequence[str], port: int, **variables: str) -> Iterator[int]:
    """The process id of a server that listens on the port, and is ended with all its children afterwards."""
    with tempfile.TemporaryFile() as said:
        environment = {**os.environ, **variables}
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
        try:
            wait_for(process, port, said.fileno())
            yield process.pid
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()


def wait_for(process: "subprocess.Popen[bytes]", port: int, said: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not listens(port):
        if process.poll() is not None or time.monotonic() > deadline:
            os.lseek(said, 0, os.SEEK_SET)
            raise SystemExit(f"the server did not come up:\n{os.read(said, 4000).decode(errors='replace')}")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def libitum(verb: str, port: int, **variables: str) -> AbstractContextManager[int]:
    """Of the benchmark's instance."""
    command = [sys.executable, "-m", "libitum", verb]
    return running(command, port, PORT=str(port), LIBITUM_BASE_URL="http://localhost", **variables)


@contextmanager
def nginx(port: int, backend: int, media: Path) -> Iterator[int]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with tempfile.TemporaryDirectory(prefix="libitum-nginx-") as folder:
        # Only root may say whose its processes are; they read a folder that is closed to others.
        user = "user root;" if os.geteuid() == 0 else ""
        text = NGINX.format(folder=folder, user=user, backend=backend, port=port, media=media)
        Path(folder, "nginx.conf").write_text(text)
        with running([program, "-p", folder, "-e", "stderr", "-c", f"{folder}/nginx.conf"], port) as pid:
            yield pid
