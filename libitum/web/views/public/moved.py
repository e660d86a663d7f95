"""Addresses that changed: whoever comes by a former one is sent on for good."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from libitum.catalog.selectors import artist_moved_from
from libitum.catalog.viewers import Viewer


def send_on(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def follow_artist(request: HttpRequest, slug: str, viewer: Viewer) -> HttpResponse:
    """To the same page under the artist's new name, or 404."""
    artist = artist_moved_from(slug, viewer)
    if artist is None:
        raise Http404
    rest = request.path.removeprefix(f"/{slug}")
    return send_on(request, artist.get_absolute_url() + rest)
