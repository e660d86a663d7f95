import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import libitum
from libitum.common.sweeps import removals_rest
from libitum.config.environment import environment
from libitum.media.storage import media

from .archive import ArchiveWriter, new_archive
from .database import database
from .files import LEDGER_KEY, LOG, freeze, frozen_uploads, log_files, upload_files
from .problems import BackupProblem

ORIGINALS = "originals/"


@dataclass(frozen=True, slots=True)
class Made:
    files: int
    size: int
    damaged: list[str]


def create_backup(target: Path, *, tell: Callable[[str], None]) -> Made:
    """Write the archive beside its place and put it there when it is whole. The instance may go on working."""
    if target.exists():
        raise BackupProblem(f"{target} exists already: choose another name, or move it away.")
    draft = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with new_archive(target, file) as writer:
                damaged = write_all(writer, tell)
            file.flush()
            os.fsync(file.fileno())
        size = draft.stat().st_size
        draft.replace(target)
    except OSError as error:
        raise BackupProblem(f"The backup can't be written: {error.strerror}. The instance is untouched.") from error
    finally:
        draft.unlink(missing_ok=True)
    return Made(len(writer.entries), size, damaged)


def write_all(writer: ArchiveWriter, tell: Callable[[str], None]) -> list[str]:
    """Database first, so that every file it names is still to come; nothing is removed meanwhile."""
    with removals_rest(), frozen_uploads() as frozen:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.HOME) as folder:
            source, copy = database(), Path(folder) / "database"
            tell("Copying the database …")
            source.snapshot(copy, while_still=lambda: freeze(frozen))
            add_file(writer, "database", copy)
        tell("Copying uploads on their way …")
        for path in upload_files(frozen):
            add_file(writer, f"uploads/{path.relative_to(frozen).as_posix()}", path)
        if environment.secret_key is None:
            add_file(writer, "secret_key", settings.HOME / "secret_key")
        tell("Copying the log …")
        add_log(writer)
        tell("Copying media …")
        damaged = add_media(writer)
    writer.finish(about(source.kind))
    return damaged


def add_file(writer: ArchiveWriter, name: str, path: Path) -> None:
    with path.open("rb") as file:
        writer.add(name, file, os.fstat(file.fileno()).st_size)


def add_log(writer: ArchiveWriter) -> None:
    """The checkpoint first: whatever it needs is there already, and what comes later only adds to it."""
    if settings.LEDGER_KEY_FILE.exists():
        add_file(writer, LEDGER_KEY, settings.LEDGER_KEY_FILE)
    for path in log_files():
        try:
            add_file(writer, f"{LOG}/{path.relative_to(settings.LEDGER_ROOT).as_posix()}", path)
        except FileNotFoundError:
            continue  # a partial tile whose full one has come meanwhile, and is copied after it


def add_media(writer: ArchiveWriter) -> list[str]:
    """Answers with originals that are no longer what their name, which is their hash, says."""
    damaged = []
    for name in media().names():
        try:
            file = media().open(name)
        except FileNotFoundError:
            continue  # nobody referred to it when the database was copied, and its removal was under way
        with file:
            entry = writer.add(f"media/{name}", file, file.size)
        if name.startswith(ORIGINALS) and not name.endswith(entry.sha256):
            damaged.append(name)
    return damaged


def about(kind: str) -> dict[str, Any]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "libitum": libitum.__version__,
        "database": kind,
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }
