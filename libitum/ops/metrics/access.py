"""Who may read the metrics: with a token whoever has it; without one this machine, and nobody whom a proxy sends."""

import hmac

from django.conf import settings
from django.http import HttpRequest

from libitum.common.network import parsed

PATH = "/metrics"
BY_NUMBER = frozenset({"127.0.0.1", "[::1]", "localhost"})
# One of these shows that somebody else has asked first.
PASSED_ON = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_CF_", "HTTP_TRUE_CLIENT_IP")
DIRECT = "libitum.direct"


def note_who_asks(request: HttpRequest) -> None:
    """Before what proxies say is taken out of the request or put in its place."""
    peer = parsed(request.META.get("REMOTE_ADDR", ""))
    by_number = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0] in BY_NUMBER
    passed_on = any(name.startswith(PASSED_ON) for name in request.META)
    request.META[DIRECT] = peer is not None and peer.is_loopback and by_number and not passed_on


def may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if not token:
        return bool(request.META.get(DIRECT))
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
