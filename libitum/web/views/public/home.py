from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from libitum.catalog.selectors import newest_releases, newest_tracks
from libitum.rights.selectors.marks import with_marks
from libitum.web.hiding import shows_generated

from .paging import page_asked_for


def home(request: HttpRequest) -> HttpResponse:
    page = page_asked_for(request, lambda cursor: newest_tracks(cursor=cursor, generated=shows_generated(request)))
    with_marks(page.rows)
    is_first = "before" not in request.GET
    releases = newest_releases(size=6).rows if is_first else []
    return render(request, "web/public/home.html", {"page": page, "is_first": is_first, "releases": releases})
