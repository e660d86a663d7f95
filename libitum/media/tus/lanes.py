"""How many requests may bring bytes at once, so that slow senders leave threads for everybody else.

A body holds a thread of the web server for as long as its sender takes, but no connection to the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings
from django.db import connections

from .problems import Crowded


@cache
def lanes() -> BoundedSemaphore:
    """Of this process."""
    return BoundedSemaphore(settings.UPLOAD_BODIES_AT_ONCE)


@contextmanager
def lane() -> Iterator[None]:
    """Raises Crowded when all are taken."""
    if not lanes().acquire(blocking=False):
        raise Crowded
    try:
        let_go_of_the_database()
        yield
    finally:
        lanes().release()


def let_go_of_the_database() -> None:
    """The next question opens a connection again, or takes one from the pool."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
