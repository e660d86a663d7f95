from django.db.models import QuerySet

from libitum.catalog.models import Artist, Release, Track
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
    works = Track.objects.visible_to(viewer).select_related("artist", "artwork")
    return list(works.filter(release_tracks__release=release).order_by("release_tracks__position"))
