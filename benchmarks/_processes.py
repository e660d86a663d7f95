"""What this process and its children use, from the kernel's own books (Linux)."""

import contextlib
import resource
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_SECONDS = 0.02


def cpu_seconds() -> float:
    """Of this process and of all children that have ended, user and system together."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def family() -> list[int]:
    """This process and all that descend from it."""
    found = [Path("/proc/self").resolve().name]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += task.read_text().split()
    return [int(pid) for pid in found]


def resident_bytes(pid: int) -> int:
    """Memory that the process would free by ending: its own pages, and its share of those it has in common."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


@dataclass
class Memory:
    peak: int = 0


@contextlib.contextmanager
def watch_memory() -> Iterator[Memory]:
    """The highest sum over the whole family that was seen, in bytes."""
    memory, ended = Memory(), threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY_SECONDS):
            memory.peak = max(memory.peak, sum(map(resident_bytes, family())))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        ended.set()
        thread.join()
