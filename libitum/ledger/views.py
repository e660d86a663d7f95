"""The log's files, served as they lie. Anything may cache them; only the checkpoint and the keys ever change."""

import re
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from .log import published_log

IMMUTABLE = "public, max-age=31536000, immutable"
FRESH = "public, max-age=2"
FOLDER = r"(?:former/[A-Za-z0-9.:_-]+/)?"
INDEX = r"(?:x\d{3}/)*\d{3}(?:\.p/(?:[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?"
# Every address there is; nothing else can reach the disk.
FILES = {
    re.compile(FOLDER + r"(?:checkpoint|vkey)"): ("text/plain; charset=utf-8", FRESH),
    re.compile(FOLDER + r"checkpoints/(?:0|[1-9]\d{0,18})"): ("text/plain; charset=utf-8", IMMUTABLE),
    re.compile(FOLDER + rf"tile/(?:entries|[0-9]|[1-5]\d|6[0-3])/{INDEX}"): ("application/octet-stream", IMMUTABLE),
    re.compile(FOLDER + r"files/[0-9a-f]{64}"): ("application/octet-stream", IMMUTABLE),
}


@require_safe
def log_file(request: HttpRequest, path: str) -> HttpResponseBase:
    for pattern, (content_type, caching) in FILES.items():
        if pattern.fullmatch(path):
            return answer(published_log().root / path, content_type, caching)
    raise Http404


def answer(path: Path, content_type: str, caching: str) -> HttpResponseBase:
    try:
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=content_type)
    except (FileNotFoundError, NotADirectoryError):
        response = HttpResponse(status=404, content_type="text/plain; charset=utf-8")
        caching = "no-store"
    response["Cache-Control"] = caching
    # Static and public: any page may check them, and mirrors may read them.
    response["Access-Control-Allow-Origin"] = "*"
    return response
