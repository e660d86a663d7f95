from typing import TypeVar

from django.db.models import Model, QuerySet

from libitum.catalog.selectors import BadCursorError, Page, newest_first

from .schemas.base import Paged
from .wrong import wrong

T = TypeVar("T", bound=Model)


def page_of(rows: "QuerySet[T]", asked: Paged, *, by: str) -> Page[T]:
    """`by`: the column of the time that orders them, newest first."""
    try:
        return newest_first(rows, cursor=asked.cursor, size=asked.limit, by=by)
    except BadCursorError:
        raise wrong("cursor") from None
