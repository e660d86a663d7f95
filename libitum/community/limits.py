"""How often somebody may do something, counted from the rows that it leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

Limits = Sequence[tuple[int, int]]
MINUTE = 60


class TooMany(Exception):  # noqa: N818 - it names what there was too much of
    """`retry_after`: seconds until one more will be taken."""

    def __init__(self, retry_after: int) -> None:
        minutes = ceil(retry_after / MINUTE)
        self.retry_after = retry_after
        super().__init__(
            ngettext(
                "That was a lot in a short time. Nothing is lost: send it again in a minute.",
                "That was a lot in a short time. Nothing is lost: send it again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


def require_room(rows: QuerySet[Any], limits: Limits) -> None:
    """`rows` have `created_at`; each limit is (number, seconds). Raises TooMany."""
    now = timezone.now()
    for number, seconds in limits:
        since = now - timedelta(seconds=seconds)
        newest: list[datetime] = list(
            rows.filter(created_at__gt=since).order_by("-created_at").values_list("created_at", flat=True)[:number]
        )
        if len(newest) == number:
            raise TooMany(max(1, ceil((newest[-1] - since).total_seconds())))
