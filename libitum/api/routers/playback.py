from django.http import HttpRequest
from ninja import Query, Router

from libitum.api.auth import anybody, viewer_of
from libitum.api.documents.playback import playback
from libitum.api.found import playable
from libitum.api.problems import being_prepared, missing, not_ready
from libitum.api.schemas.base import Key
from libitum.api.schemas.playback import Playback
from libitum.api.schemas.tracks import Original
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import SignedAddress, download_address, original_address, track_media
from libitum.media.models import Master, StampedKind
from libitum.media.selectors.streams import stamped_file
from libitum.media.streaming.files import original_type

router = Router(tags=["tracks"])


def master_of(track: Track) -> Master:
    master: Master | None = getattr(track, "current_master", None)
    if master is None:
        raise not_ready()
    return master


@router.get("/{uid:uid}/playback", auth=anybody(), response=Playback, url_name="track-playback")
def get_playback(request: HttpRequest, uid: str, asked: Query[Key]) -> Playback:
    """Where the bytes of a track are, and what a player must know of them."""
    viewer = viewer_of(request, asked.key)
    track = playable(request, uid, asked.key)
    media = track_media(track, viewer, master_of(track))
    if media is None:
        raise not_ready()
    return playback(track, media, viewer)


@router.get("/{uid:uid}/original", auth=anybody(), response=Original, url_name="track-original")
def get_original(request: HttpRequest, uid: str, asked: Query[Key]) -> Original:
    """Where the recording is as it was uploaded, for its artist.

    For listeners, where the artist offers it: the same sound, in a file whose tags say what machines may do with it.
    While that is being prepared the answer is 503, with `Retry-After`.
    """
    viewer = viewer_of(request, asked.key)
    track = playable(request, uid, asked.key)
    is_owner = track.artist.owner_id == viewer.user_id
    # Who may not have it isn't told whether there is one.
    if not (track.downloadable or is_owner):
        raise missing()
    master = master_of(track)
    return as_uploaded(track, master, viewer) if is_owner else as_offered(track, master, viewer)


def as_uploaded(track: Track, master: Master, viewer: Viewer) -> Original:
    return answer(original_address(track, master, viewer), master, master.original.size)


def as_offered(track: Track, master: Master, viewer: Viewer) -> Original:
    stamped = stamped_file(master, StampedKind.DOWNLOAD)
    if stamped is None:
        raise being_prepared(master)
    return answer(download_address(track, master, viewer), master, stamped.size)


def answer(address: SignedAddress, master: Master, size: int) -> Original:
    media_type, _extension = original_type(master)
    return Original(url=address.url, media_type=media_type, size=size, expires_at=address.expires_at)
