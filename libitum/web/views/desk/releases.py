"""Releases: the list, a new one, and everything that can be said of one."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.catalog.selectors.desk import former_addresses, my_artists, my_releases, tracks_in, tracks_to_add
from libitum.catalog.services import create_release, delete_release, update_release
from libitum.media.selectors.jobs import picture_on_its_way
from libitum.web.desk.artwork import change_picture
from libitum.web.desk.order import arranged, is_arranging
from libitum.web.desk.states import audience_of, with_states
from libitum.web.forms.errors import tell
from libitum.web.forms.release import NewReleaseForm, ReleaseForm
from libitum.web.people import signed_in

from .mine import own_release


@login_required
@never_cache
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = [(release, audience_of(release)) for release in my_releases(user)]
    context = {"rows": rows, "has_artist": bool(rows) or my_artists(user).exists()}
    return render(request, "web/desk/releases.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not my_artists(user).exists():
        messages.info(request, _("First make the page that you publish under."))
        return redirect("artist-new")
    form = NewReleaseForm(request.POST or None, user=user)
    if form.is_valid():
        try:
            release = create_release(actor=user, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("release-edit", release.uid)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "web/desk/release_new.html", {"form": form}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    user, release = signed_in(request), own_release(request, uid)
    form = ReleaseForm(request.POST or None, request.FILES or None, instance=release)
    order = arranged(request, user, tracks_in(release))
    helping = is_arranging(request)
    if form.is_bound and not helping and save(user, release, form, order):
        messages.success(request, _("Saved."))
        return redirect("release-publish" if request.POST.get("then") == "publish" else "release-edit", release.uid)
    context = {
        "release": release,
        "form": form,
        "rows": with_states(order),
        "to_add": tracks_to_add(user, but=order),
        "state": audience_of(release),
        "picture": picture_on_its_way(release),
        "former": former_addresses(release),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and not helping else HTTPStatus.OK
    return render(request, "web/desk/release.html", context, status=status)


def save(actor: User, release: Release, form: ReleaseForm, order: list[Track]) -> bool:
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            update_release(actor=actor, release=release, tracks=order, **form.values())
            change_picture(actor, release, form)
    except ValidationError as error:
        tell(form, error)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, uid: str) -> HttpResponse:
    release = own_release(request, uid)
    if request.method != "POST":
        return render(request, "web/desk/release_delete.html", {"release": release})
    delete_release(actor=signed_in(request), release=release)
    messages.success(request, _("“%(title)s” is deleted; its tracks stay.") % {"title": release.title})
    return redirect("my-releases")
