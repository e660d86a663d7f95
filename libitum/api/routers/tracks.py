from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, caller_of, person, viewer_of
from libitum.api.documents.tracks import track_document, track_row
from libitum.api.found import as_writer, found, my_artist, seen_track, to_change
from libitum.api.paging import page_of
from libitum.api.schemas.base import Key
from libitum.api.schemas.tracks import CreditGiven, NewTrack, TrackChange, TrackDocument, TrackPage, TracksAsked
from libitum.api.wrong import wrong
from libitum.catalog.selectors import listed_tracks
from libitum.catalog.selectors.by_uid import artists_by_uid, track_by_uid
from libitum.catalog.selectors.desk import my_tracks
from libitum.catalog.services import create_track, delete_track, update_track
from libitum.policy import declare

router = Router(tags=["tracks"])


@router.get("", auth=anybody(), response=TrackPage, url_name="tracks")
def list_tracks(request: HttpRequest, asked: Query[TracksAsked]) -> TrackPage:
    """Published works, newest first."""
    mine = caller_of(request).require_person(Scope.READ) if asked.mine else None
    works = my_tracks(mine) if mine else listed_tracks(generated=asked.generated)
    if asked.title and not mine:
        raise wrong("title", _("Only your own works are searched here: ask with mine=true, or ask /search."))
    filters = {
        "artist__uid": asked.artist, "tags__slug": asked.tag, "genre": asked.genre, "title__icontains": asked.title,
    }  # fmt: skip
    works = works.filter(**{column: value for column, value in filters.items() if value})
    page = page_of(works, asked, by="created_at" if mine else "publish_at")
    viewer = viewer_of(request)
    return TrackPage(items=[track_row(track, viewer) for track in page.rows], next=page.next_cursor or None)


@router.get("/{uid:uid}", auth=anybody(), response=TrackDocument, url_name="track")
def get_track(request: HttpRequest, uid: str, asked: Query[Key]) -> TrackDocument:
    track = seen_track(request, uid, asked.key)
    declare(request, track.policy)
    return track_document(track, viewer_of(request, asked.key))


@router.post("", auth=person(Scope.WORKS), response={201: TrackDocument})
def make_track(request: HttpRequest, body: NewTrack, response: HttpResponse) -> TrackDocument:
    """A draft, private unless said otherwise; its recording is sent by tus with this track's id."""
    columns = columns_of(request, body)
    with transaction.atomic():
        credits, tags = columns.pop("credits", None), columns.pop("tags", None)  # noqa: A001 - the field's own term
        track = create_track(actor=actor_of(request), artist=my_artist(request, body.artist), **columns)
        update_track(actor=actor_of(request), track=track, credits=credits, tags=tags)
    response["Location"] = f"{request.path}/{track.uid}"
    return afresh(request, track.uid)


@router.patch("/{uid:uid}", auth=person(Scope.WORKS), response=TrackDocument)
def change_track(request: HttpRequest, uid: str, body: TrackChange) -> TrackDocument:
    """Whatever is given; publishing, scheduling and hiding are a change of `visibility` and `publish_at`."""
    track = to_change(request, uid, track_by_uid)
    update_track(actor=actor_of(request), track=track, **columns_of(request, body))
    return afresh(request, uid)


@router.delete("/{uid:uid}", auth=person(Scope.WORKS), response={204: None})
def remove_track(request: HttpRequest, uid: str) -> None:
    """With its recordings, comments and counts. There is no way back."""
    delete_track(actor=actor_of(request), track=to_change(request, uid, track_by_uid))


def afresh(request: HttpRequest, uid: str) -> TrackDocument:
    return track_document(found(track_by_uid(uid, as_writer(request))), as_writer(request))


def columns_of(request: HttpRequest, body: TrackChange) -> dict[str, Any]:
    """As `update_track` takes them."""
    columns = body.given("artist", "ai")
    if "ai" in body.model_fields_set:
        columns |= {f"ai_{element}": use for element, use in body.ai.given().items()}
    if "credits" in columns:
        columns["credits"] = credited(request, body.credits)
    if "source_url" in columns:
        columns["source_url"] = str(body.source_url or "")
    return columns


def credited(request: HttpRequest, rows: list[CreditGiven]) -> list[dict[str, object]]:
    known = artists_by_uid({row.artist for row in rows if row.artist}, as_writer(request))
    for number, row in enumerate(rows):
        if row.artist and row.artist not in known:
            raise wrong(f"credits.{number}.artist")
    artists = [known.get(row.artist or "") for row in rows]
    return [
        {"role": row.role, "name": row.name or getattr(artist, "name", ""), "detail": row.detail, "artist": artist}
        for row, artist in zip(rows, artists, strict=True)
    ]
