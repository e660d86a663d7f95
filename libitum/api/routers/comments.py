from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, person, viewer_of
from libitum.api.documents.comments import comment_document, marker_document, thread_document
from libitum.api.found import found, seen_track
from libitum.api.schemas.base import Key
from libitum.api.schemas.comments import (
    CommentChange,
    CommentDocument,
    CommentThreads,
    Markers,
    NewComment,
    ThreadsAsked,
)
from libitum.api.talk import as_speaker, own_comment, seen_comment, within_limits
from libitum.api.wrong import wrong
from libitum.catalog.models import Track
from libitum.catalog.selectors.by_uid import track_by_uid
from libitum.community.models import Comment
from libitum.community.selectors import markers, thread_page
from libitum.community.services import add_comment, delete_comment, edit_comment

of_tracks = Router(tags=["comments"])
router = Router(tags=["comments"])


@of_tracks.get("/{uid:uid}/comments", auth=anybody(), response=CommentThreads, url_name="comments")
def list_comments(request: HttpRequest, uid: str, asked: Query[ThreadsAsked]) -> CommentThreads:
    viewer = viewer_of(request, asked.key)
    track = seen_track(request, uid, asked.key)
    page = thread_page(track, viewer, page=asked.page)
    items = [thread_document(thread, track, viewer) for thread in page.threads]
    return CommentThreads(items=items, page=page.page, pages=page.pages, count=page.count)


@of_tracks.get("/{uid:uid}/comments/markers", auth=anybody(), response=Markers, url_name="comment-markers")
def list_markers(request: HttpRequest, uid: str, asked: Query[Key]) -> Markers:
    """Notes for the waveform: first comments on a moment of the recording as it is now."""
    return Markers(items=[marker_document(marker) for marker in markers(seen_track(request, uid, asked.key))])


@of_tracks.post("/{uid:uid}/comments", auth=person(Scope.COMMUNITY), response={201: CommentDocument})
def make_comment(request: HttpRequest, uid: str, body: NewComment, response: HttpResponse) -> CommentDocument:
    """The same words sent twice within seconds are one comment."""
    viewer = as_speaker(request, body.key)
    track = found(track_by_uid(uid, viewer))
    with within_limits():
        comment = add_comment(
            actor=actor_of(request),
            track=track,
            body=body.body,
            at_ms=body.at_ms,
            parent=answered(track, body.parent),
            secret=body.key,
        )
    response["Location"] = f"/api/v1/comments/{comment.uid}"
    return comment_document(comment, track, viewer)


def answered(track: Track, uid: str | None) -> Comment | None:
    if uid is None:
        return None
    comment = track.comments.select_related("author", "parent").filter(uid=uid).first()
    if comment is None:
        raise wrong("parent")
    return comment


@router.get("/{uid:uid}", auth=anybody(), response=CommentDocument, url_name="comment")
def get_comment(request: HttpRequest, uid: str, asked: Query[Key]) -> CommentDocument:
    viewer = viewer_of(request, asked.key)
    comment = seen_comment(uid, viewer)
    return comment_document(comment, comment.track, viewer)


@router.patch("/{uid:uid}", auth=person(Scope.COMMUNITY), response=CommentDocument)
def change_comment(request: HttpRequest, uid: str, body: CommentChange) -> CommentDocument:
    """My own words; that they were changed is shown. `url` is empty where I no longer see the track."""
    comment = edit_comment(actor=actor_of(request), comment=own_comment(request, uid), body=body.body)
    document, viewer = comment_document(comment, comment.track, as_speaker(request)), as_speaker(request)
    seen = Track.objects.visible_to(viewer).filter(pk=comment.track_id).exists()
    # The address has the track's present title in it.
    return document if seen else document.model_copy(update={"url": ""})


@router.delete("/{uid:uid}", auth=person(Scope.COMMUNITY), response={204: None})
def remove_comment(request: HttpRequest, uid: str) -> None:
    """My own, or one under my music. Where others have answered, a line stays. There is no way back."""
    delete_comment(actor=actor_of(request), comment=own_comment(request, uid))
