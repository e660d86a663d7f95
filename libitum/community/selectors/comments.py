"""Comments as a page or a program reads them: a constant number of queries, and only what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.models import Comment

MOST_MARKERS = 300
EXCERPT_LENGTH = 140
# By the moment in the recording, and then by time; what is about the whole comes last.
IN_ORDER = (F("at_ms").asc(nulls_last=True), F("created_at").asc(), F("pk").asc())


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
    return roots.order_by(*IN_ORDER)


def thread_page(track: Track, viewer: Viewer, *, page: int = 1) -> ThreadPage:
    """One page of threads with all their replies: one query, a second beyond the last page."""
    return read_threads(track, viewer, page, noted=Comment.objects.none())[0]


def discussion(track: Track, viewer: Viewer, *, page: int = 1) -> tuple[ThreadPage, list[Marker]]:
    """A page of threads and the notes of the waveform, which are of all pages; it costs what `thread_page` does."""
    return read_threads(track, viewer, page, noted=noted_on(track))


def read_threads(
    track: Track, viewer: Viewer, page: int, *, noted: QuerySet[Comment]
) -> tuple[ThreadPage, list[Marker]]:
    size: int = settings.COMMENTS_PER_PAGE
    roots, seen = threads_of(track, viewer), comments_of(track, viewer)
    on_page = roots[(page - 1) * size : page * size].values("pk")
    wanted = Q(pk__in=on_page) | Q(pk__in=seen.filter(parent__in=on_page).values("pk"))
    # All are of the one track; said here too, or the database would go through the words of all others.
    either: QuerySet[Comment] = Comment.objects.filter(wanted | Q(pk__in=noted.values("pk")), track=track)
    rows = either.select_related("author").annotate(
        thread_count=number_of(roots),
        seen_count=number_of(seen),
        is_on_page=Case(When(wanted, then=True), default=False),
        is_noted=Case(When(pk__in=noted.values("pk"), then=True), default=False),
    )
    found = list(rows.order_by(*IN_ORDER))
    shown = [row for row in found if row.is_on_page]
    if not shown and page > 1:
        return read_threads(track, viewer, 1, noted=noted)
    count = shown[0].thread_count if shown else 0
    threads = ThreadPage(
        gather(shown), page, pages=max(1, -(-count // size)), count=shown[0].seen_count if shown else 0
    )
    return threads, [marker(row) for row in found if row.is_noted]


def number_of(rows: QuerySet[Comment]) -> Coalesce:
    """How many rows there are, as a column beside others."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def gather(rows: Sequence[Comment]) -> list[Thread]:
    threads = {row.pk: Thread(row) for row in rows if row.parent_id is None}
    for row in sorted(rows, key=lambda row: (row.created_at, row.pk)):
        thread = threads.get(row.parent_id or 0)
        if thread is not None:
            thread.replies.append(row)
    return list(threads.values())


def page_of(comment: Comment, viewer: Viewer) -> int:
    """The page on which the thread of `comment` stands."""
    root_pk = comment.parent_id or comment.pk
    for place, pk in enumerate(threads_of(comment.track, viewer).values_list("pk", flat=True)):
        if pk == root_pk:
            return int(place // settings.COMMENTS_PER_PAGE) + 1
    return 1


def markers(track: Track) -> list[Marker]:
    """Notes for the waveform, in the order of the recording."""
    rows = Comment.objects.filter(pk__in=noted_on(track).values("pk")).select_related("author")
    return [marker(row) for row in rows.order_by(*IN_ORDER)]


def noted_on(track: Track) -> QuerySet[Comment]:
    """First comments on a moment of the recording; of very many, the newest.

    A moment beyond the end of a newer, shorter recording has no place on it.
    """
    placed = Comment.objects.standing().filter(track=track, parent=None, at_ms__lte=track.duration_ms or -1)
    return placed.order_by("-created_at", "-pk")[:MOST_MARKERS]


def marker(comment: Comment) -> Marker:
    """Of a standing comment on a moment."""
    author = comment.author.name if comment.author else ""
    return Marker(uid=comment.uid, at_ms=comment.at_ms or 0, author=author, excerpt=excerpt(comment.body))


def excerpt(body: str) -> str:
    line = " ".join(body.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1].rstrip() + "…"
