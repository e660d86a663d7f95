"""Giving committed entries their place in the log, once and durably."""

from django.db import connection, transaction
from django.db.models import Max

from .models import Entry

# More waits for the next round: a round stays short and its memory bounded.
ROUND = 50_000

ASSIGN = """
    UPDATE ledger_entry SET position = %s + waiting.place
    FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place
        FROM ledger_entry WHERE position IS NULL ORDER BY id LIMIT %s
    ) AS waiting
    WHERE ledger_entry.id = waiting.id
"""


def positioned() -> int:
    """How many entries have a place: they are 0 to this minus one."""
    highest = Entry.objects.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else int(highest) + 1


def assign_positions() -> int:
    """Place what waits, in the order of writing; returns the size the log will have."""
    make_commits_durable()
    with transaction.atomic(durable=True):
        start = positioned()
        with connection.cursor() as cursor:
            cursor.execute(ASSIGN, [start, ROUND])
            placed = int(cursor.rowcount)
    return start + placed


def make_commits_durable() -> None:
    """A database may be set to lose its last commits in a power cut; a signed place must not be among them."""
    if connection.in_atomic_block:
        return  # a test's; any other is refused where the writing begins (durable=True)
    setting = "PRAGMA synchronous=FULL" if connection.vendor == "sqlite" else "SET synchronous_commit = on"
    with connection.cursor() as cursor:
        cursor.execute(setting)
