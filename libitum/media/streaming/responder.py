"""The one way bytes leave: ranges, conditions and headers of RFC 9110 over whatever holds the objects.

Who sends them is one of three: we, block by block; a proxy in front that is told what to send (X-Accel-Redirect); or
the store itself, to which the listener is sent for a while. By then the views have decided that these bytes may go.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from libitum.media.stores import Store

from .ranges import Range, Unsatisfiable, parse_range


@dataclass(frozen=True, slots=True)
class Blob:
    """An object whose content never changes under its name."""

    storage: Store
    name: str
    content_type: str
    modified: datetime
    headers: dict[str, str] = field(default_factory=dict)
    # Sound, which the store may send itself; not a playlist, whose addresses count from where it came from.
    may_redirect: bool = False

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.name.encode()).hexdigest()[:20]}"'


def respond(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    """Raises FileNotFoundError for what the store has lost, other OSErrors (StoreAway) for what can't be had now."""
    # What was signed for GET is refused to HEAD.
    elsewhere = address_elsewhere(blob) if blob.may_redirect and request.method == "GET" else None
    if elsewhere is not None:
        return sent_to_the_store(elsewhere, blob)
    response = settle(request, blob, blob.storage.size(blob.name))
    for name, value in blob.headers.items():
        response[name] = value
    if "X-Accel-Redirect" not in response:  # else the proxy cuts them, and says so
        response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def address_elsewhere(blob: Blob) -> str | None:
    disposition = blob.headers.get("Content-Disposition", "")
    return blob.storage.address_for_listeners(blob.name, blob.content_type, disposition)


def sent_to_the_store(address: str, blob: Blob) -> HttpResponse:
    """The address works for whoever has it until it ends, so nobody is to keep this answer."""
    headers = {name: value for name, value in blob.headers.items() if name.startswith("Access-Control-")}
    return HttpResponseRedirect(address, headers={**headers, "Cache-Control": "no-store"})


def settle(request: HttpRequest, blob: Blob, size: int) -> HttpResponseBase:
    """In the order of RFC 9110, section 13.2.2."""
    modified = int(blob.modified.timestamp())
    unmet = get_conditional_response(request, blob.etag, modified, None)
    if isinstance(unmet, HttpResponse):
        return dated(unmet, blob) if isinstance(unmet, HttpResponseNotModified) else unmet
    try:
        part = wanted(request, blob, size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return send(request, blob, part or Range(0, size), size, partial=part is not None)


def wanted(request: HttpRequest, blob: Blob, size: int) -> Range | None:
    header = request.headers.get("Range")
    if header is None or request.method != "GET" or not still_the_same(request, blob):
        return None
    return parse_range(header, size)


def still_the_same(request: HttpRequest, blob: Blob) -> bool:
    """If-Range, by strong comparison; a date must be the very one we gave (section 13.1.5)."""
    condition = request.headers.get("If-Range")
    if condition is None:
        return True
    if condition.lstrip().startswith(('"', "W/")):
        return condition.strip() == blob.etag
    return parse_http_date_safe(condition) == int(blob.modified.timestamp())


def send(request: HttpRequest, blob: Blob, part: Range, size: int, *, partial: bool) -> HttpResponseBase:
    proxied = None
    if proxy_may_send(request, partial=partial):
        proxied = blob.storage.sent_by_proxy(blob.name, plainly=is_plain(request, part, size))
    if proxied is not None:
        header = {"X-Accel-Redirect": f"{settings.X_ACCEL}{proxied}"}
        return dated(HttpResponse(content_type=blob.content_type, headers=header), blob)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=blob.content_type)
    else:
        blocks = blob.storage.blocks(blob.name, part.start, part.stop)
        response = StreamingHttpResponse(blocks, status=206 if partial else 200, content_type=blob.content_type)
    response["Content-Length"] = str(part.length)
    if partial:
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return dated(response, blob)


def proxy_may_send(request: HttpRequest, *, partial: bool) -> bool:
    """Only what a proxy would answer as we do: it cuts out one range, but knows neither our ETag nor our date.

    So nothing goes to it with a condition that it would weigh once more, or a range that we don't follow.
    """
    weighed_again = {"If-Match", "If-Unmodified-Since"} & set(request.headers)
    return request.method == "GET" and not weighed_again and partial == ("Range" in request.headers)


def is_plain(request: HttpRequest, part: Range, size: int) -> bool:
    whole = ("", f"bytes={part.start}-") if part.stop == size else ()
    return request.headers.get("Range", "") in (f"bytes={part.start}-{part.stop - 1}", *whole)


def dated(response: HttpResponseBase, blob: Blob) -> HttpResponseBase:
    response["ETag"] = blob.etag
    response["Last-Modified"] = http_date(blob.modified.timestamp())
    return response
