from .addresses import artist_moved_from, release_moved_from, track_moved_from
from .artists import artist_page
from .pages import BadCursorError, Page, newest_first
from .releases import listed_releases, newest_releases, release_page, releases_of_artist, tracks_on
from .secrets import is_opened_by
from .tracks import (
    listed_tracks,
    newest_tracks,
    other_tracks,
    releases_with,
    track_page,
    tracks_of_artist,
    tracks_of_genre,
    tracks_with_tag,
)

__all__ = [
    "BadCursorError",
    "Page",
    "artist_moved_from",
    "artist_page",
    "is_opened_by",
    "listed_releases",
    "listed_tracks",
    "newest_first",
    "newest_releases",
    "newest_tracks",
    "other_tracks",
    "release_moved_from",
    "release_page",
    "releases_of_artist",
    "releases_with",
    "track_moved_from",
    "track_page",
    "tracks_of_artist",
    "tracks_of_genre",
    "tracks_on",
    "tracks_with_tag",
]
