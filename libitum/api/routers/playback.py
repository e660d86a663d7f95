from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from libitum.api.auth import anybody, viewer_of
from libitum.api.documents.playback import playback
from libitum.api.problems import Problem, missing
from libitum.api.schemas.base import Key
from libitum.api.schemas.playback import Playback
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.media.addresses import track_media

router = Router(tags=["tracks"])


@router.get("/{uid:uid}/playback", auth=anybody(), response=Playback, url_name="track-playback")
def get_playback(request: HttpRequest, uid: str, asked: Query[Key]) -> Playback:
    """Where the bytes of a track are, and what a player must know of them."""
    viewer = viewer_of(request, asked.key)
    track = track_by_uid(uid, viewer)
    if track is None:
        raise missing()
    media = track_media(track, viewer, getattr(track, "current_master", None))
    if media is None:
        raise Problem(409, _("This recording isn't ready to be heard yet."), code="not-ready")
    return playback(track, media, viewer)
