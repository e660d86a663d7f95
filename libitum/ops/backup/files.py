"""What lies beside the database: objects of the media storage, and bytes of uploads on their way."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# Attempts that are running now make their files anew; a writer's mark means nothing without its request.
PASSING_FOLDERS = {"work", "gate"}
PASSING_SUFFIXES = {".writer"}


LOG = "log"
LEDGER_KEY = "ledger.key"


def log_files() -> Iterator[Path]:
    """The published log: immutable files, but for the checkpoint and the keys. Locks and marks stay behind."""
    root = Path(settings.LEDGER_ROOT)
    yield from (p for p in sorted(root.rglob("*")) if p.is_file() and not p.name.startswith("."))


def upload_root() -> Path:
    return Path(settings.UPLOAD_ROOT)


def upload_files(root: Path) -> Iterator[Path]:
    """Bytes that have arrived and belong to nothing yet."""
    for path in sorted(root.rglob("*")):
        passing = PASSING_FOLDERS & set(path.relative_to(root).parts[:1])
        if path.is_file() and not passing and path.suffix not in PASSING_SUFFIXES:
            yield path


@contextmanager
def frozen_uploads() -> Iterator[Path]:
    """A folder on the same disk for second names of the files, which outlive the first ones."""
    root = upload_root()
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = root.parent / f".{root.name}-in-backup-{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def freeze(folder: Path) -> None:
    root = upload_root()
    for path in upload_files(root):
        second = folder / path.relative_to(root)
        second.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, second)
        except FileNotFoundError:
            continue  # an upload given up at this moment
