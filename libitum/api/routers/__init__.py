"""One router per kind of thing; `ROUTERS` says under which address each stands."""

from ninja import Router

from . import (
    account,
    artists,
    comments,
    holders,
    links,
    listening,
    moderation,
    notices,
    pictures,
    playback,
    releases,
    search,
    tracks,
)

ROUTERS: list[tuple[str, Router]] = [
    ("", account.router),
    ("/artists", artists.router),
    ("/tracks", tracks.router),
    ("/tracks", playback.router),
    ("/tracks", links.track_links),
    ("/releases", releases.router),
    ("/releases", links.release_links),
    ("/artists", pictures.artists),
    ("/tracks", pictures.tracks),
    ("/releases", pictures.releases),
    ("/search", search.router),
    ("/tracks", comments.of_tracks),
    ("/comments", comments.router),
    ("/notices", notices.router),
    ("/decisions", notices.decisions),
    ("/moderation", moderation.router),
    ("", listening.router),
    ("/tracks", holders.of_tracks),
    ("/holdings", holders.router),
    ("/moderation", holders.moderation),
]
