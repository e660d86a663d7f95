from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.catalog.data import licences
from libitum.catalog.models import Release, Track
from libitum.catalog.selectors import is_opened_by, release_moved_from, release_page, tracks_on
from libitum.catalog.viewers import Viewer
from libitum.rights.selectors.marks import with_marks
from libitum.web.sharing import is_open, release_card

from .moved import follow_artist, send_on
from .private import for_this_viewer


@require_safe
def release(request: HttpRequest, artist: str, slug: str) -> HttpResponse:
    viewer = Viewer.of(request.user)
    found = release_page(artist, slug, viewer)
    if found is None:
        moved = release_moved_from(artist, slug, viewer)
        return send_on(request, moved.get_absolute_url()) if moved else follow_artist(request, artist, viewer)
    return show(request, found, viewer)


@require_safe
def release_by_secret(request: HttpRequest, artist: str, slug: str, secret: str) -> HttpResponse:
    viewer = Viewer.of(request.user, secret)
    found = release_page(artist, slug, viewer)
    if found is None:
        moved = release_moved_from(artist, slug, viewer)
        there = f"{moved.get_absolute_url()}/s/{secret}" if moved else ""
        return send_on(request, there) if there else follow_artist(request, artist, viewer)
    if is_open(found) or not is_opened_by(found, secret):
        return HttpResponseRedirect(found.get_absolute_url())
    return show(request, found, viewer)


def show(request: HttpRequest, found: Release, viewer: Viewer) -> HttpResponse:
    tracks = with_marks(tracks_on(found, viewer))
    context = {
        "release": found,
        "tracks": tracks,
        "viewer": viewer,
        "secret": viewer.secret,
        "open_tracks": sum(track.is_open_to_ai for track in tracks),  # type: ignore[attr-defined]
        "total_ms": sum(track.duration_ms or 0 for track in tracks),
        "licences": licences_on(tracks),
        "is_owner": viewer.user_id == found.artist.owner_id,
        "card": release_card(found, tracks) if is_open(found) else None,
    }
    return for_this_viewer(render(request, "web/public/release.html", context), listed=is_open(found))


def licences_on(tracks: list[Track]) -> list[dict[str, object]]:
    """Each licence with the numbers of the tracks under it; no numbers where it is one for all."""
    numbers: dict[str, list[int]] = {}
    for number, track in enumerate(tracks, start=1):
        numbers.setdefault(track.licence, []).append(number)
    alone = len(numbers) == 1
    return [{"licence": licences()[name], "numbers": [] if alone else on} for name, on in numbers.items()]
