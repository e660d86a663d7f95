"""What workers add to the metrics when something is over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from libitum.media.models import Master
from libitum.media.signals import Ended, attempt_ended, recording_ready

from .metrics import families as named
from .metrics.measures import Row, add, observed, one_more


@receiver(attempt_ended)
def count_attempt(ended: Ended, **kwargs: Any) -> None:
    rows: list[Row] = one_more(named.ATTEMPTS, ended.kind, ended.outcome, ended.reason)
    for stage, seconds in ended.stages:
        rows += observed(named.STAGES, seconds, stage)
    add(rows)


@receiver(recording_ready)
def count_publication(master: Master, **kwargs: Any) -> None:
    """Once it is a fact, which a number that can't be written doesn't undo."""
    received: datetime | None = master.upload.received_at if master.upload else None
    if received is not None and master.ready_at is not None:
        rows = observed(named.PUBLISHED, (master.ready_at - received).total_seconds())
        transaction.on_commit(lambda: add(rows), robust=True)
