"""Whether any worker is alive: each says so every few seconds where all web servers can read it."""

import time

from django.core.cache import cache

KEY = "worker-pulse"
# A worker beats every five seconds; one that was busy with a locked database is given time.
LIVES_SECONDS = 60


def beat() -> None:
    cache.set(KEY, time.time(), timeout=LIVES_SECONDS)


def seconds_since() -> float | None:
    """Negative where the clock that noted the last beat is ahead of ours."""
    beaten = cache.get(KEY)
    return None if beaten is None else time.time() - float(beaten)


def worker_seen() -> bool:
    seconds = seconds_since()
    return seconds is not None and abs(seconds) < LIVES_SECONDS


def clock_was_set_back() -> bool:
    """By so much that what was noted before would hold for minutes longer than meant."""
    seconds = seconds_since()
    return seconds is not None and seconds <= -LIVES_SECONDS
