from django.http import HttpRequest
from ninja import Query, Router

from libitum.api.auth import anybody, viewer_of
from libitum.api.documents.artists import artist_row
from libitum.api.documents.releases import release_row
from libitum.api.documents.tracks import track_row
from libitum.api.limits import Limit
from libitum.api.schemas.search import Found, SearchAsked
from libitum.catalog.search import search

router = Router(tags=["search"])


@router.get("", auth=anybody(), response=Found, url_name="search", throttle=[Limit("search")])
def find(request: HttpRequest, asked: Query[SearchAsked]) -> Found:
    """Published works and artists by words of titles, names, tags, lyrics and descriptions; accents don't matter."""
    results, viewer = search(asked.q, limit=asked.limit, generated=asked.generated), viewer_of(request)
    return Found(
        tracks=[track_row(track, viewer) for track in results.tracks],
        releases=[release_row(release, viewer) for release in results.releases],
        artists=[artist_row(artist, viewer) for artist in results.artists],
    )
