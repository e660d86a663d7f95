"""Tempo and key: what was measured, what the artist says instead."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from libitum.accounts.models import User
from libitum.analysis.selectors import sounding_of
from libitum.analysis.services.correcting import correct
from libitum.catalog.models import Track
from libitum.web.forms.errors import tell
from libitum.web.forms.sound import SoundForm
from libitum.web.people import signed_in
from libitum.web.sounding import why_not

from .mine import own_track


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    track = own_track(request, uid)
    sounding = sounding_of(track)
    form = SoundForm.about(sounding.correction, request.POST if request.method == "POST" else None)
    if form.is_bound and save(signed_in(request), track, form):
        messages.success(request, _("Saved."))
        return redirect("track-edit", track.uid)
    context = {"track": track, "form": form, "sounding": sounding, "why_not": why_not(sounding)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "web/desk/track_sound.html", context, status=status)


def save(actor: User, track: Track, form: SoundForm) -> bool:
    if not form.is_valid():
        return False
    try:
        correct(actor=actor, track=track, **form.cleaned_data)
    except ValidationError as error:
        tell(form, error)
        return False
    return True
