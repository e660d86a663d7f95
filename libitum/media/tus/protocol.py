"""What every answer under /api/v1/uploads has in common."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from libitum.common.database import AWAY, note

from .headers import EXTENSIONS, VERSION, names
from .identity import identify
from .problems import PROBLEMS, Crowded, MethodNotAllowed, OtherVersion, Unavailable, answer

Handler = Callable[..., HttpResponse]
# A refusal reaches its reader only once the body has been taken in; a longer one isn't worth it.
DRAIN_BYTES = 16 * 1024 * 1024
DRAIN_PIECE = 64 * 1024


def resource(**handlers: Handler) -> Callable[..., HttpResponse]:
    """One view out of a handler per method, each called with the person, the request and what the address names."""

    @csrf_exempt  # identify() asks for the token where the session speaks
    def view(request: HttpRequest, **kwargs: str) -> HttpResponse:
        method = method_of(request)
        if method == "OPTIONS":
            return finished(request, options(handlers))
        try:
            user = identify(request)
            require_version(request, method)
            response = handler_of(handlers, method)(user, request, **kwargs)
        except Crowded as problem:
            response = answer(problem)  # its body unread: taking it in would hold the very thread that is wanted
        except PROBLEMS as problem:
            response = answer(problem)
            drain(request)
        except AWAY as error:
            note(error)
            response = answer(Unavailable())
            drain(request)
        return finished(request, response, handlers)

    return view


def method_of(request: HttpRequest) -> str:
    """tus lets clients that can't PATCH or DELETE say so in a header."""
    method = request.method or ""
    return request.headers.get("X-HTTP-Method-Override", method).upper() if method == "POST" else method


def handler_of(handlers: dict[str, Handler], method: str) -> Handler:
    try:
        return handlers[method.lower()]
    except KeyError:
        raise MethodNotAllowed(_("This address doesn't know the method %(name)s.") % {"name": method}) from None


def require_version(request: HttpRequest, method: str) -> None:
    """GET is ours; all else is tus."""
    if method != "GET" and request.headers.get("Tus-Resumable") != VERSION:
        raise OtherVersion(_("This server speaks tus %(version)s: say so in Tus-Resumable.") % {"version": VERSION})


def options(handlers: dict[str, Handler]) -> HttpResponse:
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Allow": allowed(handlers),
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES),
            "Tus-Checksum-Algorithm": names(),
        },
    )


def allowed(handlers: dict[str, Handler]) -> str:
    return ", ".join([*(name.upper() for name in handlers), "OPTIONS"])


def finished(request: HttpRequest, response: HttpResponse, handlers: dict[str, Handler] | None = None) -> HttpResponse:
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        response["Tus-Version"] = VERSION
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and handlers is not None:
        response["Allow"] = allowed(handlers)
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    if request.method == "HEAD":
        response.content = b""
    return response


def drain(request: HttpRequest) -> None:
    """Many clients that are refused while they still send see a broken connection instead of the reason."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > DRAIN_BYTES:
        return
    try:
        while request.read(DRAIN_PIECE):
            pass
    except OSError:
        return
