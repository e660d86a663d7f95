"""Several web processes, each counting in files of its own, which whoever is asked reads together.

This is prometheus-client's way for servers of more than one process. Its files are mapped into memory, and writing
where the disk has no room kills the process (SIGBUS): so the room is taken before the first number is written.
"""

import logging
import os
import shutil
import struct
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# The library looks for it when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# Far more than all routes of the site take, in each process.
ROOM = {"counter": 1024**2, "histogram": 4 * 1024**2, "gauge_livesum": 64 * 1024}
LIVE = "gauge_live"
HEAD = struct.Struct("i")


def begin(port: int) -> None:
    """In the program that starts the processes: an empty folder. What a former one on this port has counted goes."""
    folder = Path(settings.HOME) / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, mode=0o700)
    except OSError:
        logger.exception("each web process counts its requests for itself")
    else:
        os.environ[VARIABLE] = str(folder)


def join() -> None:
    """In each of the processes, before it counts anything."""
    folder = shared_folder()
    if folder is None or sys.platform != "linux":
        return
    try:
        for name, size in ROOM.items():
            take_room(folder / f"{name}_{os.getpid()}.db", size)
    except OSError:
        logger.exception("this web process counts its requests for itself")
        os.environ.pop(VARIABLE)


def take_room(path: Path, size: int) -> None:
    """Under its name when it is whole: somebody may be reading all of them.

    Where a process that is gone had our number, we go on with its counts, but not with what it was doing.
    """
    if path.name.startswith(LIVE):
        path.unlink(missing_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def shared_folder() -> Path | None:
    path = os.environ.get(VARIABLE)
    return Path(path) if path else None


def bury(folder: Path) -> None:
    """Of processes that are gone what they counted stays, cut to its size; what they were doing is over."""
    for path in folder.glob("*_*.db"):
        if is_running(int(path.stem.rpartition("_")[2])):
            continue
        if path.name.startswith(LIVE):
            path.unlink(missing_ok=True)
        else:
            cut(path)


def cut(path: Path) -> None:
    with path.open("rb") as file:
        (used,) = HEAD.unpack(file.read(HEAD.size))
    if used < path.stat().st_size:
        os.truncate(path, max(used, 2 * HEAD.size))


def is_running(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
