"""Who hears a work: one clear act, and the secret links beside it."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from libitum.catalog.models import Release, Track, Visibility
from libitum.catalog.selectors.desk import tracks_in
from libitum.catalog.services import create_secret_link, revoke_secret_link
from libitum.web.desk.states import audience_of
from libitum.web.forms.errors import tell
from libitum.web.forms.publication import PublicationForm, SecretLinkForm
from libitum.web.people import signed_in

from .mine import own_link, own_release, own_track


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish_track(request: HttpRequest, uid: str) -> HttpResponse:
    return publication(request, own_track(request, uid))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish_release(request: HttpRequest, uid: str) -> HttpResponse:
    return publication(request, own_release(request, uid))


def publication(request: HttpRequest, work: Track | Release) -> HttpResponse:
    form = PublicationForm(request.POST or None, work=work, tracks=unpublished(work))
    if not (form.is_valid() and form.apply(signed_in(request))):
        return show(request, work, form, SecretLinkForm(prefix="link"))
    messages.success(request, what_holds(work))
    return redirect(here(work))


@login_required
@require_POST
def new_link(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    work = own_track(request, uid) if kind == "tracks" else own_release(request, uid)
    form = SecretLinkForm(request.POST, prefix="link")
    if form.is_valid():
        try:
            create_secret_link(actor=signed_in(request), work=work, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The link is made. Copy it below."))
            return redirect(here(work) + "#links")
    return show(request, work, PublicationForm(work=work, tracks=unpublished(work)), form)


@login_required
@require_POST
def revoke_link(request: HttpRequest, uid: str) -> HttpResponse:
    link = own_link(request, uid)
    revoke_secret_link(actor=signed_in(request), link=link)
    messages.success(request, _("The link opens nothing any more."))
    work = link.track or link.release
    assert work is not None  # noqa: S101 - a check constraint holds it
    return redirect(here(work) + "#links")


def unpublished(work: Track | Release) -> list[Track]:
    return [track for track in tracks_in(work) if not track.is_public] if isinstance(work, Release) else []


def here(work: Track | Release) -> str:
    return reverse("track-publish" if isinstance(work, Track) else "release-publish", args=[work.uid])


def what_holds(work: Track | Release) -> str:
    if work.is_scheduled:
        return _("It is announced to nobody, and everybody can hear it from the time you chose.")
    if work.is_public:
        ready = not isinstance(work, Track) or work.audio_ready_at is not None
        return _("Everybody can hear it now.") if ready else _("Everybody can hear it as soon as it is ready.")
    if work.visibility == Visibility.UNLISTED:
        return _("Only who has a secret link can hear it.")
    return _("Nobody but you can hear it.")


def show(request: HttpRequest, work: Track | Release, form: PublicationForm, link_form: SecretLinkForm) -> HttpResponse:
    context = {
        "work": work,
        "is_track": isinstance(work, Track),
        "form": form,
        "link_form": link_form,
        "state": audience_of(work),
        "unpublished": unpublished(work),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or link_form.errors else HTTPStatus.OK
    return render(request, "web/desk/publication.html", context, status=status)
