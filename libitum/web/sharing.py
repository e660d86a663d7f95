"""How a listed work presents itself elsewhere: Open Graph, schema.org, oEmbed, the code to embed it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from libitum.catalog.data import licences
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import ANYBODY
from libitum.media.addresses import TrackMedia, artwork_file, is_plain
from libitum.media.engine.artwork import FEED_FILE
from libitum.policy import HISTORY_PATH
from libitum.web.templatetags.look import iso_duration

EMBED_WIDTH, EMBED_HEIGHT = 640, 180  # CSS pixels
CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Card:
    """`data`: schema.org in JSON-LD. Addresses are absolute."""

    kind: str
    url: str
    title: str
    artist: str
    artist_url: str
    description: str
    picture: str
    data: dict[str, Any]
    audio: str = ""
    duration: int | None = None
    embed_url: str = ""

    @property
    def oembed_url(self) -> str:
        return absolute(reverse("oembed"))


def is_open(work: Artist | Track | Release) -> bool:
    """Whether everybody may see it, as far as the loaded rows say."""
    return is_plain(work, ANYBODY)


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def address_of(work: Artist | Track | Release) -> str:
    return absolute(work.get_absolute_url())


def picture_of(work: Artist | Track | Release) -> str:
    """A JPEG, which every reader of cards knows; empty where the artist gave none."""
    artwork = getattr(work, "artwork", None)
    return absolute(artwork_file(artwork, FEED_FILE, ANYBODY)) if artwork else ""


def track_card(track: Track, media: TrackMedia | None) -> Card:
    return Card(
        kind="music.song",
        url=address_of(track),
        title=track.title,
        artist=track.artist.name,
        artist_url=address_of(track.artist),
        description=first_words(track.description),
        picture=picture_of(track),
        audio=absolute(media.progressive) if media and media.expires_at is None else "",
        duration=round(track.duration_ms / 1000) if track.duration_ms else None,
        embed_url=absolute(reverse("embed", args=[track.uid])),
        data={"@context": CONTEXT, **recording(track)},
    )


def artist_card(artist: Artist) -> Card:
    """The name stands for both: an artist's page is by the artist."""
    group = {
        "@context": CONTEXT,
        **performer(artist),
        "description": first_words(artist.bio) or None,
        "image": picture_of(artist) or None,
        "sameAs": [link.url for link in artist.links.all()] or None,
    }
    return Card(
        kind="profile",
        url=address_of(artist),
        title=artist.name,
        artist=artist.name,
        artist_url=address_of(artist),
        description=first_words(artist.bio),
        picture=picture_of(artist),
        data=without_gaps(group),
    )


def release_card(release: Release, tracks: list[Track]) -> Card:
    listed = [track for track in tracks if is_open(track)]
    album: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "MusicAlbum",
        "@id": address_of(release),
        "url": address_of(release),
        "name": release.title,
        "byArtist": performer(release.artist),
        "datePublished": release.publish_at.isoformat() if release.publish_at else None,
        "image": picture_of(release) or None,
        "numTracks": len(listed),
        "track": [recording(track) for track in listed],
    }
    return Card(
        kind="music.album",
        url=address_of(release),
        title=release.title,
        artist=release.artist.name,
        artist_url=address_of(release.artist),
        description=first_words(release.description),
        picture=picture_of(release),
        data=without_gaps(album),
    )


def performer(artist: Artist) -> dict[str, Any]:
    return {"@type": "MusicGroup", "@id": address_of(artist), "name": artist.name, "url": address_of(artist)}


def recording(track: Track) -> dict[str, Any]:
    return without_gaps(
        {
            "@type": "MusicRecording",
            "@id": address_of(track),
            "url": address_of(track),
            "name": track.title,
            "byArtist": performer(track.artist),
            "duration": iso_duration(track.duration_ms) or None,
            "datePublished": track.publish_at.isoformat() if track.publish_at else None,
            "genre": str(track.get_genre_display()) if track.genre else None,
            "isrcCode": track.isrc or None,
            "license": licences()[track.licence].url or None,
            "usageInfo": address_of(track) + "/ai",
            "acquireLicensePage": absolute(HISTORY_PATH),
            "image": picture_of(track) or None,
        }
    )


def without_gaps(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}


def first_words(text: str, longest: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def embed_code(track: Track, *, width: int = EMBED_WIDTH, height: int = EMBED_HEIGHT) -> SafeString:
    """HTML that shows the player of one track on another site."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" allow="autoplay" '
        'style="border:0;max-width:100%"></iframe>',
        absolute(reverse("embed", args=[track.uid])),
        width,
        height,
        f"{track.title} · {track.artist.name}",
    )
