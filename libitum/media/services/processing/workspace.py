"""Folders in which attempts work, on the disk of the uploads, so that bytes move instead of being copied."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from libitum.media.models import JobState, ProcessingJob

# A folder so young may belong to an attempt that is just beginning. In seconds.
GRACE = 60


def root() -> Path:
    return Path(settings.UPLOAD_ROOT) / "work"


@contextlib.contextmanager
def workspace(job_pk: int, fence: int) -> Iterator[Path]:
    """An empty folder of this attempt's own, gone when it ends."""
    folder = root() / f"{job_pk}.{fence}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(folder: Path, name: str) -> Path:
    """An empty folder in there."""
    path = folder / name
    path.mkdir()
    return path


def remove_dead_workspaces() -> int:
    """Folders of attempts that were killed."""
    if not root().is_dir():
        return 0
    running = ProcessingJob.objects.filter(state=JobState.RUNNING).values_list("pk", "fence")
    alive = {f"{pk}.{fence}" for pk, fence in running}
    oldest = time.time() - GRACE
    dead = [folder for folder in root().iterdir() if folder.name not in alive and folder.stat().st_mtime < oldest]
    for folder in dead:
        shutil.rmtree(folder, ignore_errors=True)
    return len(dead)
