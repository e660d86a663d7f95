"""The tables of this release, made or changed while the instance works.

On PostgreSQL a change that waits for its lock makes everybody else wait behind it. So it waits a few seconds only,
gives way, and tries again later.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import DeadlockDetected, LockNotAvailable

from .waiting import watched

# Of several programs that prepare one database, one at a time: any constant of ours.
ADVISORY = 0x4C69_6274_6162_6C65
POLL_SECONDS = 0.5


class TablesWait(Exception):  # noqa: N818 - told to the operator as a sentence
    """Somebody held a table for too long."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a change waits for its lock, how often it tries, and how long it lets others work in between."""

    lock_seconds: int = 3
    tries: int = 20
    pause_seconds: float = 5


def make_tables(patience: Patience, tell: Callable[[str], None]) -> None:
    """Apply the migrations that are missing. Raises TablesWait; what is applied by then stays, and nothing is half."""
    if connection.vendor != "postgresql":
        migrate()
        return
    with one_at_a_time(tell):
        for left in reversed(range(patience.tries)):
            held_by = try_to_migrate(patience.lock_seconds)
            if held_by is None:
                return
            if not left:
                break
            tell(f"A table is in use {held_by}. Trying again in {patience.pause_seconds:g} s; others go on meanwhile.")
            time.sleep(patience.pause_seconds)
    raise TablesWait(
        f"A table stayed in use {held_by}: the changes of this release could not all be made, and none is half made. "
        "End what holds it, or wait for it, and run this again; until then the former release goes on working."
    )


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def try_to_migrate(lock_seconds: int) -> str | None:
    """None when all is applied, else who was in the way."""
    with limited(lock_seconds), watched(connection) as watch:
        try:
            migrate()
        except OperationalError as error:
            if not isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected)):
                raise
            return watch.told()
    return None


@contextmanager
def limited(lock_seconds: int) -> Iterator[None]:
    """Every statement gives up waiting for a lock after so long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{lock_seconds}s"])
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@contextmanager
def one_at_a_time(tell: Callable[[str], None]) -> Iterator[None]:
    """Asked for again and again rather than waited for: whoever waits in a statement holds an index back that is
    made beside the work.
    """
    holder = connection.copy()
    told = False
    try:
        while not has_lock(holder):
            if not told:
                tell("Another program prepares this database: waiting for it to end.")
            told = True
            time.sleep(POLL_SECONDS)
        yield
    finally:
        holder.close()


def has_lock(holder: BaseDatabaseWrapper) -> bool:
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
        return bool(cursor.fetchone()[0])
