"""How often one may ask: counters of fixed windows in memory, one set per web process."""

import time

from django.conf import settings
from django.core.cache import caches

WINDOW = 60  # seconds


def left(kind: str, who: str) -> int:
    """Count one more; how many are left in this window, negative when there were too many."""
    cache = caches["limits"]
    key = f"{kind}:{who}:{int(time.time()) // WINDOW}"
    cache.add(key, 0, timeout=2 * WINDOW)
    allowed: int = settings.RATES[kind]
    return allowed - cache.incr(key)


def seconds_left() -> int:
    """Until the window ends and the counting begins anew."""
    return WINDOW - int(time.time()) % WINDOW
