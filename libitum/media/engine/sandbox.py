"""The one way in which a program of somebody else's making meets uploaded bytes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .calls import refused_calls

LAUNCHER = Path(__file__).with_name("launch.py")
MIB = 1024 * 1024
STDERR_BYTES = 64 * 1024
# The kernel counts processor time for its limit in other steps than for its books.
NEARLY = 0.9
# Of a stranger's program, which can start no processes.
MOST_THREADS = 256
# Signals that come from outside: from the kernel short of memory, an operator, a machine that is being stopped.
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)
# What any dynamically linked program must see of the system; nothing else of it can be opened.
SYSTEM_PATHS = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
)


class Interrupted(Exception):  # noqa: N818 -- named for what happened
    """Somebody ended a program of ours before it was done: that says nothing about the file it was reading."""


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes. `memory` is what a program may allocate, `file` the size of any file it writes."""

    wall: float
    cpu: int
    memory: int = 320 * MIB
    file: int = 0
    open_files: int = 64

    def as_resources(self) -> dict[str, int]:
        # Address space is reserved generously by threads and mappings without being used, so the data segment
        # is what holds a program to its memory; the address space limit is the wall behind it.
        return {
            "CPU": self.cpu,
            "DATA": self.memory,
            "AS": self.memory + 1024 * MIB,
            "FSIZE": self.file,
            "NOFILE": self.open_files,
            "CORE": 0,
        }


@dataclass(frozen=True)
class Outcome:
    """How a program ended. `walls` are those the kernel gave: {"landlock": version, "seccomp": bool}."""

    status: int
    stderr: str
    out_of_time: bool
    cpu_seconds: float
    walls: dict[str, int | bool] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status == 0 and not self.out_of_time

    @property
    def interrupted(self) -> bool:
        """By a signal, and not because a limit of ours was reached."""
        return self.status in FROM_OUTSIDE and not self.out_of_time


@dataclass(frozen=True)
class Stranger:
    """How a program is run that is itself a stranger's: it starts no process, writes to what it was handed alone.

    `user`: the number of another user it becomes, where we may. `required`: walls without which it isn't started.
    """

    user: int | None = None
    required: tuple[str, ...] = ()


class Tail:
    """Keeps the first line and the last bytes of a stream that may be endless, reading it to its end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.first = b""
        self.last = b""
        self.thread = threading.Thread(target=self.drain, args=(stream,), daemon=True)
        self.thread.start()

    def drain(self, stream: IO[bytes]) -> None:
        with stream:
            self.first = stream.readline(STDERR_BYTES)
            while piece := stream.read1(STDERR_BYTES):  # type: ignore[attr-defined]
                self.last = (self.last + piece)[-STDERR_BYTES:]


class Deadline:
    """Kills a program and its children once its time is over."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process = process
        self.passed = False
        self.timer = threading.Timer(seconds, self.pass_)
        self.timer.daemon = True
        self.timer.start()

    def pass_(self) -> None:
        self.passed = True
        kill_group(self.process)

    def lift(self) -> None:
        self.timer.cancel()
        self.timer.join()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Before the process is reaped, as afterwards its number may be somebody else's."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def threads_of(user: int) -> int:
    """How many threads there are of all processes of a user now."""
    count = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            count += int(fields["Threads"]) if int(fields["Uid"].split()[0]) == user else 0
    return count


def launch_spec(
    *, limits: Limits, readable: Sequence[Path], workdir: Path, stranger: Stranger | None = None
) -> dict[str, object]:
    whole, looked_into = refused_calls(strangers=stranger is not None)
    bounds = limits.as_resources()
    if stranger is not None:
        user = os.geteuid() if stranger.user is None else stranger.user
        bounds["NPROC"] = threads_of(user) + MOST_THREADS
    return {
        "parent": os.getpid(),
        "nice": 10,
        "limits": bounds,
        "readable": [*SYSTEM_PATHS, *(str(path.resolve()) for path in readable)],
        "writable": ["/dev/null"] if stranger else [str(workdir.resolve()), "/dev/null"],
        "refused": whole,
        "looked_into": looked_into,
        "stranger": stranger is not None,
        "user": stranger.user if stranger else None,
        "required": stranger.required if stranger else (),
    }


def start(
    command: Sequence[str],
    *,
    spec: dict[str, object],
    workdir: Path,
    piped: bool,
    stdin: int = subprocess.DEVNULL,
    handed: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(spec), *command],
        stdin=stdin,
        stdout=subprocess.PIPE if piped else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=workdir,
        env={},
        pass_fds=handed,
        start_new_session=True,
    )


def wait(process: subprocess.Popen[bytes], deadline: Deadline) -> tuple[int, float]:
    """Status (negative: the signal that ended it) and CPU seconds of the process."""
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    deadline.lift()
    kill_group(process)  # whatever it left behind
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime


def read_walls(line: bytes) -> dict[str, int | bool]:
    try:
        walls = json.loads(line)
    except ValueError:
        return {}
    return walls if isinstance(walls, dict) else {}


def run(
    command: Sequence[str],
    *,
    workdir: Path,
    readable: Sequence[Path],
    limits: Limits,
    consume: Callable[[IO[bytes]], None] | None = None,
    stdin: int = subprocess.DEVNULL,
    handed: Sequence[int] = (),
    stranger: Stranger | None = None,
) -> Outcome:
    """Runs `command` in `workdir`, where alone it may write, and hands its standard output to `consume`.

    It sees no environment, no network, no file but `readable`, what a linker needs and the descriptors `stdin` and
    `handed`; it dies with us, at its limits, or when `consume` raises. A `stranger` writes nowhere but to those.
    """
    spec = launch_spec(limits=limits, readable=[Path(command[0]), *readable], workdir=workdir, stranger=stranger)
    process = start(command, spec=spec, workdir=workdir, piped=consume is not None, stdin=stdin, handed=handed)
    assert process.stderr is not None  # noqa: S101 -- asked for a pipe
    tail = Tail(process.stderr)
    deadline = Deadline(process, limits.wall)
    try:
        if consume is not None and process.stdout is not None:
            with process.stdout:
                consume(process.stdout)
    except BaseException:
        kill_group(process)
        raise
    finally:
        status, cpu_seconds = wait(process, deadline)
        tail.thread.join(timeout=5)
    return Outcome(
        status=status,
        stderr=tail.last.decode("utf-8", "replace"),
        out_of_time=deadline.passed or (status != 0 and cpu_seconds >= NEARLY * limits.cpu),
        cpu_seconds=cpu_seconds,
        walls=read_walls(tail.first),
    )
