"""What an artist has, as the pages of the artist's own side show it. Only ever of works that are theirs."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Credit, PastSlug, Release, SecretLink, Track
from libitum.catalog.viewers import Viewer

from .addresses import artist_moved_from

# In one list to choose from; who has more finds the rest on the page of tracks.
MOST_TO_CHOOSE = 500


@dataclass(frozen=True, slots=True)
class Works:
    """How much there is of everything."""

    artists: int
    releases: int
    tracks: int


def works_of(user: User) -> Works:
    mine = Q(artist__owner=user)
    return Works(
        artists=Artist.objects.filter(owner=user).count(),
        releases=Release.objects.filter(mine).count(),
        tracks=Track.objects.filter(mine).count(),
    )


def works_under(artist: Artist) -> Works:
    return Works(artists=1, releases=artist.releases.count(), tracks=artist.tracks.count())


def my_artists(user: User) -> "QuerySet[Artist]":
    return Artist.objects.filter(owner=user).select_related("artwork").order_by("name", "pk")


def my_artist(user: User, uid: str) -> Artist | None:
    return my_artists(user).prefetch_related("links").filter(uid=uid).first()


def my_artists_with_counts(user: User) -> "QuerySet[Artist]":
    return my_artists(user).annotate(
        track_count=Count("tracks", distinct=True), release_count=Count("releases", distinct=True)
    )


def my_tracks(user: User) -> "QuerySet[Track]":
    """Newest first."""
    return Track.objects.owned_by(user.pk).select_related("artist", "artwork").order_by("-created_at", "-pk")


def my_track(user: User, uid: str) -> Track | None:
    """With all that the page for changing it shows."""
    rows = my_tracks(user).prefetch_related(
        "tags", Prefetch("credits", Credit.objects.select_related("artist")), active_links()
    )
    return rows.filter(uid=uid).first()


def my_releases(user: User) -> "QuerySet[Release]":
    rows: QuerySet[Release] = Release.objects.owned_by(user.pk).annotate(track_count=Count("release_tracks"))
    return rows.select_related("artist", "artwork").order_by("-created_at", "-pk")


def my_release(user: User, uid: str) -> Release | None:
    return my_releases(user).prefetch_related(active_links()).filter(uid=uid).first()


def tracks_in(release: Release) -> list[Track]:
    """All of them, in order, whoever may hear them."""
    rows = Track.objects.filter(release_tracks__release=release).select_related("artist", "artwork")
    return list(rows.order_by("release_tracks__position"))


def tracks_to_add(user: User, but: Collection[Track] = ()) -> list[Track]:
    """The person's tracks by name, without those given."""
    rows = Track.objects.owned_by(user.pk).select_related("artist").order_by("artist__name", "title", "pk")
    return list(rows.exclude(pk__in=[track.pk for track in but])[:MOST_TO_CHOOSE])


def active_links() -> "Prefetch[str, QuerySet[SecretLink], str]":
    return Prefetch("secret_links", SecretLink.objects.filter(revoked_at=None).order_by("-created_at", "-pk"))


def former_addresses(work: Artist | Track | Release) -> list[str]:
    """Addresses that lead here still, as they are typed after the site's name."""
    if isinstance(work, Artist):
        own = PastSlug.objects.filter(artist=work, track=None, release=None)
        return [f"/{row.slug}" for row in own.order_by("-created_at")]
    rows = work.past_slugs.select_related("artist").order_by("-created_at")
    within = "releases/" if isinstance(work, Release) else ""
    return [f"/{row.artist.slug}/{within}{row.slug}" for row in rows]


def artists_named_like(beginning: str, *, limit: int = 8) -> list[Artist]:
    """Pages of this instance that a credit can lead to."""
    rows = Artist.objects.listed().filter(Q(name__istartswith=beginning) | Q(slug__startswith=beginning.lower()))
    return list(rows.order_by("name", "pk")[:limit])


def artist_at(slug: str, viewer: Viewer) -> Artist | None:
    """The page with this address, present or former."""
    return Artist.objects.visible_to(viewer).filter(slug=slug).first() or artist_moved_from(slug, viewer)


def my_link(user: User, uid: str) -> SecretLink | None:
    mine = Q(track__artist__owner=user) | Q(release__artist__owner=user)
    return SecretLink.objects.filter(mine, uid=uid).select_related("track__artist", "release__artist").first()
