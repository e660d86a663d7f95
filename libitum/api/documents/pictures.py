from libitum.api.schemas.artwork import Picture
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import artwork_urls


def picture_of(work: Artist | Release | Track, viewer: Viewer) -> Picture | None:
    """The work must come with its `artwork` (select_related)."""
    artwork = getattr(work, "artwork", None)
    if artwork is None:
        return None
    images = {str(width): url for width, url in artwork_urls(artwork, viewer).items()}
    return Picture(alt=artwork.alt, width=artwork.width, height=artwork.height, images=images)
