"""Works by their public names, for programs: what `viewer` may see, with all that is said of it."""

from django.db.models import FilteredRelation, Prefetch, Q, QuerySet

from libitum.catalog.models import Artist, Credit, Release, Track
from libitum.catalog.viewers import Viewer


def playable_by_uid(uid: str, viewer: Viewer) -> Track | None:
    """With artist, picture and, where it can be heard, the recording as `current_master`: one query."""
    heard = FilteredRelation("masters", condition=Q(masters__current=True) & ~Q(masters__prefix=""))
    works = Track.objects.visible_to(viewer).annotate(current_master=heard)
    found: Track | None = works.select_related("artist", "artwork", "current_master").filter(uid=uid).first()
    return found


def track_by_uid(uid: str, viewer: Viewer) -> Track | None:
    """Three queries."""
    people = Credit.objects.select_related("artist__owner")
    works = Track.objects.visible_to(viewer).select_related("artist", "artwork")
    found: Track | None = works.prefetch_related("tags", Prefetch("credits", people)).filter(uid=uid).first()
    return found


def release_by_uid(uid: str, viewer: Viewer) -> Release | None:
    found: Release | None = (
        Release.objects.visible_to(viewer).select_related("artist", "artwork").filter(uid=uid).first()
    )
    return found


def artist_by_uid(uid: str, viewer: Viewer) -> Artist | None:
    """Two queries."""
    artists = Artist.objects.visible_to(viewer).select_related("artwork")
    return artists.prefetch_related("links").filter(uid=uid).first()


def listed_artists() -> "QuerySet[Artist]":
    return Artist.objects.listed().select_related("artwork")


def artists_by_uid(uids: set[str], viewer: Viewer) -> dict[str, Artist]:
    return {artist.uid: artist for artist in Artist.objects.visible_to(viewer).filter(uid__in=uids)}


def tracks_by_uid(uids: list[str], viewer: Viewer) -> dict[str, Track]:
    return {
        track.uid: track for track in Track.objects.visible_to(viewer).select_related("artist").filter(uid__in=uids)
    }
