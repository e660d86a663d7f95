from libitum.catalog.models import Artist
from libitum.catalog.viewers import Viewer


def artist_page(slug: str, viewer: Viewer) -> Artist | None:
    """An artist with picture and links, if `viewer` may see the page."""
    artists = Artist.objects.visible_to(viewer).select_related("artwork")
    return artists.prefetch_related("links").filter(slug=slug).first()
