"""Errors as sentences in the site's frame: what happened, what is safe, what to do."""

import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext_lazy as _

from libitum.common.database import RETRY_AFTER, is_away, note

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Programs are answered in their own formats.
PROGRAMS = ("/api/", "/media/", "/oembed", "/healthz", "/readyz", "/metrics")


@dataclass(frozen=True, slots=True)
class Sentence:
    title: "_StrPromise"
    text: "_StrPromise"


SENTENCES = {
    400: Sentence(_("That was not understood."), _("What the browser sent makes no sense here. Nothing was changed.")),
    403: Sentence(
        _("This is not yours to open."),
        _("The page exists for others. If it should be yours, sign in with the account that it belongs to."),
    ),
    404: Sentence(
        _("Tacet."),
        _("Nothing sounds at this address. It may have been taken back, kept private, or never have been here."),
    ),
    405: Sentence(_("Not in this way."), _("This address can't be used like that. Nothing was changed.")),
    410: Sentence(_("It is gone."), _("What stood here was removed for good by whoever made it.")),
    413: Sentence(_("Too much at once."), _("What was sent is larger than this page takes. Nothing was changed.")),
    429: Sentence(
        _("A pause, please."),
        _("That was asked too often in a short time. Nothing is lost: wait a minute and try again."),
    ),
    500: Sentence(
        _("A wrong note."),
        _(
            "Something broke on our side, and it was written down for the people who run this site. What you uploaded "
            "and published before is safe. Go back and try again; if it happens once more, tell them."
        ),
    ),
    503: Sentence(_("One moment."), _("The site can't answer just now. Nothing is lost: try again in a minute.")),
}


def error_page(request: HttpRequest, status: int, text: object = "") -> HttpResponse:
    """`text` says more than the usual sentence; `status` is one of SENTENCES."""
    sentence = SENTENCES[status]
    context = {"status": status, "title": sentence.title, "text": text or sentence.text}
    return render(request, "web/errors/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A BadRequest's words are ours and meant to be read; other exceptions' are not."""
    return error_page(request, HTTPStatus.BAD_REQUEST, str(exception) if type(exception) is BadRequest else "")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, HTTPStatus.FORBIDDEN, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No words of the exception: they name addresses and models."""
    return error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of database, session or settings: any of them may be what broke."""
    fault = sys.exc_info()[1]
    if is_away(fault):
        note(fault)
        return come_back(request)
    return bare_page(HTTPStatus.INTERNAL_SERVER_ERROR)


def come_back(request: HttpRequest) -> HttpResponse:
    """The database is away. Players and programs take a line of text; people get a page."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith(PROGRAMS):
        line = f"{SENTENCES[status].text}\n"
        response = HttpResponse(line, content_type="text/plain; charset=utf-8", status=status)
    else:
        response = bare_page(status)
    response["Retry-After"], response["Cache-Control"] = str(RETRY_AFTER), "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - else Django writes the whole trace
    return response


def bare_page(status: HTTPStatus) -> HttpResponse:
    sentence = SENTENCES[status]
    context = {"status": int(status), "title": sentence.title, "text": sentence.text}
    return HttpResponse(loader.render_to_string("web/errors/server_error.html", context), status=status)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's check that a form came from a page of ours."""
    return error_page(
        request,
        HTTPStatus.FORBIDDEN,
        _(
            "This form was open for very long, or cookies are switched off, so we can't tell that it was you who sent "
            "it. Nothing was changed. Go back, load the page anew and send it again."
        ),
    )
