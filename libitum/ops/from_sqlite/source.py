"""The SQLite file that is moved from: for us alone, and never written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from .problems import MoveProblem

ALIAS = "moved_from"
WAIT_SECONDS = 2
# In the log's mode (WAL) whoever has the file open holds a share of it, so this lock says that nobody else has.
ALONE = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA query_only=ON;"


@contextmanager
def opened(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """One transaction over the whole file. While it lasts no instance can work on it; none may be doing so before."""
    if not path.is_file():
        raise MoveProblem(f"There is no file {path}: say where the SQLite database is. Nothing was moved.")
    connections.settings[ALIAS] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{path.as_uri()}?mode=rw",
        "OPTIONS": {"transaction_mode": "EXCLUSIVE", "timeout": WAIT_SECONDS, "init_command": ALONE},
    }
    source = connections[ALIAS]
    try:
        with alone(path):
            require_this_release()
            require_whole(source)
            yield source
    finally:
        source.close()
        del connections[ALIAS], connections.settings[ALIAS]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    try:
        transaction.set_autocommit(False, using=ALIAS)
        MigrationRecorder(connections[ALIAS]).applied_migrations()
    except DatabaseError as error:
        if "locked" not in str(error):
            raise MoveProblem(f"{path} can't be read ({error}). Nothing was moved.") from error
        raise MoveProblem(
            f"Something still works on {path}: stop the instance (`libitum serve`, its workers, a backup) "
            "and run this again. Nothing was moved."
        ) from error
    yield


def require_this_release() -> None:
    """Tables of another release would be read as what they are not."""
    applied = set(MigrationRecorder(connections[ALIAS]).applied_migrations())
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if unknown := sorted(applied - known):
        raise MoveProblem(
            f"The SQLite database is of another release ({'.'.join(unknown[0])} is unknown here): "
            "install that one first. Nothing was moved."
        )
    if lacking := sorted(known - applied):
        raise MoveProblem(
            f"The SQLite database is of an older release ({'.'.join(lacking[0])} is missing in it): run "
            "`libitum prepare` on it first, without LIBITUM_DATABASE_URL. Nothing was moved."
        )


def require_whole(source: BaseDatabaseWrapper) -> None:
    with source.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
        if answer != "ok":
            raise MoveProblem(f"SQLite finds the database damaged: {answer}. Restore a backup. Nothing was moved.")
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchone()
    if broken is not None:
        table, row, other, _number = broken
        raise MoveProblem(f"Row {row} of {table} refers to a row of {other} that isn't there. Nothing was moved.")


def highest_ids(source: BaseDatabaseWrapper) -> dict[str, int]:
    """By table, the highest number it ever gave, so that none is given twice."""
    with source.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())
