"""How much memory the programs take that a test starts."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

EVERY_SECONDS = 0.01


@dataclass
class Watch:
    """`peak`: bytes in use by all children together at their highest."""

    peak: int = 0

    def look(self) -> None:
        used = 0
        own = psutil.Process()
        for child in own.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                # Between fork and exec a child is a copy of the test run, whose memory it shares.
                if child.cmdline() != own.cmdline():
                    used += child.memory_info().rss
        self.peak = max(self.peak, used)


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
