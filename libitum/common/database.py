"""A database that can't do its work just now: stopped, restarting, out of reach, locked, without room.

Whoever asked is told to come back, in words; whoever works waits and goes on.
"""

import logging

from django.db import InterfaceError, OperationalError, connections

logger = logging.getLogger(__name__)

# No connection, or one that broke; and what a broken one says to whoever goes on using it.
AWAY = (OperationalError, InterfaceError)
# Seconds after which asking again makes sense.
RETRY_AFTER = 15


def is_away(error: BaseException | None) -> bool:
    """Whether it is the database's trouble, which passes by itself, or came from such."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, AWAY):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False


def note(error: BaseException | None) -> None:
    """One line for the operator: a trace for every request of an outage would bury all else."""
    logger.error("the database does not answer", extra={"error": " ".join(str(error).split())[:300]})


def mend() -> None:
    """Let go of connections that broke, so that the next question opens new ones. Never within a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
