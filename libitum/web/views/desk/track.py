"""One track: everything that can be said of it."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.selectors.desk import former_addresses
from libitum.catalog.services import delete_track, update_track
from libitum.media.addresses import original_address
from libitum.media.selectors.jobs import picture_on_its_way
from libitum.media.selectors.offers import Offer, offer_of
from libitum.media.services.artwork import take_up_cover
from libitum.web.desk.artwork import change_picture
from libitum.web.desk.offers import suggestions
from libitum.web.desk.states import with_states
from libitum.web.desk.typing import is_helping, typed
from libitum.web.forms.credits import PREFIX, CreditForm, CreditFormSet, credits_initial
from libitum.web.forms.errors import tell
from libitum.web.forms.lines import Lines
from libitum.web.forms.track import TrackForm
from libitum.web.people import signed_in, viewer_of

from .mine import own_track


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    track = own_track(request, uid)
    offer = offer_of(track)
    suggested = suggestions(offer)
    data = typed(request, PREFIX, suggested)
    form = TrackForm(data, request.FILES or None, instance=track)
    people = CreditFormSet(data, prefix=PREFIX, initial=credits_initial(track.credits.all()))
    if data is not None and not is_helping(request) and save(signed_in(request), track, form, people):
        return after_saving(request, track)
    context = {"form": form, "credits": people, "suggestions": suggested, **surroundings(track, offer)}
    wrong = data is not None and not is_helping(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "web/desk/track.html", context, status=status)


def surroundings(track: Track, offer: Offer | None) -> dict[str, object]:
    """What stands beside the form."""
    ((_track, state),) = with_states([track])
    return {
        "track": track,
        "state": state,
        "offer": offer,
        "picture": picture_on_its_way(track),
        "master": track.masters.filter(current=True).select_related("original").first(),
        "former": former_addresses(track),
    }


def save(actor: User, track: Track, form: TrackForm, people: Lines[CreditForm]) -> bool:
    if not (form.is_valid() and people.is_valid()):
        return False
    try:
        with transaction.atomic():
            update_track(actor=actor, track=track, credits=people.rows(), **form.values())
            change_picture(actor, track, form)
    except ValidationError as error:
        tell(form, error)
        return False
    return True


def after_saving(request: HttpRequest, track: Track) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("track-publish" if request.POST.get("then") == "publish" else "track-edit", track.uid)


@login_required
@require_POST
def take_cover(request: HttpRequest, uid: str) -> HttpResponse:
    track = own_track(request, uid)
    offer = offer_of(track)
    if offer is not None and offer.cover is not None:
        take_up_cover(actor=signed_in(request), master=offer.master)
        messages.success(request, _("The picture from the file is the track's picture now."))
    return redirect("track-edit", track.uid)


@login_required
@never_cache
@require_safe
def original(request: HttpRequest, uid: str) -> HttpResponse:
    """To one's own file, as it was uploaded."""
    track = own_track(request, uid)
    master = track.masters.filter(current=True).select_related("original").first()
    if master is None:
        raise Http404
    return redirect(original_address(track, master, viewer_of(request)).url)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, uid: str) -> HttpResponse:
    track = own_track(request, uid)
    if request.method != "POST":
        return render(request, "web/desk/track_delete.html", {"track": track})
    delete_track(actor=signed_in(request), track=track)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": track.title})
    return redirect("my-tracks")
