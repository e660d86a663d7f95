"""How much memory the programs take that a test starts."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil

EVERY_SECONDS = 0.01


@dataclass
class Watch:
    """`peak`: bytes in use by all children together at their highest, those that were there before apart."""

    # Such as the browser of a test that ran earlier in this process.
    others: frozenset[psutil.Process] = field(default_factory=lambda: frozenset(psutil.Process().children()))
    peak: int = 0

    def look(self) -> None:
        own = psutil.Process()
        command = own.cmdline()
        families = [[child, *descendants(child)] for child in own.children() if child not in self.others]
        used = sum(memory_of(child, command) for family in families for child in family)
        self.peak = max(self.peak, used)


def descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def memory_of(child: psutil.Process, command: list[str]) -> int:
    """Nothing between fork and exec, where a child is a copy of the test run, whose memory it shares."""
    try:
        return child.memory_info().rss if child.cmdline() != command else 0
    except psutil.NoSuchProcess:
        return 0


@contextlib.contextmanager
def watch_children() -> Iterator[Watch]:
    watch, ended = Watch(), threading.Event()

    def keep_looking() -> None:
        while not ended.wait(EVERY_SECONDS):
            watch.look()

    thread = threading.Thread(target=keep_looking, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
