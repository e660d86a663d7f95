"""One router per kind of thing; `ROUTERS` says under which address each stands."""

from ninja import Router

from . import (
    account,
    artists,
    comments,
    consents,
    imports,
    links,
    moderation,
    notices,
    pictures,
    playback,
    recordings,
    releases,
    search,
    site,
    tracks,
    uploads,
    uses,
)

ROUTERS: list[tuple[str, Router]] = [
    ("", account.router),
    ("", site.router),
    ("/artists", artists.router),
    ("/tracks", tracks.router),
    ("/tracks", playback.router),
    ("/tracks", recordings.router),
    ("/tracks", links.track_links),
    ("/releases", releases.router),
    ("/releases", links.release_links),
    ("/artists", pictures.artists),
    ("/tracks", pictures.tracks),
    ("/releases", pictures.releases),
    ("/search", search.router),
    ("/uploads", uploads.router),
    ("/imports", imports.router),
    ("/tracks", comments.of_tracks),
    ("/comments", comments.router),
    ("/notices", notices.router),
    ("/decisions", notices.decisions),
    ("/moderation", moderation.router),
    ("", uses.router),
    ("/tracks", uses.of_tracks),
    ("/consents", consents.router),
]
