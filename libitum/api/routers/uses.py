"""What AI may do with works, and what was done with them."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router

from libitum.accounts.models import Scope, User
from libitum.api.auth import actor_of, anybody, caller_of, person, viewer_of
from libitum.api.documents import uses as documents
from libitum.api.found import seen_track
from libitum.api.limits import Limit
from libitum.api.problems import Problem, missing
from libitum.api.schemas.uses import BundleAsked, Engines, MayUse, TrackUses, UsesAsked, Verdicts
from libitum.catalog.selectors.ai_music import ai_music_history, ai_music_rule
from libitum.catalog.selectors.by_uid import tracks_by_uid
from libitum.export.bundle import bundle_of
from libitum.export.zipping import zipped
from libitum.ledger.selectors import log_size
from libitum.rights.selectors.marks import mark_of
from libitum.rights.selectors.may_use import may_use
from libitum.rights.selectors.uses import declared_uses, engines, page_of, records_of_track, work_of, works_used
from libitum_verify.rights.facts import Use

router = Router(tags=["rights"])
BYTES = {"type": "string", "format": "binary"}
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


@router.get(
    "/me/bundle",
    auth=person(Scope.READ),
    url_name="bundle",
    throttle=[Limit("export")],
    openapi_extra={"responses": {200: {"description": "OK", "content": {"application/zip": {"schema": BYTES}}}}},
)
def my_bundle(request: HttpRequest, asked: Query[BundleAsked]) -> HttpResponseBase:
    """Everything with which I prove what was decided and done: a zip file that brings its own verifier."""
    user = actor_of(request)
    track = work_of(user, asked.track) if asked.track else None
    if asked.track and track is None:
        raise missing()
    if not log_size():
        raise Problem(409, _("The log has not signed anything so far. Come back in a moment."), code="nothing_signed")
    files = bundle_of(user, get_language() or "en", track).files()
    return StreamingHttpResponse(zipped(files), content_type="application/zip")


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
