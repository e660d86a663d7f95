"""Refusals as RFC 9457 problem documents: a sentence in the request's language, a code for programs."""

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, ValidationError
from django.core.signals import got_request_exception
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as SchemaError

from libitum.common.database import RETRY_AFTER as ASK_AGAIN_AFTER
from libitum.common.database import note
from libitum.media.engine.reasons import Refused
from libitum.media.models import Master
from libitum.media.reasons import ASK_AGAIN_SECONDS, sentence, why_no_download, why_store_away
from libitum.media.services.uploads import UploadProblem
from libitum.media.stores import StoreAway
from libitum.media.tus.problems import RETRY_AFTER
from libitum.media.tus.problems import STATUS as UPLOAD_STATUS

from .sentences import sentence_for

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """`errors`: one row of `field` and `detail` for each thing that was wrong with the question."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.code = status, detail, code
        self.errors, self.headers = errors, headers or {}

    def response(self) -> HttpResponse:
        body: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.errors:
            body["errors"] = list(self.errors)
        return JsonResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=dict(self.headers))


def missing() -> Problem:
    return Problem(404, _("There is nothing here, or nothing that you may see."), code="not-found")


def not_ready() -> Problem:
    return Problem(409, _("This recording isn't ready to be heard yet."), code="not-ready")


def being_prepared(master: Master) -> Problem:
    """It is offered, and will be there without anybody doing anything."""
    headers = {"Retry-After": str(ASK_AGAIN_SECONDS)}
    return Problem(503, why_no_download(master), code="not-ready", headers=headers)


def unauthenticated(error: str = "") -> Problem:
    """RFC 6750, section 3: say which kind of key opens."""
    challenge = 'Bearer realm="libitum"' + (f', error="{error}"' if error else "")
    detail = _("This key is not valid.") if error else _("Say who you are: this needs a key or a signed-in browser.")
    return Problem(401, detail, code=error or "unauthenticated", headers={"WWW-Authenticate": challenge})


def invalid(error: ValidationError) -> Problem:
    """What a service found wrong, field by field."""
    rows = (
        [(field, message) for field, messages in error.message_dict.items() for message in messages]
        if hasattr(error, "error_dict")
        else [(NON_FIELD_ERRORS, message) for message in error.messages]
    )
    errors = [{"field": "" if field == NON_FIELD_ERRORS else field, "detail": message} for field, message in rows]
    return Problem(422, _("Some of this can't be taken as it is."), code="invalid", errors=errors)


def unreadable(error: SchemaError) -> Problem:
    """What doesn't fit the schema."""
    errors = [{"field": field_of(row["loc"]), "detail": sentence_for(row)} for row in error.errors]
    return Problem(422, _("Some of this can't be taken as it is."), code="invalid", errors=errors)


def field_of(location: Sequence[Any]) -> str:
    """("body", "payload", "credits", 0, "role") is `credits.0.role` to whoever wrote the body."""
    inner = location[2:] if location[0] in {"body", "form", "file"} and len(location) > 2 else location[1:]  # noqa: PLR2004
    return ".".join(str(part) for part in inner)


def failed(error: HttpError) -> Problem:
    if isinstance(error, AuthenticationError):
        return unauthenticated()
    if isinstance(error, Throttled):
        return too_many(error.wait or 1)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return Problem(400, _("The body can't be read."), code="unreadable")
    return Problem(error.status_code, str(error), code="refused")


def too_many(wait: float) -> Problem:
    """`wait`: seconds until it makes sense to ask again."""
    seconds = math.ceil(wait)
    detail = _("That was too much at once. Ask again in %(seconds)d seconds.") % {"seconds": seconds}
    return Problem(429, detail, code="too-many-requests", headers={"Retry-After": str(seconds)})


def refused(error: Refused) -> Problem:
    """What was sent is no picture or recording that we take."""
    return Problem(422, sentence(error.reason, error.details), code=str(error.reason))


def not_taken(error: UploadProblem) -> Problem:
    wait = RETRY_AFTER.get(error.code)
    headers = {"Retry-After": str(wait)} if wait else {}
    return Problem(UPLOAD_STATUS[error.code], error.sentence, code=error.code, headers=headers)


def store_away(error: StoreAway) -> Problem:
    logger.error("store away", exc_info=error)
    return Problem(503, why_store_away(), code="store-away", headers={"Retry-After": str(ASK_AGAIN_SECONDS)})


def forbidden(error: PermissionDenied) -> Problem:
    return Problem(403, str(error) or _("You may not do this."), code="forbidden")


def conflict(_error: IntegrityError) -> Problem:
    return Problem(409, _("Something else changed this at the same moment. Try again."), code="conflict")


def too_large(_error: RequestDataTooBig) -> Problem:
    """A document; recordings and pictures have limits of their own."""
    most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    return Problem(
        413, _("This is larger than the %(size)s that are taken at once.") % {"size": most}, code="too-large"
    )


def away(error: OperationalError | InterfaceError) -> Problem:
    """The database: stopped, locked, without room. It is not the caller's fault, and passes."""
    note(error)
    detail = _("The site can't answer just now. Nothing is lost: try again in a minute.")
    return Problem(503, detail, code="unavailable", headers={"Retry-After": str(ASK_AGAIN_AFTER)})


def stale(_error: ReauthenticationRequired) -> Problem:
    url = settings.BASE_URL + reverse("account_reauthenticate")
    return Problem(
        403, _("Show once more that it is you, then try again: %(url)s") % {"url": url}, code="reauthentication"
    )


def incomplete(_error: UnreadablePostError) -> Problem:
    return Problem(400, _("The body has not arrived whole. Send it again."), code="incomplete")


# Every exception that means "no", and the problem that says it; the rest is a fault.
PROBLEMS: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda problem: problem,
    Http404: lambda _error: missing(),
    PermissionDenied: forbidden,
    ValidationError: invalid,
    SchemaError: unreadable,
    HttpError: failed,
    Refused: refused,
    UploadProblem: not_taken,
    StoreAway: store_away,
    IntegrityError: conflict,
    OperationalError: away,
    InterfaceError: away,
    RequestDataTooBig: too_large,
    UnreadablePostError: incomplete,
    ReauthenticationRequired: stale,
}


def install(api: NinjaAPI) -> None:
    for kind, problem_of in PROBLEMS.items():
        api.add_exception_handler(kind, answerer(problem_of))
    api.add_exception_handler(Exception, fault)


def answerer(problem_of: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: problem_of(error).response()


def fault(request: HttpRequest, error: Any) -> HttpResponse:
    """Ours, so it is told to us as Django tells of faults; nothing of it goes out."""
    got_request_exception.send(sender=NinjaAPI, request=request)
    logger.error("A fault in the API.", exc_info=error, extra={"status_code": 500})
    detail = _("This went wrong, and it is our fault. We have been told; what was safe before is safe.")
    return Problem(500, detail, code="fault").response()
