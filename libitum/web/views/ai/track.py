from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.catalog.selectors import track_moved_from, track_page
from libitum.catalog.viewers import Viewer
from libitum.rights.selectors.marks import mark_of
from libitum.web.ai.public import rows_of
from libitum.web.sharing import is_open
from libitum.web.views.community.addresses import track_address
from libitum.web.views.public.facts import told_address, uses_address
from libitum.web.views.public.moved import follow_artist, send_on
from libitum.web.views.public.private import for_this_viewer


@require_safe
def track_ai(request: HttpRequest, artist: str, slug: str) -> HttpResponse:
    """The whole to the mark: what AI may do with one work. `?key=`: of the secret link that one came by."""
    viewer = Viewer.of(request.user, request.GET.get("key", "")[:64])
    track = track_page(artist, slug, viewer)
    if track is None:
        moved = track_moved_from(artist, slug, viewer)
        return send_on(request, f"{moved.get_absolute_url()}/ai") if moved else follow_artist(request, artist, viewer)
    mark = mark_of(track)
    back = track.get_absolute_url() if is_open(track) else track_address(track, viewer.secret)
    context = {
        "track": track,
        "mark": mark,
        "groups": rows_of(track, mark),
        "back": back,
        "told_url": told_address(track, viewer.secret),
        "uses_url": uses_address(track, viewer.secret),
        "is_open": is_open(track),
    }
    return for_this_viewer(render(request, "web/ai/track.html", context), listed=is_open(track))
