"""What AI may do with works, and what was done with them."""

from django.http import HttpRequest
from ninja import Query, Router

from libitum.accounts.models import Scope, User
from libitum.api.auth import anybody, caller_of, viewer_of
from libitum.api.documents import uses as documents
from libitum.api.found import seen_track
from libitum.api.schemas.uses import Engines, MayUse, TrackUses, UsesAsked, Verdicts
from libitum.catalog.selectors.ai_music import ai_music_history, ai_music_rule
from libitum.catalog.selectors.by_uid import tracks_by_uid
from libitum.ledger.selectors import log_size
from libitum.rights.selectors.marks import mark_of
from libitum.rights.selectors.may_use import may_use
from libitum.rights.selectors.uses import declared_uses, engines, page_of, records_of_track, work_of, works_used
from libitum_verify.rights.facts import Use

router = Router(tags=["rights"])
of_tracks = Router(tags=["rights"])


@of_tracks.get("/{uid:uid}/uses", auth=anybody(), response=TrackUses, url_name="track-uses")
def track_uses(request: HttpRequest, uid: str, asked: Query[UsesAsked]) -> TrackUses:
    """What AI may do with a work, and what engines received it for; to those whose right it is, every decision."""
    track = seen_track(request, uid, asked.key)
    user = reader(request)
    decided, older = None, None
    if user is not None and work_of(user, uid) is not None:
        decided, older = page_of(records_of_track(track), asked.before)
    return documents.track_uses(mark_of(track), declared_uses(track), decided, older)


@router.post("/may-use", auth=anybody(), response=Verdicts, url_name="may-use")
def ask_may_use(request: HttpRequest, body: MayUse) -> Verdicts:
    """Asks, and does nothing. Who refused, and why, is told to those whose right it is alone."""
    found = tracks_by_uid(body.tracks, viewer_of(request))
    tracks = [found[uid] for uid in dict.fromkeys(body.tracks) if uid in found]
    use = Use(**body.model_dump(exclude={"tracks"}))
    rows = may_use(tracks, use, reader(request))
    return documents.verdicts(body.purpose, log_size(), rows, [uid for uid in body.tracks if uid not in found])


@router.get("/engines", auth=anybody(), response=Engines, url_name="engines")
def list_engines(request: HttpRequest) -> Engines:
    """Every program that may ask for music here, and the rules for music made by AI."""
    return documents.engines(engines(), works_used(), ai_music_rule(), ai_music_history())


def reader(request: HttpRequest) -> User | None:
    """Who is asking, if their key may read what they see."""
    caller = caller_of(request)
    return caller.user if isinstance(caller.user, User) and Scope.READ in caller.scopes else None
