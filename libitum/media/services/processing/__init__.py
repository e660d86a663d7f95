"""From received bytes to something one can hear and see. The queue wakes; leases decide; fences publish."""

from .attempt import LeaseLost
from .queue import (
    distrust_the_clock,
    enqueue,
    enqueue_picture,
    enqueue_stamped,
    forget_calls,
    let_go,
    release_orphans,
    retry,
    retry_failed,
    revive,
    wake,
)
from .run import process_all, process_next

__all__ = [
    "LeaseLost",
    "distrust_the_clock",
    "enqueue",
    "enqueue_picture",
    "enqueue_stamped",
    "forget_calls",
    "let_go",
    "process_all",
    "process_next",
    "release_orphans",
    "retry",
    "retry_failed",
    "revive",
    "wake",
]
