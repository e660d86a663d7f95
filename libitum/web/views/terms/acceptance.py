from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from libitum.accounts.models import User
from libitum.rights.models import AcceptedHow
from libitum.rights.services.terms import accept
from libitum.web.context import LATER

from .pages import announced, only_as_published, show
from .purposes import reading_language

A_YEAR = 365 * 24 * 3600  # seconds


@require_POST
@login_required
@only_as_published
def terms_accept(request: HttpRequest, number: int) -> HttpResponse:
    """A yes: the box is ticked by hand, and the button is pressed."""
    version = announced(number)
    assert isinstance(request.user, User)  # noqa: S101 - for the type: signed in
    if request.POST.get("yes") != "on":
        sentence = _("Nothing was recorded: tick the box if you want to say yes.")
        return show(request, version, sentence, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        accept(user=request.user, version=version, language=reading_language(), how=AcceptedHow.PAGE)
    except ValidationError as error:
        return show(request, version, " ".join(error.messages), HTTPStatus.UNPROCESSABLE_ENTITY)
    said = _("You said yes to version %(number)d of the terms. That is written down, with the time.")
    messages.success(request, said % {"number": version.number})
    return redirect(version)


@require_POST
def terms_later(request: HttpRequest, number: int) -> HttpResponse:
    """The banner rests until there is a newer version. Nothing else follows from it."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if safe else "terms")
    response.set_cookie(
        LATER, str(number), max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
