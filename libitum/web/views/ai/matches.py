"""Two works that may be one recording: reported by an artist, opened and closed by moderators."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.catalog.viewers import Viewer
from libitum.community.addresses import about_at
from libitum.rights.models import Match
from libitum.rights.selectors.matches import match_by
from libitum.rights.services.matches import close_match, open_match, withdraw_match
from libitum.web.forms.matches import CloseMatchForm, OpenMatchForm, ReportMatchForm
from libitum.web.people import signed_in, viewer_of
from libitum.web.views.community.attempts import attempt
from libitum.web.views.community.moderation import moderator, moderators_only

from .holders import void
from .moderation import decide, show

OF_FORM = {"other": "address"}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, uid: str) -> HttpResponse:
    """`uid` of a work of one's own, whose recording lies under another account too."""
    actor = signed_in(request)
    track = get_object_or_404(Track.objects.select_related("artist"), uid=uid, artist__owner=actor)
    form = ReportMatchForm(request.POST if request.method == "POST" else None)
    status: HTTPStatus | None = HTTPStatus.OK
    if request.method == "POST":
        status = attempt(form, lambda: report(actor, track, form, viewer_of(request)), OF_FORM)
    if status is None:
        messages.success(request, _("It is reported. A moderator will decide."))
        return redirect("track-holders", track.uid)
    return render(request, "web/ai/match.html", {"track": track, "form": form}, status=status)


def report(actor: User, track: Track | None, form: Form, viewer: Viewer) -> None:
    other = track_at(form, "address", viewer)
    if track is not None and other is not None:
        open_match(actor=actor, track=track, other=other, note=form.cleaned_data["note"])


def track_at(form: Form, field: str, viewer: Viewer) -> Track | None:
    """The work whose page is there, with an error in the form if there is none that they see."""
    found = about_at(form.cleaned_data[field], viewer)
    if found is not None and found[0].startswith("track:"):
        secret = Viewer(viewer.user_id, viewer.is_moderator, found[1])
        track = track_by_uid(found[0].removeprefix("track:"), secret)
        if track is not None:
            return track
    form.add_error(field, _("There is no track's page at this address."))
    return None


@login_required
@require_POST
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    actor = signed_in(request)
    row = match_by(actor, uid)
    if row is None:
        raise Http404
    form = Form(request.POST)
    if attempt(form, lambda: void(withdraw_match(actor=actor, match=row))) is not None:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    else:
        messages.success(request, _("It is taken back."))
    mine = row.track if row.track.artist.owner_id == actor.pk else row.other
    return redirect("track-holders", mine.uid)


@moderators_only
@require_POST
def open_one(request: HttpRequest) -> HttpResponse:
    form, actor = OpenMatchForm(request.POST), moderator(request)
    viewer = viewer_of(request)
    status = attempt(form, lambda: report(actor, track_at(form, "mine", viewer), form, viewer), OF_FORM)
    if status is not None:
        return show(request, "match", form, status)
    messages.success(request, _("It is open now."))
    return redirect("moderation-rights")


@moderators_only
@require_POST
def close(request: HttpRequest, uid: str) -> HttpResponse:
    row = get_object_or_404(Match, uid=uid)
    form, actor = CloseMatchForm(request.POST), moderator(request)
    return decide(request, uid, form, lambda: void(close_match(actor=actor, match=row, **form.cleaned_data)))
