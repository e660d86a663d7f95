import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.selectors import BadCursorError, newest_first
from libitum.common.limits import left
from libitum.media.models import Upload
from libitum.media.receipts import Receipt, quota_json, upload_json
from libitum.media.selectors.uploads import begun_with, find_upload, quota_of, uploads_of
from libitum.media.services.uploads import (
    Body,
    Checksum,
    UploadProblem,
    create_upload,
    is_offered,
    named_artist,
    named_track,
    receive,
    reconcile,
    require_open,
    terminate,
)
from libitum.media.services.uploads.problems import TooMuch

from . import headers
from .lanes import lane
from .problems import BadRequest, Crowded, NotFound, TooOften

MOST_PER_PAGE = 100
LIMIT = re.compile(r"[1-9]\d{0,2}", re.ASCII)


def find(user: User, uid: str) -> Upload:
    """Other people's uploads don't exist."""
    upload = find_upload(user, uid)
    if upload is None:
        raise NotFound(_("There is no such upload of yours."))
    return upload


def create(user: User, request: HttpRequest) -> HttpResponse:
    """creation, creation-with-upload: `filename`, `title`, `artist` and `track` (uids) may stand in Upload-Metadata."""
    if left("upload", f"user-{user.pk}") < 0:
        raise TooOften(_("These are more uploads at once than can be begun. Go on in a minute."))
    length = headers.upload_length(request)
    about = headers.metadata(request)
    with_bytes = (headers.body(request), headers.checksum(request)) if headers.has_bytes(request) else None
    if with_bytes and (with_bytes[0].declared or 0) > length:
        raise TooMuch(length)
    upload = again(user, request, about, length) or create_upload(
        actor=user,
        length=length,
        filename=about.get("filename") or about.get("name", ""),
        title=about.get("title", ""),
        artist=named_artist(user, about.get("artist", "")),
        track=named_track(user, about.get("track", "")),
        metadata=headers.raw_metadata(request),
    )
    response = HttpResponse(status=HTTPStatus.CREATED, headers={"Location": address(upload)})
    if is_offered():
        response["Upload-Parts"] = f"{address(upload)}/parts"
    if with_bytes:
        response["Upload-Offset"] = first_bytes(upload, *with_bytes)
    return expiring(response, upload)


def again(user: User, request: HttpRequest, about: dict[str, str], length: int) -> Upload | None:
    """A client that marks its request with a `key` of its own may repeat it when the answer was lost."""
    return begun_with(user, headers.raw_metadata(request), length) if about.get("key") else None


def first_bytes(upload: Upload, body: Body, checksum: Checksum | None) -> int:
    """The upload exists now, so its client must hear of it: how far the bytes came says what became of them."""
    try:
        with lane():
            return receive(upload=upload, body=body, offset=0, checksum=checksum)
    except (UploadProblem, Crowded):
        return reconcile(upload)


def index(user: User, request: HttpRequest) -> HttpResponse:
    """Newest first, `limit` at a time; `before` is the `next` of the page before."""
    try:
        page = newest_first(
            uploads_of(user), cursor=request.GET.get("before", ""), size=page_size(request), by="created_at"
        )
    except BadCursorError:
        raise BadRequest(_("“before” names no page of this list.")) from None
    rows = [upload_json(Receipt.of(upload)) for upload in page.rows]
    return JsonResponse({"uploads": rows, "next": page.next_cursor, "quota": quota_json(quota_of(user))})


def page_size(request: HttpRequest) -> int:
    limit = request.GET.get("limit", "20")
    if not LIMIT.fullmatch(limit) or int(limit) > MOST_PER_PAGE:
        raise BadRequest(_("The limit must be a number from 1 to %(most)d.") % {"most": MOST_PER_PAGE})
    return int(limit)


def show(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    return JsonResponse(upload_json(Receipt.of(find(user, uid), reconciled=True)))


def head(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    upload = find(user, uid)
    offset = reconcile(upload)
    if upload.received_at is None:
        require_open(upload)
    response = HttpResponse(headers={"Upload-Offset": str(offset), "Upload-Length": str(upload.length)})
    if upload.multipart:
        response["Upload-Parts"] = f"{address(upload)}/parts"
    if upload.metadata:
        response["Upload-Metadata"] = upload.metadata
    return expiring(response, upload)


def patch(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    upload = find(user, uid)
    body = headers.body(request)
    offset, checksum = headers.number(request, "Upload-Offset"), headers.checksum(request)
    with lane():
        offset = receive(upload=upload, body=body, offset=offset, checksum=checksum)
    return expiring(HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Upload-Offset": str(offset)}), upload)


def delete(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    terminate(upload=find(user, uid))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def expiring(response: HttpResponse, upload: Upload) -> HttpResponse:
    if upload.expires_at is not None:
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def address(upload: Upload) -> str:
    return f"/api/v1/uploads/{upload.uid}"
