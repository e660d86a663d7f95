"""Which HTTP status each problem has. The answer is a problem document (RFC 9457) like those of the whole API."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _

from libitum.common.database import RETRY_AFTER as RETRY_AFTER_OUTAGE
from libitum.common.limits import seconds_left
from libitum.media.services.uploads import UploadProblem
from libitum.media.services.uploads.problems import Incomplete, WrongOffset

# tus 1.0, extension "checksum"; no other standard has this number.
CHECKSUM_MISMATCH = 460

STATUS = {
    "empty": HTTPStatus.BAD_REQUEST,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "over-quota": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-many-open": HTTPStatus.TOO_MANY_REQUESTS,
    "disk-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "no-artist": HTTPStatus.FORBIDDEN,
    "which-artist": HTTPStatus.BAD_REQUEST,
    "unknown-work": HTTPStatus.NOT_FOUND,
    "wrong-offset": HTTPStatus.CONFLICT,
    "too-much": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "wrong-checksum": CHECKSUM_MISMATCH,
    "incomplete": HTTPStatus.BAD_REQUEST,
    "busy": HTTPStatus.LOCKED,
    "all-there": HTTPStatus.CONFLICT,
    "gone": HTTPStatus.GONE,
    "not-direct": HTTPStatus.CONFLICT,
    "not-through": HTTPStatus.CONFLICT,
    "wrong-part": HTTPStatus.BAD_REQUEST,
}
# Seconds after which asking again makes sense.
RETRY_AFTER = {"busy": 5, "disk-full": 300, "crowded": 5, "unavailable": RETRY_AFTER_OUTAGE}


class RequestProblem(Exception):  # noqa: N818 - an answer, not a fault of ours
    """The request itself can't be understood or may not be made."""

    status: int
    code: str

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadRequest(RequestProblem):
    status, code = HTTPStatus.BAD_REQUEST, "bad-request"


class NotSignedIn(RequestProblem):
    status, code = HTTPStatus.UNAUTHORIZED, "unauthenticated"


class Forbidden(RequestProblem):
    status, code = HTTPStatus.FORBIDDEN, "forbidden"


class NotFound(RequestProblem):
    status, code = HTTPStatus.NOT_FOUND, "not-found"


class MethodNotAllowed(RequestProblem):
    status, code = HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed"


class LengthRequired(RequestProblem):
    status, code = HTTPStatus.LENGTH_REQUIRED, "length-required"


class OtherVersion(RequestProblem):
    status, code = HTTPStatus.PRECONDITION_FAILED, "other-version"


class UnsupportedMediaType(RequestProblem):
    status, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"


class TooOften(RequestProblem):
    status, code = HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests"


class Crowded(RequestProblem):
    """`tus.lanes`"""

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "crowded"

    def __init__(self) -> None:
        super().__init__(_("Many recordings are arriving just now. What has arrived is kept: go on in a moment."))


class Unavailable(RequestProblem):
    """The database is away. What has arrived lies on the disk, and counts."""

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"

    def __init__(self) -> None:
        super().__init__(_("The site can't answer just now. What has arrived is kept: go on in a minute."))


PROBLEMS = (UploadProblem, RequestProblem, ValidationError, PermissionDenied)


def answer(problem: Exception) -> JsonResponse:
    """`problem` is one of PROBLEMS."""
    if isinstance(problem, RequestProblem):
        response = say(problem.status, problem.code, problem.sentence)
        if isinstance(problem, NotSignedIn):
            response["WWW-Authenticate"] = 'Bearer realm="libitum"'
        if isinstance(problem, TooOften):
            response["Retry-After"] = seconds_left()
        if problem.code in RETRY_AFTER:
            response["Retry-After"] = RETRY_AFTER[problem.code]
        return response
    if isinstance(problem, UploadProblem):
        return answer_upload(problem)
    if isinstance(problem, ValidationError):
        return say(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", " ".join(problem.messages))
    return say(HTTPStatus.FORBIDDEN, "forbidden", str(problem))


def answer_upload(problem: UploadProblem) -> JsonResponse:
    response = say(STATUS[problem.code], problem.code, problem.sentence)
    if isinstance(problem, Incomplete | WrongOffset):
        response["Upload-Offset"] = problem.offset
    if problem.code in RETRY_AFTER:
        response["Retry-After"] = RETRY_AFTER[problem.code]
    return response


def say(status: int, code: str, sentence: str) -> JsonResponse:
    title = "Checksum Mismatch" if status == CHECKSUM_MISMATCH else HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": int(status), "detail": sentence, "code": code}
    return JsonResponse(document, status=status, reason=title, content_type="application/problem+json")
