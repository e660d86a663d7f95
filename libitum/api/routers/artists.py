from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, caller_of, person, viewer_of
from libitum.api.documents.artists import artist_document, artist_row
from libitum.api.found import as_writer, found, seen_artist, to_change
from libitum.api.paging import page_of
from libitum.api.schemas.artists import ArtistChange, ArtistDocument, ArtistPage, ArtistsAsked, NewArtist
from libitum.catalog.selectors.by_uid import artist_by_uid, listed_artists
from libitum.catalog.selectors.desk import my_artists
from libitum.catalog.services import create_artist, delete_artist, update_artist

router = Router(tags=["artists"])


@router.get("", auth=anybody(), response=ArtistPage, url_name="artists")
def list_artists(request: HttpRequest, asked: Query[ArtistsAsked]) -> ArtistPage:
    """Pages that music is published under, newest first."""
    mine = caller_of(request).require_person(Scope.READ) if asked.mine else None
    page = page_of(my_artists(mine) if mine else listed_artists(), asked, by="created_at")
    viewer = viewer_of(request)
    return ArtistPage(items=[artist_row(artist, viewer) for artist in page.rows], next=page.next_cursor or None)


@router.get("/{uid:uid}", auth=anybody(), response=ArtistDocument, url_name="artist")
def get_artist(request: HttpRequest, uid: str) -> ArtistDocument:
    return artist_document(seen_artist(request, uid), viewer_of(request))


@router.post("", auth=person(Scope.PROFILE), response={201: ArtistDocument})
def make_artist(request: HttpRequest, body: NewArtist, response: HttpResponse) -> ArtistDocument:
    """A new page to publish under; a person may have several."""
    columns = columns_of(body)
    links = columns.pop("links", None)
    with transaction.atomic():
        artist = create_artist(actor=actor_of(request), **columns)
        if links:
            update_artist(actor=actor_of(request), artist=artist, links=links)
    response["Location"] = f"{request.path}/{artist.uid}"
    return afresh(request, artist.uid)


@router.patch("/{uid:uid}", auth=person(Scope.PROFILE), response=ArtistDocument)
def change_artist(request: HttpRequest, uid: str, body: ArtistChange) -> ArtistDocument:
    """A new name makes a new address; the former one leads on to it."""
    update_artist(actor=actor_of(request), artist=to_change(request, uid, artist_by_uid), **columns_of(body))
    return afresh(request, uid)


@router.delete("/{uid:uid}", auth=person(Scope.PROFILE), response={204: None})
def remove_artist(request: HttpRequest, uid: str) -> None:
    """With all tracks and releases. There is no way back."""
    delete_artist(actor=actor_of(request), artist=to_change(request, uid, artist_by_uid))


def afresh(request: HttpRequest, uid: str) -> ArtistDocument:
    return artist_document(found(artist_by_uid(uid, as_writer(request))), as_writer(request))


def columns_of(body: ArtistChange) -> dict[str, Any]:
    """As `update_artist` takes them."""
    columns = body.given()
    if "links" in columns:
        columns["links"] = [{"label": link.label, "url": str(link.url)} for link in body.links]
    return columns
