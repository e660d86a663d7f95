"""Who makes a connection of PostgreSQL wait for a lock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import Error as DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

LOOK_EVERY_SECONDS = 0.5
BLOCKERS = """
    SELECT pid, coalesce(nullif(application_name, ''), usename), state, extract(epoch FROM now() - xact_start)::int
    FROM pg_stat_activity WHERE pid = ANY(pg_blocking_pids(%s)) ORDER BY xact_start
"""


@dataclass
class Watch:
    """`seen`: by process of the server, what was known of it when it was last in the way."""

    seen: dict[int, str] = field(default_factory=dict)

    def told(self) -> str:
        return f"by {', '.join(self.seen.values())}" if self.seen else "by another connection"

    def look(self, connection: BaseDatabaseWrapper, pid: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(BLOCKERS, [pid])
            for blocker, name, state, seconds in cursor.fetchall():
                self.seen[blocker] = f"{name} (process {blocker} of the server, {state}, since {seconds} s)"


@contextmanager
def watched(connection: BaseDatabaseWrapper) -> Iterator[Watch]:
    """Looks, from a connection of its own, whom the given one waits for."""
    connection.ensure_connection()
    pid, watch, ended = connection.connection.info.backend_pid, Watch(), threading.Event()

    def look() -> None:
        other = connection.copy()
        try:
            while not ended.wait(LOOK_EVERY_SECONDS):
                watch.look(other, pid)
        except DatabaseError:
            return  # who it is stays untold; what waits says itself that it did
        finally:
            other.close()

    thread = threading.Thread(target=look, daemon=True, name="waiting")
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
