from django.db.models import Exists, OuterRef, QuerySet

from libitum.catalog.models import Artist, Release, ReleaseTrack, Track
from libitum.catalog.viewers import Viewer

from .pages import Page, newest_first

PAGE_SIZE = 12


def listed_releases() -> "QuerySet[Release]":
    return Release.objects.listed().select_related("artist", "artwork")


def holding(releases: "QuerySet[Release]", track_uid: str, viewer: Viewer) -> "QuerySet[Release]":
    """Those that a track stands in; of one that isn't visible nothing is told."""
    return releases.filter(release_tracks__track__in=Track.objects.visible_to(viewer).filter(uid=track_uid))


def newest_releases(*, cursor: str = "", size: int = PAGE_SIZE) -> Page[Release]:
    return newest_first(listed_releases(), cursor=cursor, size=size)


def releases_of_artist(artist: Artist) -> list[Release]:
    return list(listed_releases().filter(artist=artist).order_by("-publish_at", "-uid"))


def release_page(artist_slug: str, slug: str, viewer: Viewer) -> Release | None:
    works = Release.objects.visible_to(viewer).select_related("artist", "artwork")
    return works.filter(artist__slug=artist_slug, slug=slug).first()


def tracks_on(release: Release, viewer: Viewer) -> list[Track]:
    """Those tracks of a release that `viewer` may see, in its order: each keeps its own visibility."""
    # As a condition of its own: joined, SQLite takes "public" for rare, and goes through all works to find these.
    visible = Track.objects.visible_to(viewer).filter(pk=OuterRef("track_id"))
    rows = ReleaseTrack.objects.filter(Exists(visible), release=release).order_by("position")
    return [row.track for row in rows.select_related("track__artist", "track__artwork")]
