"""Comments as a page or a program reads them: a constant number of queries, and only what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.models import Comment

MOST_MARKERS = 300
EXCERPT_LENGTH = 140


@dataclass(slots=True)
class Thread:
    """`comment` may be gone: then only a line stands where it was, for the sake of its replies."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`count`: comments and replies that the viewer sees on the track; `page` counts from 1."""

    threads: list[Thread]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A comment as a note above the waveform."""

    uid: str
    at_ms: int
    author: str
    excerpt: str


def comments_of(track: Track, viewer: Viewer) -> QuerySet[Comment]:
    """What the viewer sees of a track that they see themselves (it came through `visible_to`)."""
    rows = Comment.objects.filter(track=track).select_related("author")
    return rows if viewer.is_moderator else rows.standing()


def threads_of(track: Track, viewer: Viewer) -> QuerySet[Comment]:
    """First comments of threads, in the order of the recording; the gone ones only where a reply is seen.

    Comments about the whole come after those on a moment, oldest first.
    """
    roots = Comment.objects.filter(track=track, parent=None).select_related("author")
    if not viewer.is_moderator:
        seen = Comment.objects.filter(track=track).standing()
        answered = Exists(seen.filter(parent=OuterRef("pk")))
        roots = roots.filter(Q(pk__in=seen.values("pk")) | answered)
    return roots.order_by(F("at_ms").asc(nulls_last=True), "created_at", "pk")


def thread_page(track: Track, viewer: Viewer, *, page: int = 1) -> ThreadPage:
    """One page of threads with all their replies: two queries, a third beyond the last page."""
    size: int = settings.COMMENTS_PER_PAGE
    roots = threads_of(track, viewer)
    numbered = roots.annotate(thread_count=number_of(roots), seen_count=number_of(comments_of(track, viewer)))
    rows = list(numbered[(page - 1) * size : page * size])
    if not rows and page > 1:
        return thread_page(track, viewer)
    replies = comments_of(track, viewer).filter(parent__in=rows).order_by("created_at", "pk") if rows else []
    return ThreadPage(
        threads=gather(rows, list(replies)),
        page=page,
        pages=-(-rows[0].thread_count // size) if rows else 1,
        count=rows[0].seen_count if rows else 0,
    )


def number_of(rows: QuerySet[Comment]) -> Coalesce:
    """How many rows there are, as a column beside others."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def gather(roots: Sequence[Comment], replies: Sequence[Comment]) -> list[Thread]:
    threads = {root.pk: Thread(root) for root in roots}
    for reply in replies:
        if reply.parent_id in threads:
            threads[reply.parent_id].replies.append(reply)
    return list(threads.values())


def page_of(comment: Comment, viewer: Viewer) -> int:
    """The page on which the thread of `comment` stands."""
    root_pk = comment.parent_id or comment.pk
    for place, pk in enumerate(threads_of(comment.track, viewer).values_list("pk", flat=True)):
        if pk == root_pk:
            return int(place // settings.COMMENTS_PER_PAGE) + 1
    return 1


def markers(track: Track) -> list[Marker]:
    """Notes for the waveform, in the order of the recording; of very many, the newest.

    A moment beyond the end of a newer, shorter recording has no place on it.
    """
    if not track.duration_ms:
        return []
    placed = Comment.objects.standing().filter(track=track, parent=None, at_ms__lte=track.duration_ms)
    newest = placed.select_related("author").order_by("-created_at", "-pk")[:MOST_MARKERS]
    return [marker(each) for each in sorted(newest, key=lambda each: (each.at_ms or 0, each.pk))]


def marker(comment: Comment) -> Marker:
    """Of a standing comment on a moment."""
    author = comment.author.name if comment.author else ""
    return Marker(uid=comment.uid, at_ms=comment.at_ms or 0, author=author, excerpt=excerpt(comment.body))


def excerpt(body: str) -> str:
    line = " ".join(body.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1].rstrip() + "…"
