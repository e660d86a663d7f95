from libitum.api.schemas.comments import CommentDocument, MarkerDocument, ThreadDocument
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.models import Comment
from libitum.community.selectors import Marker, Thread


def comment_document(comment: Comment, track: Track, viewer: Viewer) -> CommentDocument:
    """`track` with its artist; moderators read what is hidden."""
    gone = how_gone(comment)
    readable = not gone or viewer.is_moderator
    return CommentDocument(
        id=comment.uid,
        track=track.uid,
        parent=comment.parent.uid if comment.parent else None,
        author=comment.author.name if readable and comment.author else "",
        by_artist=readable and comment.author_id == track.artist.owner_id,
        body=comment.body if readable else "",
        at_ms=comment.at_ms,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        gone=gone,
        demo=comment.is_demo or (comment.author is not None and comment.author.is_demo),
        mine=comment.author_id is not None and comment.author_id == viewer.user_id,
        url=f"{track.get_absolute_url()}?comment={comment.uid}#comment-{comment.uid}",
    )


def how_gone(comment: Comment) -> str:
    if comment.is_standing:
        return ""
    if comment.deleted_at is None and comment.hidden_at is not None:
        return "hidden"
    return "removed-by-artist" if comment.deleted_by_artist else "removed"


def thread_document(thread: Thread, track: Track, viewer: Viewer) -> ThreadDocument:
    for reply in thread.replies:
        reply.parent = thread.comment
    return ThreadDocument(
        **dict(comment_document(thread.comment, track, viewer)),
        replies=[comment_document(reply, track, viewer) for reply in thread.replies],
    )


def marker_document(marker: Marker) -> MarkerDocument:
    return MarkerDocument(uid=marker.uid, at_ms=marker.at_ms, author=marker.author, excerpt=marker.excerpt)
