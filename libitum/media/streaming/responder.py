"""The one way bytes leave: ranges, conditions and headers of RFC 9110 over whatever holds the files.

A proxy in front that sends files itself (X-Accel-Redirect) takes the place of `FileBlocks` and needs nothing else
of this module: by then the views have decided that these bytes may go, and we have weighed every condition.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.utils.http import http_date, parse_http_date_safe

from .ranges import Range, Unsatisfiable, parse_range

BLOCK = 128 * 1024


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of the storage whose content never changes under its name."""

    storage: Storage
    name: str
    content_type: str
    modified: datetime
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.name.encode()).hexdigest()[:20]}"'


class FileBlocks:
    """A part of a file in blocks. It is open from the first block on, until the last or until the client is gone."""

    def __init__(self, blob: Blob, part: Range) -> None:
        self.blob, self.part, self.left = blob, part, part.length
        self.file: File[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.file is None and self.left:
            self.file = self.blob.storage.open(self.blob.name)
            self.file.seek(self.part.start)
        block = self.file.read(min(BLOCK, self.left)) if self.file else b""
        self.left -= len(block)
        if not self.left or not block:
            self.close()
        if not block:
            raise StopIteration
        return block

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


def respond(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    """Raises FileNotFoundError when the storage has lost the file."""
    size = blob.storage.size(blob.name)
    response = settle(request, blob, size)
    for name, value in blob.headers.items():
        response[name] = value
    if "X-Accel-Redirect" not in response:  # else the proxy cuts them, and says so
        response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
    if proxy_sends(request, blob, partial=partial):
        return dated(HttpResponse(content_type=blob.content_type, headers={"X-Accel-Redirect": proxied(blob)}), blob)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=blob.content_type)
    else:
        response = StreamingHttpResponse(
            FileBlocks(blob, part), status=206 if partial else 200, content_type=blob.content_type
        )
    response["Content-Length"] = str(part.length)
    if partial:
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return dated(response, blob)


def proxy_sends(request: HttpRequest, blob: Blob, *, partial: bool) -> bool:
    """Only what a proxy would answer as we do: it cuts out one range, but knows neither our ETag nor our date.

    So nothing goes to it with a condition that it would weigh once more, or a range that we don't follow.
    """
    if not settings.X_ACCEL or not isinstance(blob.storage, FileSystemStorage) or request.method != "GET":
        return False
    weighed_again = {"If-Match", "If-Unmodified-Since"} & set(request.headers)
    return not weighed_again and partial == ("Range" in request.headers)


def proxied(blob: Blob) -> str:
    return f"{settings.X_ACCEL}{filepath_to_uri(blob.name)}"


def dated(response: HttpResponseBase, blob: Blob) -> HttpResponseBase:
    response["ETag"] = blob.etag
    response["Last-Modified"] = http_date(blob.modified.timestamp())
    return response
