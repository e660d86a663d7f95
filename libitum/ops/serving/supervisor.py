"""Keeps a few programs running: starts them, restarts those that die, stops all together."""

import contextlib
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

logger = logging.getLogger(__name__)

Wait = Callable[[float | None], None]

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# A program that lived this long was healthy: its next restart comes at once.
HEALTHY_SECONDS = 30.0
LONGEST_DELAY = 30.0
GRACE_SECONDS = 10.0
# Asked to stop this often, we no longer wait for anybody.
INSISTED = 2


@dataclass(frozen=True, slots=True)
class Program:
    """`once`: ends by itself and is started again only if it fails. `speaks`: to whoever started us, not to the log.

    `environment`: what it has besides ours.
    """

    name: str
    arguments: Sequence[str]
    once: bool = False
    speaks: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Child:
    program: Program
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    failures: int = 0
    start_at: float = 0.0
    done: bool = False

    def start(self, output: IO[bytes] | None) -> None:
        """In a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [*self.program.arguments, "--lifeline", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=None if self.program.speaks else output,
            stderr=output,
            env={**os.environ, **self.program.environment},
            start_new_session=True,
        )

    def ended(self) -> int | None:
        """Its exit code, once; whatever it left behind is killed with it."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.kill()
        self.process = None
        return code

    def kill(self) -> None:
        """The program and all it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def plan_restart(self, code: int, now: float) -> None:
        if self.program.once and code == 0:
            self.done = True
            return
        healthy = code == 0 or now - self.started_at >= HEALTHY_SECONDS
        self.failures = 0 if healthy else self.failures + 1
        delay = min(LONGEST_DELAY, 0.5 * 2**self.failures) if self.failures else 0.0
        self.start_at = now + delay
        logger.warning(
            "program ended, starting it again",
            extra={"program": self.program.name, "code": code, "delay_seconds": delay},
        )


@dataclass(slots=True)
class Supervisor:
    """`output`: a file for what the programs write; otherwise they share our own standard output and error."""

    programs: Iterable[Program]
    output: Path | None = None
    children: list[Child] = field(default_factory=list)
    stop_signals: int = 0

    def run(self, *, when_started: Callable[[], None] | None = None) -> None:
        """Until SIGTERM, SIGINT or SIGHUP; a second one of them kills at once."""
        self.children = [Child(program) for program in self.programs]
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self.output.open("ab")) if self.output else None
            wake = stack.enter_context(woken_by_signals(self.note_signal))
            try:
                self.start_due(output)
                if when_started is not None:
                    when_started()
                while not self.stop_signals:
                    self.reap()
                    self.start_due(output)
                    wake(self.seconds_to_next())
            finally:
                self.stop(wake)

    def note_signal(self, number: int, _frame: FrameType | None) -> None:
        if number in STOPPING:
            self.stop_signals += 1

    def start_due(self, output: IO[bytes] | None) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None and not child.done and child.start_at <= now:
                child.start(output)

    def reap(self) -> None:
        for child in self.children:
            if (code := child.ended()) is not None:
                child.plan_restart(code, time.monotonic())

    def seconds_to_next(self) -> float | None:
        due = [child.start_at for child in self.children if child.process is None and not child.done]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def stop(self, wake: Wait) -> None:
        """Ask, wait a while, then kill: whatever is cut off is taken up again at the next start."""
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while self.stop_signals < INSISTED and self.any_running() and time.monotonic() < deadline:
            wake(deadline - time.monotonic())
        for child in self.children:
            child.kill()

    def any_running(self) -> bool:
        for child in self.children:
            child.ended()
        return any(child.process is not None for child in self.children)


@contextlib.contextmanager
def woken_by_signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[Wait]:
    """Yields `wait(seconds)`, which returns early when a child ends or a stop is asked for."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    before = {number: signal.signal(number, handler) for number in (*STOPPING, signal.SIGCHLD)}
    former_descriptor = signal.set_wakeup_fd(writer)

    def wait(seconds: float | None) -> None:
        select.select([reader], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(reader, 4096)

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(former_descriptor)
        for number, former in before.items():
            signal.signal(number, former)
        os.close(reader)
        os.close(writer)


def command(*arguments: str) -> list[str]:
    """Another `libitum` command with this very Python."""
    return [sys.executable, "-m", "libitum", *arguments]
