from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from libitum.accounts.sessions import sign_ins, sign_out, sign_out_everywhere
from libitum.web.people import signed_in


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    rows = sign_ins(signed_in(request), request.session.session_key)
    return render(request, "web/settings/sessions.html", {"sign_ins": rows})


@login_required
@require_POST
@reauthentication_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    if sign_out(user=signed_in(request), pk=pk):
        messages.success(request, _("Signed out there."))
    return redirect("settings-sessions")


@login_required
@require_POST
@reauthentication_required
def end_others(request: HttpRequest) -> HttpResponse:
    number = sign_out_everywhere(user=signed_in(request), but=request.session.session_key)
    text = ngettext("Signed out in %(number)d other place.", "Signed out in %(number)d other places.", number)
    messages.success(request, text % {"number": number})
    return redirect("settings-sessions")


@login_required
@require_POST
@reauthentication_required
def end_all(request: HttpRequest) -> HttpResponse:
    sign_out_everywhere(user=signed_in(request))
    logout(request)
    messages.success(request, _("You are signed out everywhere, here too."))
    return redirect("account_login")
