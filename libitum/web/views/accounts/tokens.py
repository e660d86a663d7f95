from datetime import timedelta
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from libitum.accounts.forms import TokenForm
from libitum.accounts.models import ApiToken, User
from libitum.accounts.tokens import create_token, revoke_token
from libitum.web.people import signed_in


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The key itself is in the answer to the post alone: it is nowhere to be read again."""
    user = signed_in(request)
    form = TokenForm(request.POST or None, user=user)
    key = make(user, form) if form.is_valid() else ""
    if key:
        form = TokenForm(user=user)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    rows = user.api_tokens.order_by("revoked_at", "-created_at", "-pk")
    return render(request, "web/settings/tokens.html", {"form": form, "tokens": rows, "key": key}, status=status)


def make(user: User, form: TokenForm) -> str:
    data = form.cleaned_data
    expires_at = timezone.now() + timedelta(days=data["days"]) if data["days"] else None
    try:
        return create_token(user=user, name=data["name"], scopes=data["scopes"], expires_at=expires_at)[1]
    except ValidationError as error:
        form.add_error(None, error)
        return ""


@login_required
@require_POST
def revoke(request: HttpRequest, uid: str) -> HttpResponse:
    user = signed_in(request)
    token = get_object_or_404(ApiToken, user=user, uid=uid)
    revoke_token(actor=user, token=token)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("settings-tokens")
