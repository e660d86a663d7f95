from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, caller_of, person, viewer_of
from libitum.api.documents.releases import release_document, release_row
from libitum.api.found import as_writer, found, my_artist, seen_release, to_change
from libitum.api.paging import page_of
from libitum.api.schemas.base import Key
from libitum.api.schemas.releases import NewRelease, ReleaseChange, ReleaseDocument, ReleasePage, ReleasesAsked
from libitum.api.wrong import wrong
from libitum.catalog.models import Track
from libitum.catalog.selectors import listed_releases, tracks_on
from libitum.catalog.selectors.by_uid import release_by_uid, tracks_by_uid
from libitum.catalog.selectors.desk import my_releases
from libitum.catalog.selectors.releases import holding
from libitum.catalog.services import create_release, delete_release, update_release

router = Router(tags=["releases"])


@router.get("", auth=anybody(), response=ReleasePage, url_name="releases")
def list_releases(request: HttpRequest, asked: Query[ReleasesAsked]) -> ReleasePage:
    """Published albums, EPs and singles, newest first."""
    mine = caller_of(request).require_person(Scope.READ) if asked.mine else None
    works = my_releases(mine) if mine else listed_releases()
    works = works.filter(artist__uid=asked.artist) if asked.artist else works
    viewer = viewer_of(request)
    works = holding(works, asked.track, viewer) if asked.track else works
    page = page_of(works, asked, by="created_at" if mine else "publish_at")
    return ReleasePage(items=[release_row(release, viewer) for release in page.rows], next=page.next_cursor or None)


@router.get("/{uid:uid}", auth=anybody(), response=ReleaseDocument, url_name="release")
def get_release(request: HttpRequest, uid: str, asked: Query[Key]) -> ReleaseDocument:
    viewer = viewer_of(request, asked.key)
    release = seen_release(request, uid, asked.key)
    return release_document(release, tracks_on(release, viewer), viewer)


@router.post("", auth=person(Scope.WORKS), response={201: ReleaseDocument})
def make_release(request: HttpRequest, body: NewRelease, response: HttpResponse) -> ReleaseDocument:
    artist = my_artist(request, body.artist)
    release = create_release(actor=actor_of(request), artist=artist, **columns_of(request, body))
    response["Location"] = f"{request.path}/{release.uid}"
    return afresh(request, release.uid)


@router.patch("/{uid:uid}", auth=person(Scope.WORKS), response=ReleaseDocument)
def change_release(request: HttpRequest, uid: str, body: ReleaseChange) -> ReleaseDocument:
    release = to_change(request, uid, release_by_uid)
    update_release(actor=actor_of(request), release=release, **columns_of(request, body))
    return afresh(request, uid)


@router.delete("/{uid:uid}", auth=person(Scope.WORKS), response={204: None})
def remove_release(request: HttpRequest, uid: str) -> None:
    """The tracks stay."""
    delete_release(actor=actor_of(request), release=to_change(request, uid, release_by_uid))


def afresh(request: HttpRequest, uid: str) -> ReleaseDocument:
    viewer = as_writer(request)
    release = found(release_by_uid(uid, viewer))
    return release_document(release, tracks_on(release, viewer), viewer)


def columns_of(request: HttpRequest, body: ReleaseChange) -> dict[str, Any]:
    """As `update_release` takes them."""
    columns = body.given("artist")
    if "tracks" in columns:
        columns["tracks"] = ordered(request, body.tracks)
    return columns


def ordered(request: HttpRequest, uids: list[str]) -> list[Track]:
    known = tracks_by_uid(uids, as_writer(request))
    for number, uid in enumerate(uids):
        if uid not in known:
            raise wrong(f"tracks.{number}")
    return [known[uid] for uid in uids]
