"""Media addresses (see `media.addresses`). They look at the address alone: no cookie opens or closes anything."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from libitum.media.addresses import PROGRESSIVE
from libitum.media.grants import Grant, Scope
from libitum.media.models import Artwork, Master, StampedKind
from libitum.media.reasons import ASK_AGAIN_SECONDS, why_no_download, why_store_away
from libitum.media.selectors import streams
from libitum.media.storage import media
from libitum.media.stores import StoreAway
from libitum.policy import declare, keep_out_of_indexes, policy

from .files import TYPES, download_name, extension_of, is_picture_of, is_sound_file, original_type
from .responder import Blob, respond

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]

# Short, so that what is unpublished is soon gone from every cache; the ETag makes asking again cheap.
MAX_AGE = 300
PUBLIC = {
    "Cache-Control": f"public, max-age={MAX_AGE}",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
}
PRIVATE = {"Cache-Control": f"private, max-age={MAX_AGE}"}
PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def refused(status: int, sentence: str, **headers: str) -> HttpResponse:
    response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name] = value
    return response


def nothing_here() -> HttpResponse:
    return refused(404, _("There is nothing here, or nothing that you may hear."))


def read_only(view: View) -> View:
    """GET and HEAD alone; a file that the storage has lost is our fault and said to be."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return refused(405, _("Bytes can be read here, nothing else."), Allow="GET, HEAD")
        try:
            return view(request, *args, **kwargs)
        except FileNotFoundError:
            logger.exception("The media storage has lost a file.")
            return refused(503, _("This file is not at its place. We have been told; try again later."))
        except StoreAway:
            logger.exception("The media store does not answer.")
            return refused(503, why_store_away(), **{"Retry-After": str(ASK_AGAIN_SECONDS)})

    return csrf_exempt(answer)


def open_to_players(view: View) -> View:
    """Players on other sites may ask, in browsers that ask before they ask."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**PREFLIGHT, "Allow": "GET, HEAD, OPTIONS"})
        return view(request, *args, **kwargs)

    return csrf_exempt(answer)


@open_to_players
@read_only
def rendition(request: HttpRequest, track: str, master: str, file: str) -> HttpResponseBase:
    found = streams.find_listed_master(track, master) if is_sound_file(file) else None
    if found is None:
        return nothing_here()
    declare(request, policy(is_open=getattr(found, "trainable_since", None) is not None))
    return sound(request, found, file, PUBLIC)


@read_only
def granted_rendition(request: HttpRequest, grant: str, track: str, master: str, file: str) -> HttpResponseBase:
    given = Grant.read(grant, Scope.RENDITIONS, f"{track}/{master}") if is_sound_file(file) else None
    found = streams.find_visible_master(given.viewer(), track, master) if given else None
    keep_out_of_indexes(request)
    return sound(request, found, file, PRIVATE) if found else nothing_here()


def sound(request: HttpRequest, master: Master, file: str, headers: dict[str, str]) -> HttpResponseBase:
    name, modified = f"{master.prefix}/{file}", master.ready_at or master.created_at
    stamped = streams.stamped_file(master, StampedKind.PROGRESSIVE) if file == PROGRESSIVE else None
    if stamped is not None:
        name, modified = stamped.storage_name, stamped.made_at
    kind = TYPES[extension_of(file)]
    blob = Blob(media(), name, kind, modified, headers, may_redirect=kind.startswith("audio/"))
    return respond(request, blob)


@read_only
def original(request: HttpRequest, grant: str, track: str, master: str) -> HttpResponseBase:
    given = Grant.read(grant, Scope.ORIGINAL, f"{track}/{master}")
    found = streams.find_original(given.viewer(), track, master) if given else None
    if found is None:
        return nothing_here()
    return to_keep(request, found, found.original.storage_name, found.original.created_at)


@read_only
def download(request: HttpRequest, grant: str, track: str, master: str) -> HttpResponseBase:
    """The original for listeners: in a file that says what holds, or not yet."""
    given = Grant.read(grant, Scope.DOWNLOAD, f"{track}/{master}")
    found = streams.find_offered(given.viewer(), track, master) if given else None
    if found is None:
        return nothing_here()
    stamped = streams.stamped_file(found, StampedKind.DOWNLOAD)
    if stamped is None:
        return refused(503, why_no_download(found), **{"Retry-After": str(ASK_AGAIN_SECONDS)})
    return to_keep(request, found, stamped.storage_name, stamped.made_at)


def to_keep(request: HttpRequest, master: Master, name: str, modified: datetime) -> HttpResponseBase:
    """The whole recording, as a file with a name for people."""
    declare(request, policy(is_open=master.track.policy.is_open, indexed=False))
    kind, extension = original_type(master)
    disposition = content_disposition_header(as_attachment=True, filename=download_name(master, extension))
    headers = {**PRIVATE, "Content-Disposition": disposition or "attachment"}
    return respond(request, Blob(media(), name, kind, modified, headers, may_redirect=True))


@open_to_players
@read_only
def artwork(request: HttpRequest, artwork: str, file: str) -> HttpResponseBase:
    found = streams.find_listed_artwork(artwork)
    return picture(request, found, file, PUBLIC) if found else nothing_here()


@read_only
def granted_artwork(request: HttpRequest, grant: str, artwork: str, file: str) -> HttpResponseBase:
    given = Grant.read(grant, Scope.ARTWORK, artwork)
    found = streams.find_visible_artwork(given.viewer(), artwork) if given else None
    keep_out_of_indexes(request)
    return picture(request, found, file, PRIVATE) if found else nothing_here()


def picture(request: HttpRequest, found: Artwork, file: str, headers: dict[str, str]) -> HttpResponseBase:
    if not is_picture_of(found, file):
        return nothing_here()
    name = f"{found.prefix}/{file}"
    kind = TYPES[extension_of(file)]
    return respond(request, Blob(media(), name, kind, found.created_at, headers))
