"""Long lists in pages: each begins where the last one ended, so nothing is missed or shown twice as works appear."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class BadCursorError(ValueError):
    """The cursor was not made by a page of ours."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next_cursor` is empty on the last page."""

    rows: list[T]
    next_cursor: str


def newest_first(works: "QuerySet[T]", *, cursor: str, size: int) -> Page[T]:
    """`size` published works that came out before the one that `cursor` names; the newest, when it is empty."""
    if cursor:
        moment, uid = read_cursor(cursor)
        works = works.filter(Q(publish_at__lt=moment) | Q(publish_at=moment, uid__lt=uid))
    rows = list(works.order_by("-publish_at", "-uid")[: size + 1])
    return Page(rows[:size], cursor_of(rows[size - 1]) if len(rows) > size else "")


def cursor_of(work: Any) -> str:
    return f"{(work.publish_at - EPOCH) // MICROSECOND}-{work.uid}"


def read_cursor(cursor: str) -> tuple[datetime, str]:
    microseconds, _, uid = cursor.partition("-")
    try:
        return EPOCH + int(microseconds) * MICROSECOND, uid
    except (ValueError, OverflowError):
        raise BadCursorError(cursor) from None
