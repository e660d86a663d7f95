import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.rights.models import Ceremony, Statement
from libitum.rights.selectors.keys import signing_keys
from libitum.rights.selectors.receipts import ceremonies_of, statement_value
from libitum.rights.services.signing import check_waiting, request_options, sign, site_takes_signatures
from libitum.web.people import signed_in

from .showing import asks_for_personal_data, blocks_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_page(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole text, and one button. What is no longer open says so."""
    user = signed_in(request)
    ceremony = ceremonies_of(user).filter(uid=uid).first()
    if ceremony is None:
        raise Http404
    if why_over(ceremony):
        return show_over(request, ceremony)
    if request.method != "POST":
        return show(request, user, ceremony)
    try:
        statement = signed(request, user, ceremony)
    except ValidationError as error:
        # By now it may be signed: a double click must not be shown the form once more.
        ceremony.refresh_from_db()
        return show_over(request, ceremony) if why_over(ceremony) else show(request, user, ceremony, error.messages[0])
    messages.success(request, _("Signed. This is your receipt: keep a copy of it."))
    return redirect("consent-receipt", uid=statement.uid)


def why_over(ceremony: Ceremony) -> str:
    try:
        check_waiting(ceremony, timezone.now())
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def show_over(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    return render(request, "web/signing/over.html", {"sentence": why_over(ceremony)}, status=HTTPStatus.GONE)


def signed(request: HttpRequest, user: User, ceremony: Ceremony) -> Statement:
    """Raises ValidationError."""
    if asks_for_personal_data(statement_value(ceremony)) and not request.POST.get("personal"):
        raise ValidationError(_("Say yes to the use of your voice and likeness as well, or decide without them."))
    return sign(actor=user, ceremony=ceremony, credential=posted(request))


def posted(request: HttpRequest) -> dict[str, Any]:
    try:
        value = json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def show(request: HttpRequest, user: User, ceremony: Ceremony, trouble: str = "") -> HttpResponse:
    value = statement_value(ceremony)
    keys = list(signing_keys(user))
    now = timezone.now()
    context = {
        "ceremony": ceremony,
        "language": value["language"],
        "blocks": blocks_of(value),
        "is_possible": site_takes_signatures(),
        "is_personal": asks_for_personal_data(value),
        "ready": [key for key in keys if key.may_grant_from <= now],
        "waiting": [key for key in keys if key.may_grant_from > now],
        "options": {"publicKey": request_options(ceremony, user)},
        "wait_hours": settings.KEY_WAIT_HOURS,
        "trouble": trouble,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK
    return render(request, "web/signing/sign.html", context, status=status)
