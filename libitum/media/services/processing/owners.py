"""Which process holds a lease, in words that outlive it."""

import os
import socket
from functools import cache
from pathlib import Path

STARTED_AT_FIELD = 19  # of /proc/<pid>/stat, counted after the name in brackets: proc(5), field 22


def started_at(pid: int) -> str:
    """When a process was started, in the kernel's ticks, so that a number used again is not mistaken for it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return fields[STARTED_AT_FIELD] if fields[0] not in "ZX" else ""


@cache
def machine() -> str:
    """This machine, or this container, since it was started."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        boot = space = ""
    return f"{socket.gethostname()[:40]}/{boot[:8]}/{space[5:-1]}"


def this_process() -> str:
    return f"{machine()}/{os.getpid()}/{started_at(os.getpid())}"


def is_gone(owner: str) -> bool:
    """Whether that process is known not to run any more. Of other machines nothing is known."""
    place, _, rest = owner.rpartition("/")
    place, _, pid = place.rpartition("/")
    if not rest or place != machine() or not pid.isdecimal():
        return False
    return started_at(int(pid)) != rest
