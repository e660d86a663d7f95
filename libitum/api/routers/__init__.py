"""One router per kind of thing; `ROUTERS` says under which address each stands."""

from ninja import Router

from . import playback

ROUTERS: list[tuple[str, Router]] = [
    ("/tracks", playback.router),
]
