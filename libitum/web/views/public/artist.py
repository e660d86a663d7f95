from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.catalog.selectors import artist_page, releases_of_artist, tracks_of_artist
from libitum.catalog.viewers import Viewer
from libitum.rights.selectors.marks import with_marks
from libitum.web.hiding import shows_generated
from libitum.web.sharing import artist_card, is_open

from .moved import follow_artist
from .paging import page_asked_for
from .private import for_this_viewer


@require_safe
def artist(request: HttpRequest, artist: str) -> HttpResponse:
    viewer = Viewer.of(request.user)
    found = artist_page(artist, viewer)
    if found is None:
        return follow_artist(request, artist, viewer)
    is_first = "before" not in request.GET
    generated = shows_generated(request)
    page = page_asked_for(request, lambda cursor: tracks_of_artist(found, cursor=cursor, generated=generated))
    with_marks(page.rows)
    context = {
        "artist": found,
        "viewer": viewer,
        "is_owner": viewer.user_id == found.owner_id,
        "card": artist_card(found) if is_open(found) and is_first else None,
        "page": page,
        "is_first": is_first,
        "releases": releases_of_artist(found) if is_first else [],
    }
    return for_this_viewer(render(request, "web/public/artist.html", context), listed=is_open(found))
