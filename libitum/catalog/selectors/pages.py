"""Long lists in pages: each begins where the last one ended, so nothing is missed or shown twice as works appear."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)
# Music may be older than 1970: then the number has a sign of its own.
CURSOR = re.compile(r"(-?\d{1,20})-([a-z2-7]{16})", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class BadCursorError(ValueError):
    """The cursor was not made by a page of ours."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next_cursor` is empty on the last page."""

    rows: list[T]
    next_cursor: str


def newest_first(works: "QuerySet[T]", *, cursor: str, size: int, by: str = "publish_at") -> Page[T]:
    """`size` works that came out before the one that `cursor` names; the newest, when it is empty.

    `by`: the column of the time that counts; where it may be null, the works must be published ones.
    """
    if cursor:
        moment, uid = read_cursor(cursor)
        works = begun_at(works.filter(Q(**{f"{by}__lt": moment}) | Q(uid__lt=uid)), **{f"{by}__lte": moment})
    rows = list(works.order_by(f"-{by}", "-uid")[: size + 1])
    return Page(rows[:size], cursor_of(rows[size - 1], by) if len(rows) > size else "")


def begun_at(works: "QuerySet[T]", **bound: datetime) -> "QuerySet[T]":
    """The bound takes away nothing more; by it the index begins where the page does, and not at the newest work.

    SQLite begins at that bound of a column which it reads first, and "not in the future" stands there already.
    """
    works = works.filter(**bound)
    conditions = works.query.where.children
    conditions.insert(0, conditions.pop())
    return works


def cursor_of(work: Any, by: str) -> str:
    return f"{(getattr(work, by) - EPOCH) // MICROSECOND}-{work.uid}"


def read_cursor(cursor: str) -> tuple[datetime, str]:
    form = CURSOR.fullmatch(cursor)
    if form is None:
        raise BadCursorError(cursor)
    try:
        return EPOCH + int(form[1]) * MICROSECOND, form[2]
    except OverflowError:
        raise BadCursorError(cursor) from None
