from django.db.models import Prefetch, QuerySet

from libitum.catalog.models import Artist, Credit, Release, Tag, Track
from libitum.catalog.viewers import Viewer

from .pages import Page, newest_first

PAGE_SIZE = 20


def listed_tracks() -> "QuerySet[Track]":
    """What anybody may see in any list, with what a row shows."""
    return Track.objects.listed().select_related("artist", "artwork")


def newest_tracks(*, cursor: str = "", size: int = PAGE_SIZE) -> Page[Track]:
    return newest_first(listed_tracks(), cursor=cursor, size=size)


def tracks_of_artist(artist: Artist, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Track]:
    return newest_first(listed_tracks().filter(artist=artist), cursor=cursor, size=size)


def tracks_with_tag(tag: Tag, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Track]:
    return newest_first(listed_tracks().filter(tags=tag), cursor=cursor, size=size)


def tracks_of_genre(genre: str, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Track]:
    return newest_first(listed_tracks().filter(genre=genre), cursor=cursor, size=size)


def other_tracks(track: Track, *, size: int = 5) -> list[Track]:
    """More by the same artist, newest first."""
    works = listed_tracks().filter(artist_id=track.artist_id).exclude(pk=track.pk)
    return list(works.order_by("-publish_at", "-uid")[:size])


def track_page(artist_slug: str, slug: str, viewer: Viewer) -> Track | None:
    """A track with all that its page shows of it, if `viewer` may see it."""
    works = Track.objects.visible_to(viewer).select_related("artist", "artwork")
    return works.prefetch_related("tags", credits_with_pages()).filter(artist__slug=artist_slug, slug=slug).first()


def credits_with_pages() -> "Prefetch[str, QuerySet[Credit], str]":
    return Prefetch("credits", Credit.objects.select_related("artist__owner"))


def releases_with(track: Track, viewer: Viewer) -> list[Release]:
    """The releases that a track stands in."""
    works = Release.objects.visible_to(viewer).select_related("artist", "artwork")
    return list(works.filter(release_tracks__track=track).order_by("-publish_at", "-uid"))
