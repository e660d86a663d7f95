"""How often one may ask the API.

A program is counted by its key, a person by their account, anybody else by a hash of their address.
"""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from libitum.accounts.signals import key_refused
from libitum.common.limits import left, seconds_left
from libitum.common.network import pseudonym

from .problems import too_many

if TYPE_CHECKING:
    from .auth import Caller

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def count_refused_key(request: HttpRequest) -> None:
    """Whoever tries keys is slowed down, whatever they ask for."""
    key_refused.send(sender=None, request=request)
    if left("refused-key", pseudonym(request.META.get("REMOTE_ADDR", ""))) < 0:
        raise too_many(seconds_left())


class Limit(BaseThrottle):
    """`kind`: of settings.RATES; without one, reading or writing."""

    def __init__(self, kind: str = "") -> None:
        self.kind = kind

    def allow_request(self, request: HttpRequest) -> bool:
        caller: Caller = request.auth  # type: ignore[attr-defined] # set by ninja before
        if caller.token is not None:
            who = f"token-{caller.token.uid}"
        elif caller.user.is_authenticated:
            who = f"user-{caller.user.pk}"
        else:
            who = pseudonym(request.META.get("REMOTE_ADDR", ""))
        return left(self.kind or ("read" if request.method in SAFE else "write"), who) >= 0

    def wait(self) -> float:
        return seconds_left()
