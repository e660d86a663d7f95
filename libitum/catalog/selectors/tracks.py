from django.db.models import Case, F, FilteredRelation, Prefetch, Q, QuerySet, When

from libitum.catalog.models import Artist, Credit, Release, Tag, Track
from libitum.catalog.viewers import Viewer

from .pages import Page, newest_first

PAGE_SIZE = 20


def listed_tracks(*, generated: bool = True) -> "QuerySet[Track]":
    """What anybody may see in any list, with what a row shows. `generated`: also what is declared as made by AI."""
    works = Track.objects.listed() if generated else Track.objects.listed().without_generated()
    return works.select_related("artist", "artwork")


def newest_tracks(*, cursor: str = "", size: int = PAGE_SIZE, generated: bool = True) -> Page[Track]:
    return newest_first(listed_tracks(generated=generated), cursor=cursor, size=size)


def tracks_of_artist(artist: Artist, *, cursor: str = "", size: int = PAGE_SIZE, generated: bool = True) -> Page[Track]:
    return newest_first(listed_tracks(generated=generated).filter(artist=artist), cursor=cursor, size=size)


def tracks_with_tag(tag: Tag, *, cursor: str = "", size: int = PAGE_SIZE, generated: bool = True) -> Page[Track]:
    return newest_first(listed_tracks(generated=generated).filter(tags=tag), cursor=cursor, size=size)


def tracks_of_genre(genre: str, *, cursor: str = "", size: int = PAGE_SIZE, generated: bool = True) -> Page[Track]:
    return newest_first(listed_tracks(generated=generated).filter(genre=genre), cursor=cursor, size=size)


def other_tracks(track: Track, *, size: int = 5) -> list[Track]:
    """More by the same artist, newest first."""
    works = listed_tracks().filter(artist_id=track.artist_id).exclude(pk=track.pk)
    return list(works.order_by("-publish_at", "-uid")[:size])


def track_page(artist_slug: str, slug: str, viewer: Viewer) -> Track | None:
    """A track with all that its page shows of it, if `viewer` may see it: three queries.

    `current_master` is the recording heard now; the attribute is missing where there is none.
    """
    heard = FilteredRelation("masters", condition=Q(masters__current=True) & ~Q(masters__prefix=""))
    works = Track.objects.visible_to(viewer).annotate(current_master=heard)
    shown = works.select_related("artist", "artwork", "current_master").prefetch_related("tags", credits_with_pages())
    found: Track | None = shown.filter(artist__slug=artist_slug, slug=slug).first()
    return found


def credits_with_pages() -> "Prefetch[str, QuerySet[Credit], str]":
    """`page`: the address, if whoever is named has a page here that anybody may see."""
    shown = When(artist__taken_down_at=None, artist__owner__is_active=True, then=F("artist__slug"))
    return Prefetch("credits", Credit.objects.annotate(page=Case(shown, default=None)))


def releases_with(track: Track, viewer: Viewer) -> list[Release]:
    """The releases that a track stands in."""
    works = Release.objects.visible_to(viewer).select_related("artist", "artwork")
    return list(works.filter(release_tracks__track=track).order_by("-publish_at", "-uid"))
