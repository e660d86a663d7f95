"""The list of one's tracks, and what is done with several of them at once."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.selectors import newest_first
from libitum.catalog.selectors.desk import my_artists, my_releases, my_tracks, tracks_in
from libitum.catalog.services import Outcome, for_each, publish, set_release_tracks, unlist
from libitum.web.asked import words_asked_for
from libitum.web.desk.states import with_states
from libitum.web.people import signed_in
from libitum.web.views.public.paging import page_asked_for

from .mine import own_release

PER_PAGE = 50
MOST_AT_ONCE = 500
MOST_TOLD = 10


@login_required
@never_cache
@require_safe
def tracks(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    words = words_asked_for(request, most=200)
    found = my_tracks(user).filter(title__icontains=words) if words else my_tracks(user)
    page = page_asked_for(request, lambda cursor: newest_first(found, cursor=cursor, size=PER_PAGE, by="created_at"))
    context = {
        "rows": with_states(page.rows),
        "page": page,
        "is_first": "before" not in request.GET,
        "words": words,
        "releases": list(my_releases(user)[:200]),
        "has_artist": bool(page.rows) or my_artists(user).exists(),
    }
    return render(request, "web/desk/tracks.html", context)


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    chosen = list(my_tracks(user).filter(uid__in=request.POST.getlist("track")[:MOST_AT_ONCE]))
    if not chosen:
        messages.warning(request, _("First choose tracks by the boxes beside them."))
        return redirect("my-tracks")
    match request.POST.get("act"):
        case "publish":
            return publish_many(request, user, chosen)
        case "unlist":
            tell(request, for_each(chosen, lambda track: unlist(actor=user, work=track)), _("Unlisted: %(number)d."))
            return redirect("my-tracks")
        case "add":
            return add_to_release(request, user, chosen)
    raise BadRequest(_("Choose what to do with these tracks."))


def publish_many(request: HttpRequest, user: User, chosen: list[Track]) -> HttpResponse:
    """Asks once more, and says who will hear them."""
    if "sure" not in request.POST:
        unsaid = any(not track.rights_basis for track in chosen)
        return render(request, "web/desk/publish_many.html", {"tracks": chosen, "unsaid": unsaid})
    act = partial(publish_one, user, is_holder="is_holder" in request.POST)
    tell(request, for_each(chosen, act), _("Published: %(number)d. Everybody can hear them as soon as they are ready."))
    return redirect("my-tracks")


def publish_one(user: User, track: Track, *, is_holder: bool) -> None:
    publish(actor=user, work=track, is_holder=is_holder)


def add_to_release(request: HttpRequest, user: User, chosen: list[Track]) -> HttpResponse:
    release = own_release(request, request.POST.get("release", ""))
    there = tracks_in(release)
    fresh = [track for track in reversed(chosen) if track not in there]
    set_release_tracks(actor=user, release=release, tracks=[*there, *fresh])
    text = ngettext("%(number)d track added to “%(title)s”.", "%(number)d tracks added to “%(title)s”.", len(fresh))
    messages.success(request, text % {"number": len(fresh), "title": release.title})
    return redirect("release-edit", release.uid)


def tell(request: HttpRequest, outcome: Outcome, done: str) -> None:
    if outcome.done:
        messages.success(request, done % {"number": len(outcome.done)})
    for track, sentence in outcome.refused[:MOST_TOLD]:
        messages.error(request, f"{track.title}: {sentence}")
    if len(outcome.refused) > MOST_TOLD:
        rest = len(outcome.refused) - MOST_TOLD
        messages.error(request, ngettext("And %(number)d more.", "And %(number)d more.", rest) % {"number": rest})
