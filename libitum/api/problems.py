"""Refusals as RFC 9457 problem documents: a sentence in the request's language, a code for programs."""

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as SchemaError

from .sentences import sentence_for

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


def install(api: NinjaAPI) -> None:
    """Every exception that means "no" becomes its problem document; the rest is a fault, and Django's to report."""

    def problem(_request: HttpRequest, error: Any) -> HttpResponse:
        return as_problem(error).response()

    for kind in (Problem, Http404, PermissionDenied, ValidationError, SchemaError, HttpError):
        api.add_exception_handler(kind, problem)


def as_problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case ValidationError():
            return invalid(error)
        case SchemaError():
            return unreadable(error)
        case HttpError():
            return failed(error)
        case PermissionDenied():
            return Problem(403, str(error) or _("You may not do this."), code="forbidden")
    return missing()
