"""A PostgreSQL server for one test run: in a temporary folder, on a free port of this machine, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from machine import is_root, postgres_programs

# Nothing in it outlives the run, so nothing has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


# As a server comes, but small: a benchmark pays for every sync.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "shared_buffers": "256MB", "max_wal_size": "4GB"}


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Yields the URL of an empty database; the one LIBITUM_TEST_DATABASE_URL names if it is set."""
    given = os.environ.get("LIBITUM_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="libitum-postgres-", dir="/tmp" if is_root() else None))  # noqa: S108
    try:
        programs = programs_in_reach(folder)
        # A backup takes pg_dump from the path, and one older than the server refuses.
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
        with running(programs, folder, DURABLE if durable else FAST) as port:
            yield f"postgres://libitum@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs_in_reach(folder: Path) -> Path:
    """The server refuses to run as root; whoever runs it instead must be able to read it."""
    programs = postgres_programs()
    if not is_root() or programs.is_relative_to("/usr"):
        return programs
    # The wheel's programs find their libraries in a folder beside their package.
    package = programs.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / "install" / part.name, symlinks=True)
    return folder / "install" / programs.relative_to(package.parent)


def run_as() -> dict[str, Any]:
    """How `subprocess` becomes somebody other than root."""
    if not is_root():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    person = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@contextmanager
def running(programs: Path, folder: Path, settings: dict[str, str]) -> Iterator[int]:
    somebody = run_as()
    if somebody:
        os.chown(folder, somebody["user"], somebody["group"])
    data, port = folder / "data", free_port()
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def do(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(programs / program), *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            **somebody,
        )
        if done.returncode:
            log = folder / "log"
            told = log.read_text(errors="replace") if log.exists() else ""
            raise SystemExit(f"{program} failed:\n{done.stderr.decode(errors='replace')}{told}")

    do("initdb", "-D", str(data), "-U", "libitum", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")
    options = " ".join(f"-c {key}={value}" for key, value in settings.items())
    options += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c max_connections=60"
    # The log is not pg_ctl's own output: a server that keeps that open would keep us waiting.
    do("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield port
    finally:
        do("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
