"""What everybody may know of what was done with a work: what an engine received, and for what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.catalog.models import Track
from libitum.catalog.selectors import track_moved_from, track_page
from libitum.catalog.viewers import Viewer
from libitum.rights.selectors.uses import declared_run, declared_runs, declared_uses, work_of
from libitum.web.people import signed_in
from libitum.web.sharing import is_open
from libitum.web.views.public.facts import ai_address
from libitum.web.views.public.moved import follow_artist, send_on
from libitum.web.views.public.private import for_this_viewer


@require_safe
def work_uses(request: HttpRequest, artist: str, slug: str) -> HttpResponse:
    """`?key=`: of the secret link that one came by."""
    viewer = Viewer.of(request.user, request.GET.get("key", "")[:64])
    track = track_page(artist, slug, viewer)
    if track is None:
        return moved(request, artist, slug, viewer, "/uses")
    context = {**around(request, track, viewer), "declared": declared_uses(track), "runs": declared_runs(track)}
    return for_this_viewer(render(request, "web/uses/public.html", context), listed=is_open(track))


@require_safe
def work_use(request: HttpRequest, artist: str, slug: str, run: str) -> HttpResponse:
    """One run that received this work: checked in the reader's browser as far as anybody can."""
    viewer = Viewer.of(request.user, request.GET.get("key", "")[:64])
    track = track_page(artist, slug, viewer)
    if track is None:
        return moved(request, artist, slug, viewer, f"/uses/{run}")
    at = declared_run(track, run)
    if at is None:
        raise Http404
    context = {**around(request, track, viewer), "at": at}
    return for_this_viewer(render(request, "web/uses/public_use.html", context), listed=is_open(track))


def around(request: HttpRequest, track: Track, viewer: Viewer) -> dict[str, object]:
    return {
        "track": track,
        "secret": viewer.secret,
        "back": ai_address(track, viewer.secret),
        "is_mine": request.user.is_authenticated and work_of(signed_in(request), track.uid) is not None,
        "is_open": is_open(track),
    }


def moved(request: HttpRequest, artist: str, slug: str, viewer: Viewer, rest: str) -> HttpResponse:
    found = track_moved_from(artist, slug, viewer)
    return send_on(request, found.get_absolute_url() + rest) if found else follow_artist(request, artist, viewer)
