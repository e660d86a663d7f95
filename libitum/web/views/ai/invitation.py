"""Where somebody whom credits name says who they are. The address alone opens it; answering needs an account."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.rights.models import Invitation
from libitum.rights.selectors.holders import holdings_of, invitation_at
from libitum.rights.services.invitations import take_up
from libitum.web.views.community.private import for_nobody_else


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitation_at(token)
    if found is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        return answer(request, found, request.user)
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    return show(request, found, HTTPStatus.OK)


def answer(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    answers = {key: value == "yes" for key, value in request.POST.items() if value in ("yes", "no")}
    try:
        take_up(actor=user, invitation=found, answers=answers)
    except (ValidationError, PermissionDenied) as error:
        messages.error(request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error))
        refused = isinstance(error, PermissionDenied)
        return show(request, found, HTTPStatus.FORBIDDEN if refused else HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Thank you. What is yours, you decide about from now on."))
    return redirect("ai-holdings")


def show(request: HttpRequest, found: Invitation, status: HTTPStatus) -> HttpResponse:
    is_open = found.answered_at is None
    context = {
        "invitation": found,
        "holdings": list(holdings_of(found.party)) if is_open else [],
        "is_open": is_open,
        "onward": urlencode({"next": request.path}),
    }
    return for_nobody_else(render(request, "web/ai/invitation.html", context, status=status))
