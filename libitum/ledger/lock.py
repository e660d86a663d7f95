"""One sequencer at a time: a file lock on this machine, and an advisory lock where PostgreSQL joins several."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from .files import make_folder

# Any constant: the first eight bytes of SHA-256("libitum ledger"), as a signed integer.
ADVISORY = 0x4C69_6269_746C_6F67


@contextmanager
def sequencer_lock(root: Path) -> Iterator[bool]:
    """True for the one who holds it; the kernel and the server let go when the holder dies."""
    make_folder(root)
    with (root / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        with advisory_lock() as held:
            yield held


@contextmanager
def advisory_lock() -> Iterator[bool]:
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY])
