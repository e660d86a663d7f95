"""Readable addresses that are unique, never a page of the site's own, and go on working after a rename."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from libitum.catalog.models import Artist, PastSlug, Release, Track
from libitum.catalog.search.folding import fold

# First parts of the site's own addresses. A test compares this with the URL configuration.
RESERVED = frozenset(
    {
        "about", "accounts", "admin", "ai", "api", "comments", "contact", "embed", "feed", "following", "genres",
        "healthz", "help", "home", "i18n", "legal", "library", "licences", "log", "media", "metrics", "moderation",
        "my", "notices", "oembed", "operator", "policies", "privacy", "purposes", "readyz", "releases", "rights", "s",
        "search", "settings", "sitemaps", "static", "studio", "tags", "terms", "theme", "tracks", "upload", "uploads",
    }
)  # fmt: skip
# What may follow an artist's own address.
RESERVED_WITHIN = frozenset({"releases", "tracks", "feed", "about", "s"})


def free_slug(name: str, fallback: str, taken: Callable[[str], bool]) -> str:
    """`name` as an address, with the first number that makes it free."""
    base = (slugify(fold(name)) or fallback)[:100].strip("-") or fallback
    candidate, number = base, 1
    while taken(candidate):
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def artist_slug_is_taken(slug: str, but: Artist | None) -> bool:
    """Former addresses of others count: who has renamed a page must not lose its readers to a stranger."""
    pk = but.pk if but else 0
    former = PastSlug.objects.filter(slug=slug, track=None, release=None).exclude(artist=pk)
    return slug in RESERVED or Artist.objects.filter(slug=slug).exclude(pk=pk).exists() or former.exists()


def track_slug_is_taken(slug: str, artist: Artist, but: Track | None) -> bool:
    pk = but.pk if but else 0
    former = PastSlug.objects.filter(artist=artist, slug=slug, track__isnull=False).exclude(track=pk)
    others = Track.objects.filter(artist=artist, slug=slug).exclude(pk=pk)
    return slug in RESERVED_WITHIN or others.exists() or former.exists()


def release_slug_is_taken(slug: str, artist: Artist, but: Release | None) -> bool:
    pk = but.pk if but else 0
    former = PastSlug.objects.filter(artist=artist, slug=slug, release__isnull=False).exclude(release=pk)
    return Release.objects.filter(artist=artist, slug=slug).exclude(pk=pk).exists() or former.exists()


def artist_slug(name: str, *, but: Artist | None = None) -> str:
    return free_slug(name, "artist", lambda slug: artist_slug_is_taken(slug, but))


def track_slug(artist: Artist, title: str, *, but: Track | None = None) -> str:
    return free_slug(title, "track", lambda slug: track_slug_is_taken(slug, artist, but))


def release_slug(artist: Artist, title: str, *, but: Release | None = None) -> str:
    return free_slug(title, "release", lambda slug: release_slug_is_taken(slug, artist, but))


def settle_slug(work: Artist | Track | Release, *, renamed: bool, former: str) -> None:
    """Make the address follow the name, unless one was chosen. Raises ValidationError for one that can't be had."""
    if work.slug != former:
        if is_taken(work):
            raise ValidationError({"slug": _("This address is in use. Choose another.")})
    elif renamed:
        work.slug = slug_of(work)


def is_taken(work: Artist | Track | Release) -> bool:
    if isinstance(work, Artist):
        return artist_slug_is_taken(work.slug, work)
    if isinstance(work, Track):
        return track_slug_is_taken(work.slug, work.artist, work)
    return release_slug_is_taken(work.slug, work.artist, work)


def slug_of(work: Artist | Track | Release) -> str:
    if isinstance(work, Artist):
        return artist_slug(work.name, but=work)
    if isinstance(work, Track):
        return track_slug(work.artist, work.title, but=work)
    return release_slug(work.artist, work.title, but=work)


def remember_slug(work: Artist | Track | Release, former: str) -> None:
    """Keep the former address leading here; forget the new one if it was a former address of this work."""
    if work.slug == former:
        return
    artist = work if isinstance(work, Artist) else work.artist
    track = work if isinstance(work, Track) else None
    release = work if isinstance(work, Release) else None
    PastSlug.objects.filter(artist=artist, track=track, release=release, slug__in=[former, work.slug]).delete()
    PastSlug.objects.create(artist=artist, track=track, release=release, slug=former)
