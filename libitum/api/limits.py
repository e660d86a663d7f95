"""How often one may ask: counters of fixed windows in memory, one set per web process.

A program is counted by its key, a person by their account, anybody else by a hash of their address.
"""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from libitum.common.network import pseudonym

from .problems import too_many

if TYPE_CHECKING:
    from .auth import Caller

WINDOW = 60  # seconds
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def left(kind: str, who: str) -> int:
    """Count one more; how many are left in this window, negative when there were too many."""
    cache = caches["limits"]
    key = f"{kind}:{who}:{int(time.time()) // WINDOW}"
    cache.add(key, 0, timeout=2 * WINDOW)
    allowed: int = settings.API_RATES[kind]
    return allowed - cache.incr(key)


def seconds_left() -> int:
    """Until the window ends and the counting begins anew."""
    return WINDOW - int(time.time()) % WINDOW


def count_refused_key(request: HttpRequest) -> None:
    """Whoever tries keys is slowed down, whatever they ask for."""
    if left("refused-key", pseudonym(request.META.get("REMOTE_ADDR", ""))) < 0:
        raise too_many(seconds_left())


class Limit(BaseThrottle):
    def allow_request(self, request: HttpRequest) -> bool:
        caller: Caller = request.auth  # type: ignore[attr-defined] # set by ninja before
        if caller.token is not None:
            who = f"token-{caller.token.uid}"
        elif caller.user.is_authenticated:
            who = f"user-{caller.user.pk}"
        else:
            who = pseudonym(request.META.get("REMOTE_ADDR", ""))
        return left("read" if request.method in SAFE else "write", who) >= 0

    def wait(self) -> float:
        return seconds_left()
