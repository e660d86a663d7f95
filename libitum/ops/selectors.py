"""What must be true for the instance to do its work; each is a fact one can ask for alone."""

import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from libitum.common.uids import new_uid

from .pulse import worker_seen

logger = logging.getLogger(__name__)

# Anybody may ask whether all is well, and each look writes to the store.
GOOD_FOR_SECONDS = 5.0

# Where in the media storage files are written only to see whether that can be done.
PROBES = "probe"


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations_applied() -> bool:
    """None is missing in the database. Newer ones there, of the next release, do no harm: they are additive."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def storage_writable() -> bool:
    """A file can be written to the media storage and to where uploads arrive, and taken away again."""
    storage = storages["media"]
    storage.delete(storage.save(f"{PROBES}/{new_uid()}", ContentFile(b"probe")))
    with tempfile.TemporaryFile(dir=upload_folder()) as file:
        file.write(b"probe")
        file.flush()
    return True


def disk_has_reserve() -> bool:
    """Below the reserve new uploads are refused in words; what is here goes on being served."""
    return shutil.disk_usage(upload_folder()).free > settings.DISK_RESERVE_BYTES


def upload_folder() -> Path:
    folder = Path(settings.UPLOAD_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def static_files_collected() -> bool:
    return bool(settings.DEBUG) or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "storage": storage_writable,
    "disk": disk_has_reserve,
    "static": static_files_collected,
    "worker": worker_seen,
}


def holds(name: str) -> bool:
    """Why it doesn't is for the log; whoever asks from outside learns the name alone."""
    try:
        return CHECKS[name]()
    except (DatabaseError, OSError):
        logger.exception("not ready", extra={"check": name})
        return False


def failing() -> list[str]:
    """Names of what is not as it should be. Without a database nothing that needs one is asked."""
    if not holds("database"):
        return ["database", *(name for name in ("storage", "disk", "static") if not holds(name))]
    return [name for name in CHECKS if not holds(name)]


class Readiness:
    """What this process found when it last looked; that all was well holds for `GOOD_FOR_SECONDS`."""

    def __init__(self) -> None:
        self._well_until = 0.0

    def failing(self) -> list[str]:
        if time.monotonic() < self._well_until:
            return []
        names = failing()
        if not names:
            self._well_until = time.monotonic() + GOOD_FOR_SECONDS
        return names

    def forget(self) -> None:
        self._well_until = 0.0


readiness = Readiness()
