from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.media.models import Upload
from libitum.media.receipts import quota_json, upload_json
from libitum.media.selectors.uploads import find_upload, quota_of, uploads_of
from libitum.media.services.uploads import (
    Body,
    Checksum,
    UploadProblem,
    create_upload,
    receive,
    reconcile,
    require_open,
    terminate,
)
from libitum.media.services.uploads.problems import TooMuch, UnknownWork

from . import headers
from .problems import BadRequest, NotFound

MOST_PER_PAGE = 100


def find(user: User, uid: str) -> Upload:
    """Other people's uploads don't exist."""
    upload = find_upload(user, uid)
    if upload is None:
        raise NotFound(_("There is no such upload of yours."))
    return upload


def create(user: User, request: HttpRequest) -> HttpResponse:
    """creation, creation-with-upload: `filename`, `title`, `artist` and `track` (uids) may stand in Upload-Metadata."""
    length = headers.upload_length(request)
    about = headers.metadata(request)
    with_bytes = (headers.body(request), headers.checksum(request)) if headers.has_bytes(request) else None
    if with_bytes and (with_bytes[0].declared or 0) > length:
        raise TooMuch(length)
    upload = create_upload(
        actor=user,
        length=length,
        filename=about.get("filename") or about.get("name", ""),
        title=about.get("title", ""),
        artist=named_artist(user, about.get("artist", "")),
        track=named_track(user, about.get("track", "")),
        metadata=request.headers.get("Upload-Metadata", "").strip(),
    )
    response = HttpResponse(status=HTTPStatus.CREATED, headers={"Location": address(upload)})
    if with_bytes:
        response["Upload-Offset"] = first_bytes(upload, *with_bytes)
    return expiring(response, upload)


def first_bytes(upload: Upload, body: Body, checksum: Checksum | None) -> int:
    """The upload exists now, so its client must hear of it: how far the bytes came says what became of them."""
    try:
        return receive(upload=upload, body=body, offset=0, checksum=checksum)
    except UploadProblem:
        return reconcile(upload)


def named_artist(user: User, uid: str) -> Artist | None:
    if not uid:
        return None
    artist = user.artists.filter(uid=uid).first()
    if artist is None:
        raise UnknownWork
    return artist


def named_track(user: User, uid: str) -> Track | None:
    if not uid:
        return None
    track: Track | None = Track.objects.owned_by(user.pk).filter(uid=uid).select_related("artist").first()
    if track is None:
        raise UnknownWork
    return track


def index(user: User, request: HttpRequest) -> HttpResponse:
    """Newest first, `limit` at a time; `before` is the uid of the last one seen."""
    uploads = uploads_of(user)
    if before := request.GET.get("before", ""):
        last = find(user, before)
        uploads = uploads.filter(created_at__lte=last.created_at).exclude(created_at=last.created_at, pk__gte=last.pk)
    limit = page_size(request)
    page = list(uploads[: limit + 1])
    following = page[limit - 1].uid if len(page) > limit else None
    uploads_json = [upload_json(upload) for upload in page[:limit]]
    return JsonResponse({"uploads": uploads_json, "next": following, "quota": quota_json(quota_of(user))})


def page_size(request: HttpRequest) -> int:
    limit = request.GET.get("limit", "20")
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:4]) <= MOST_PER_PAGE:
        raise BadRequest(_("The limit must be a number from 1 to %(most)d.") % {"most": MOST_PER_PAGE})
    return int(limit)


def show(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    return JsonResponse(upload_json(find(user, uid), reconciled=True))


def head(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    upload = find(user, uid)
    offset = reconcile(upload)
    if upload.received_at is None:
        require_open(upload)
    response = HttpResponse(headers={"Upload-Offset": str(offset), "Upload-Length": str(upload.length)})
    if upload.metadata:
        response["Upload-Metadata"] = upload.metadata
    return expiring(response, upload)


def patch(user: User, request: HttpRequest, uid: str) -> HttpResponse:
    upload = find(user, uid)
    body = headers.body(request)
    offset = receive(
        upload=upload, body=body, offset=headers.number(request, "Upload-Offset"), checksum=headers.checksum(request)
    )
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
