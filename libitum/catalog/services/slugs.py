"""Readable addresses that are unique, never a page of the site's own, and go on working after a rename."""

from collections.abc import Callable

from django.utils.text import slugify

from libitum.catalog.models import Artist, PastSlug, Release, Track

# First parts of the site's own addresses. A test compares this with the URL configuration.
RESERVED = frozenset(
    {
        "about", "accounts", "admin", "ai", "api", "comments", "contact", "embed", "feed", "following", "genres", "healthz",
        "help", "home", "i18n", "legal", "library", "licences", "log", "media", "moderation", "my", "notices", "oembed",
        "policies", "privacy", "purposes", "readyz", "releases", "robots.txt", "search", "settings", "sitemap.xml",
        "static", "studio", "tags", "terms", "theme", "tracks", "upload", "well-known", "metrics", "s",
    }
)  # fmt: skip


def free_slug(name: str, fallback: str, taken: Callable[[str], bool]) -> str:
    """`name` as an address, with the first number that makes it free."""
    base = (slugify(name) or fallback)[:100].strip("-") or fallback
    candidate, number = base, 1
    while taken(candidate):
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def artist_slug(name: str, *, but: Artist | None = None) -> str:
    others = Artist.objects.exclude(pk=but.pk if but else 0)
    return free_slug(name, "artist", lambda s: s in RESERVED or others.filter(slug=s).exists())


def track_slug(artist: Artist, title: str, *, but: Track | None = None) -> str:
    others = Track.objects.filter(artist=artist).exclude(pk=but.pk if but else 0)
    return free_slug(title, "track", lambda s: s in RESERVED or others.filter(slug=s).exists())


def release_slug(artist: Artist, title: str, *, but: Release | None = None) -> str:
    others = Release.objects.filter(artist=artist).exclude(pk=but.pk if but else 0)
    return free_slug(title, "release", lambda s: others.filter(slug=s).exists())


def remember_slug(work: Artist | Track | Release, former: str) -> None:
    """Keep the former address leading here; forget the new one if it was somebody's former address."""
    artist = work if isinstance(work, Artist) else work.artist
    track = work if isinstance(work, Track) else None
    release = work if isinstance(work, Release) else None
    PastSlug.objects.filter(artist=artist, track=track, release=release, slug__in=[former, work.slug]).delete()
    PastSlug.objects.create(artist=artist, track=track, release=release, slug=former)
