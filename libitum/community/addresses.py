"""What an address of this site shows: people give notice of pages, not of our names for things."""

import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors import artist_moved_from, release_moved_from, track_moved_from
from libitum.catalog.viewers import Viewer

from .subjects import UID

SLUG = re.compile(r"[-\w]+")
SECRET = re.compile(r"[-\w]{1,64}", re.ASCII)
RELEASES, LINK, EMBED = "releases", "s", "embed"


def about_at(address: str, viewer: Viewer) -> tuple[str, str] | None:
    """`track:abc…` and the key of the secret link within the address; None if it shows nothing to `viewer`.

    With or without the host. A former address leads to what it was the address of.
    """
    try:
        parts = urlsplit(address.strip())
        query = parse_qs(parts.query, max_num_fields=10)
    except ValueError:
        return None
    if parts.netloc and parts.netloc != urlsplit(settings.BASE_URL).netloc:
        return None
    named = parts.fragment.removeprefix("comment-") or query.get("comment", [""])[0]
    steps, secret = without_secret(parts.path)
    if not steps or not all(SLUG.fullmatch(step) for step in steps):
        return None
    if UID.fullmatch(named):
        return f"comment:{named}", secret
    about = work_at(steps, Viewer(viewer.user_id, viewer.is_moderator, secret))
    return (about, secret) if about else None


def without_secret(path: str) -> tuple[list[str], str]:
    """`/artist/track/s/key` is the address of a track and the key that opens it."""
    steps = path.strip("/").split("/")
    if len(steps) > 2 and steps[-2] == LINK and SECRET.fullmatch(steps[-1]):  # noqa: PLR2004 - what it opens comes before
        return steps[:-2], steps[-1]
    return steps, ""


def work_at(steps: list[str], viewer: Viewer) -> str | None:
    match steps:
        case [slug]:
            artist = artist_at(slug, viewer)
            return f"artist:{artist.uid}" if artist else None
        case ["embed", uid]:
            return f"track:{uid}"
        case [slug, title]:
            track = track_at(slug, title, viewer)
            return f"track:{track.uid}" if track else None
        case [slug, "releases", title]:
            release = release_at(slug, title, viewer)
            return f"release:{release.uid}" if release else None
    return None


def artist_at(slug: str, viewer: Viewer) -> Artist | None:
    return Artist.objects.visible_to(viewer).filter(slug=slug).first() or artist_moved_from(slug, viewer)


def track_at(slug: str, title: str, viewer: Viewer) -> Track | None:
    found = Track.objects.visible_to(viewer).filter(artist__slug=slug, slug=title).first()
    return found or track_moved_from(slug, title, viewer)


def release_at(slug: str, title: str, viewer: Viewer) -> Release | None:
    found = Release.objects.visible_to(viewer).filter(artist__slug=slug, slug=title).first()
    return found or release_moved_from(slug, title, viewer)
