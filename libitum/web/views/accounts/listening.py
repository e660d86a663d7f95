from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from libitum.rights.selectors.listening import PURPOSES, listening, sends_signal
from libitum.rights.services.listening import set_listening
from libitum.web.ai.words import told
from libitum.web.people import signed_in
from libitum_verify.rights.vocabulary import vocabulary

YES_NO = {"yes": True, "no": False}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_listening(request: HttpRequest) -> HttpResponse:
    """A listener's own switches."""
    user = signed_in(request)
    if request.method == "POST":
        return change(request)
    now = listening(user, request)
    rows = [(told(vocabulary().purposes[purpose]), now[purpose]) for purpose in PURPOSES]
    return render(request, "web/settings/listening.html", {"rows": rows, "sends_signal": sends_signal(request)})


def change(request: HttpRequest) -> HttpResponse:
    wanted = {purpose: request.POST.get(purpose, "") for purpose in PURPOSES}
    choices = {purpose: YES_NO[value] for purpose, value in wanted.items() if value in YES_NO}
    try:
        said = set_listening(user=signed_in(request), choices=choices, language=get_language() or "en")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved.") if said else _("Nothing has changed."))
    return redirect("settings-listening")
