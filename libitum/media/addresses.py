"""Where bytes are found: plain addresses for what everybody may have, signed and expiring ones for the rest.

    /media/t/<track>/<master>/<file>              renditions, playlists and waveform of a listed track
    /media/k/<grant>/t/<track>/<master>/<file>    the same for a person or a secret link
    /media/k/<grant>/o/<track>/<master>           the original, for its artist alone, always by grant
    /media/k/<grant>/d/<track>/<master>           the same in a stamped file, for listeners, always by grant
    /media/a/<artwork>/<file>                     artwork of what is listed
    /media/k/<grant>/a/<artwork>/<file>           artwork of the rest

Playlists name their files relatively, so they work under both forms. Making an address costs no query where the
objects given are loaded (track and its artist; artwork with what it belongs to), apart from one for each secret link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer

from .grants import Grant, Scope
from .models import Artwork, Master

ROOT = "/media/"
INDEX = "index.m3u8"
WAVEFORM = "waveform.json"
PROGRESSIVE = "progressive.mp3"


@dataclass(frozen=True, slots=True)
class TrackMedia:
    """The files of one master. `expires_at`: None for addresses that stay good as long as the track is listed."""

    master: Master
    base: str
    expires_at: datetime | None

    def file(self, name: str) -> str:
        return self.base + name

    @property
    def hls(self) -> str:
        return self.file(INDEX)

    @property
    def waveform(self) -> str:
        return self.file(WAVEFORM)

    @property
    def progressive(self) -> str:
        return self.file(PROGRESSIVE)


@dataclass(frozen=True, slots=True)
class SignedAddress:
    url: str
    expires_at: datetime


def current_master(track: Track) -> Master | None:
    """The recording that is heard now; None as long as none is ready."""
    return track.masters.filter(current=True).exclude(prefix="").first()


def track_media(track: Track, viewer: Viewer, master: Master | None = None) -> TrackMedia | None:
    """`viewer` must be allowed to see the track; None when it can't be heard yet.

    Give `master` where it is at hand; otherwise it costs a query.
    """
    master = master or current_master(track)
    if master is None:
        return None
    path = f"t/{track.uid}/{master.uid}/"
    if is_plain(track, viewer):
        return TrackMedia(master, ROOT + path, None)
    grant = Grant.to(viewer, playing_time(track))
    key = grant.text(Scope.RENDITIONS, f"{track.uid}/{master.uid}")
    return TrackMedia(master, f"{ROOT}k/{key}/{path}", grant.expires_at)


def original_address(track: Track, master: Master, viewer: Viewer) -> SignedAddress:
    """The bytes as they were received. `viewer` must be their owner (`selectors.streams.find_original`)."""
    return whole_file(Scope.ORIGINAL, track, master, viewer)


def download_address(track: Track, master: Master, viewer: Viewer) -> SignedAddress:
    """What listeners get of it. `viewer` must be allowed to have it (`selectors.streams.find_offered`)."""
    return whole_file(Scope.DOWNLOAD, track, master, viewer)


def whole_file(scope: Scope, track: Track, master: Master, viewer: Viewer) -> SignedAddress:
    grant = Grant.to(viewer, playing_time(track))
    key = grant.text(scope, f"{track.uid}/{master.uid}")
    return SignedAddress(f"{ROOT}k/{key}/{scope}/{track.uid}/{master.uid}", grant.expires_at)


def artwork_url(artwork: Artwork, width: int, viewer: Viewer) -> str:
    """The smallest size that is at least `width` wide, in pixels; else the largest there is."""
    widths = sorted(artwork.widths)
    best = next((size for size in widths if size >= width), widths[-1])
    return artwork_file(artwork, f"{best}.webp", viewer)


def artwork_urls(artwork: Artwork, viewer: Viewer) -> dict[int, str]:
    """All sizes, by width."""
    base = artwork_base(artwork, viewer)
    return {width: f"{base}{width}.webp" for width in artwork.widths}


def artwork_file(artwork: Artwork, name: str, viewer: Viewer) -> str:
    return artwork_base(artwork, viewer) + name


def artwork_base(artwork: Artwork, viewer: Viewer) -> str:
    path = f"a/{artwork.uid}/"
    if artwork.offered_with_id is None and is_plain(owner_of(artwork), viewer):
        return ROOT + path
    key = Grant.to(viewer, timedelta()).text(Scope.ARTWORK, artwork.uid)
    return f"{ROOT}k/{key}/{path}"


def owner_of(artwork: Artwork) -> Track | Release | Artist:
    work = artwork.track or artwork.release or artwork.artist
    if work is None:  # a check constraint forbids it
        raise ValueError(artwork.uid)
    return work


def is_plain(work: Track | Release | Artist, viewer: Viewer) -> bool:
    """Whether everybody may have it, as far as is known without asking the database.

    Moderators look at what is taken down or suspended too: theirs are signed always.
    """
    if viewer.is_moderator:
        return False
    if isinstance(work, Artist):
        return work.taken_down_at is None
    heard = work.audio_ready_at is not None if isinstance(work, Track) else True
    return work.is_public and heard and work.artist.taken_down_at is None


def playing_time(track: Track) -> timedelta:
    return timedelta(milliseconds=track.duration_ms or 0)
