"""Where a former address leads now: to works the viewer may see, and nowhere else."""

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer


def artist_moved_from(slug: str, viewer: Viewer) -> Artist | None:
    """Nobody, while somebody has that address, be their page visible or not."""
    if Artist.objects.filter(slug=slug).exists():
        return None
    former = Artist.objects.visible_to(viewer).filter(
        past_slugs__slug=slug, past_slugs__track=None, past_slugs__release=None
    )
    return former.order_by("-past_slugs__created_at").first()


def track_moved_from(artist_slug: str, slug: str, viewer: Viewer) -> Track | None:
    if Track.objects.filter(artist__slug=artist_slug, slug=slug).exists():
        return None
    former = Track.objects.visible_to(viewer).filter(artist__slug=artist_slug, past_slugs__slug=slug)
    return former.select_related("artist").order_by("-past_slugs__created_at").first()


def release_moved_from(artist_slug: str, slug: str, viewer: Viewer) -> Release | None:
    if Release.objects.filter(artist__slug=artist_slug, slug=slug).exists():
        return None
    former = Release.objects.visible_to(viewer).filter(artist__slug=artist_slug, past_slugs__slug=slug)
    return former.select_related("artist").order_by("-past_slugs__created_at").first()
