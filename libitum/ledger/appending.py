"""The one function that writes an entry; the sequencer and every room call it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from libitum_verify.canonical import Json, canonical
from libitum_verify.tiles import MAX_ENTRY_BYTES

from .models import Entry
from .registry import entry_type


def instant(moment: datetime) -> str:
    """Seconds, UTC: the form of time in every entry."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def append(*, type: str, bodies: Iterable[Mapping[str, Json]]) -> list[Entry]:  # noqa: A002 - the entries' own term
    """Log these entries if, and only if, the caller's transaction commits.

    A body holds the fields of the type's schema but `type`, `v` and `time`, which are set here. Raises ValueError
    for a body that does not fit and TransactionManagementError outside a transaction; neither is for users to see.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise TransactionManagementError("append() belongs into the transaction of what it records")
    known = entry_type(type)
    now = timezone.now()
    entries = []
    for body in bodies:
        value: dict[str, Json] = {**body, "type": type, "v": known.version, "time": instant(now)}
        if not known.check(value):
            raise ValueError(f"this does not fit the schema of {type} {known.version}: {value}")
        data = canonical(value)
        if len(data) > MAX_ENTRY_BYTES:
            raise ValueError(f"an entry of {type} has {len(data)} bytes; put long lists into a published file")
        entries.append(Entry(type=type, body=data, created_at=now))
    return Entry.objects.bulk_create(entries, batch_size=1000)


def append_one(*, type: str, body: Mapping[str, Json]) -> Entry:  # noqa: A002 - the entries' own term
    """As `append`, for a single entry."""
    (entry,) = append(type=type, bodies=[body])
    return entry
