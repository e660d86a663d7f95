"""Pictures of tracks, releases and artists: the same operations under all three."""

from collections.abc import Callable

from django.http import HttpRequest
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.documents.pictures import Work, picture_state
from libitum.api.found import as_writer, to_change
from libitum.api.problems import missing
from libitum.api.schemas.artwork import PictureAsked, PictureState, PictureWords
from libitum.catalog.models import Track
from libitum.catalog.selectors.by_uid import artist_by_uid, release_by_uid, track_by_uid
from libitum.media.selectors.offers import offer_of
from libitum.media.services.artwork import describe_artwork, remove_artwork, send_picture, take_up_cover

Find = Callable[[HttpRequest, str], Work]
# What ninja can't know, as the body isn't JSON.
RAW = {
    "requestBody": {
        "required": True,
        "description": "A JPEG, PNG, WebP or GIF of at most 20 MB.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")},
    }
}


def pictures_of(kind: str, path: str, scope: str, find: Find) -> Router:
    router = Router(tags=["pictures"])
    auth = person(scope)
    address = f"/{{uid:uid}}/{path}"

    @router.get(address, auth=auth, response=PictureState, operation_id=f"{kind}_picture", url_name=f"{kind}-picture")
    def get_picture(request: HttpRequest, uid: str) -> PictureState:
        """What is shown, and what has become of the picture sent last."""
        return picture_state(find(request, uid), as_writer(request))

    @router.put(
        address, auth=auth, response={202: PictureState}, operation_id=f"send_{kind}_picture", openapi_extra=RAW
    )
    def put_picture(request: HttpRequest, uid: str, asked: Query[PictureAsked]) -> PictureState:
        """The picture itself as the body. Its sizes are made in the background; until then the former one stays."""
        work = find(request, uid)
        send_picture(actor=actor_of(request), work=work, content=request, alt=asked.alt)  # type: ignore[arg-type] # read() is all it takes
        return picture_state(work, as_writer(request))

    @router.patch(address, auth=auth, response=PictureState, operation_id=f"describe_{kind}_picture")
    def describe_picture(request: HttpRequest, uid: str, body: PictureWords) -> PictureState:
        """What it shows, for those who don't see it."""
        describe_artwork(actor=actor_of(request), work=find(request, uid), alt=body.alt)
        return picture_state(find(request, uid), as_writer(request))

    @router.delete(address, auth=auth, response={204: None}, operation_id=f"remove_{kind}_picture")
    def delete_picture(request: HttpRequest, uid: str) -> None:
        remove_artwork(actor=actor_of(request), work=find(request, uid))

    return router


def a_track(request: HttpRequest, uid: str) -> Track:
    return to_change(request, uid, track_by_uid)


artists = pictures_of("artist", "picture", Scope.PROFILE, lambda request, uid: to_change(request, uid, artist_by_uid))
releases = pictures_of("release", "artwork", Scope.WORKS, lambda request, uid: to_change(request, uid, release_by_uid))
tracks = pictures_of("track", "artwork", Scope.WORKS, a_track)


@tracks.post("/{uid:uid}/artwork/offered", auth=person(Scope.WORKS), response=PictureState, url_name="track-cover")
def take_cover(request: HttpRequest, uid: str) -> PictureState:
    """Takes the cover that came inside the recording as the track's picture."""
    offer = offer_of(a_track(request, uid))
    if offer is None or take_up_cover(actor=actor_of(request), master=offer.master) is None:
        raise missing()
    return picture_state(a_track(request, uid), as_writer(request))
