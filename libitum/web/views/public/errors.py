"""Errors as sentences in the site's frame: what happened, what is safe, what to do."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


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
    return HttpResponse(
        loader.render_to_string("web/errors/server_error.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR
    )


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
