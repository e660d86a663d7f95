from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from libitum.accounts.forms import CloseAccountForm
from libitum.accounts.services import close_account
from libitum.catalog.selectors.desk import works_of
from libitum.export.selectors import everything_of
from libitum.media.selectors.uploads import quota_of
from libitum.web.people import signed_in
from libitum.web.rates import seldom


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "web/settings/data.html", {"quota": quota_of(signed_in(request))})


@login_required
@never_cache
@require_safe
@seldom("export")
def export(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(everything_of(signed_in(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="libitum-{timezone.localdate().isoformat()}.json"'
    return response


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = CloseAccountForm(request.POST or None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "web/settings/close.html", {"form": form, "works": works_of(user)}, status=status)
    close_account(user=user)
    logout(request)
    messages.success(request, _("Your account and your works are deleted. Farewell."))
    return redirect("home")
