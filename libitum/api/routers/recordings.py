"""A track's recording, for its artist: what it is, and what it says of itself."""

from django.http import HttpRequest
from ninja import Router

from libitum.accounts.models import Scope
from libitum.analysis.services.correcting import correct
from libitum.api.auth import actor_of, person
from libitum.api.documents import recordings as documents
from libitum.api.documents.tracks import sounding_document
from libitum.api.found import as_writer, to_change
from libitum.api.problems import not_ready
from libitum.api.schemas.recordings import Offered, Recording
from libitum.api.schemas.tracks import Sounding, SoundingCorrection
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.media.selectors.offers import offer_of

router = Router(tags=["tracks"])


@router.get("/{uid:uid}/recording", auth=person(Scope.WORKS), response=Recording, url_name="track-recording")
def get_recording(request: HttpRequest, uid: str) -> Recording:
    """What stands behind the track now. Another is sent by tus with this track's id and takes its place."""
    track = to_change(request, uid, track_by_uid)
    master = track.masters.filter(current=True).select_related("original", "upload").first()
    if master is None:
        raise not_ready()
    return documents.recording(track, master)


@router.get("/{uid:uid}/offered", auth=person(Scope.WORKS), response=Offered, url_name="track-offered")
def get_offered(request: HttpRequest, uid: str) -> Offered:
    """What the file says, to take over by a change of the track or not; its cover by `POST …/artwork/offered`."""
    return documents.offered(offer_of(to_change(request, uid, track_by_uid)), as_writer(request))


@router.put("/{uid:uid}/sounding", auth=person(Scope.WORKS), response=Sounding | None, url_name="track-sounding")
def correct_sounding(request: HttpRequest, uid: str, body: SoundingCorrection) -> Sounding | None:
    """Tempo and key by the artist's own word, which wins over what was measured. Null where nothing is shown."""
    track = to_change(request, uid, track_by_uid)
    correct(actor=actor_of(request), track=track, **body.model_dump())
    return sounding_document(track)
