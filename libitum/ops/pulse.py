"""Whether any worker is alive: each says so every few seconds where all web servers can read it."""

from django.core.cache import cache

KEY = "worker-pulse"
# A worker beats every five seconds; one that was busy with a locked database is given time.
LIVES_SECONDS = 60


def beat() -> None:
    cache.set(KEY, 1, timeout=LIVES_SECONDS)


def worker_seen() -> bool:
    return cache.get(KEY) is not None
