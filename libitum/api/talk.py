"""What the community's operations have in common."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from libitum.accounts.models import User
from libitum.catalog.viewers import Viewer
from libitum.community.models import Comment
from libitum.community.services import TooMany
from libitum.community.subjects import Subject, visible_subject

from .auth import actor_of, viewer_of
from .problems import Problem, missing


@contextmanager
def within_limits() -> Iterator[None]:
    try:
        yield
    except TooMany as error:
        headers = {"Retry-After": str(error.retry_after)}
        raise Problem(429, str(error), code="too-many-requests", headers=headers) from None


def as_speaker(request: HttpRequest, key: str = "") -> Viewer:
    """Whoever may speak sees what they speak of, for a program without `read` too."""
    return Viewer(user_id=actor_of(request).pk, secret=key)


def seen_comment(uid: str, viewer: Viewer) -> Comment:
    rows = Comment.objects.visible_to(viewer).select_related("author", "parent", "track__artist__owner")
    comment = rows.filter(uid=uid).first()
    if comment is None:
        raise missing()
    return comment


def own_comment(request: HttpRequest, uid: str) -> Comment:
    """To change: one's own words, or what stands under one's own music, wherever it stands."""
    actor = actor_of(request)
    rows = Comment.objects.filter(uid=uid, deleted_at=None).select_related("author", "parent", "track__artist__owner")
    comment = rows.first()
    if comment is None or actor.pk not in {comment.author_id, comment.track.artist.owner_id}:
        return seen_comment(uid, as_speaker(request))
    return comment


def seen_subject(request: HttpRequest, about: str, key: str = "") -> Subject:
    subject = visible_subject(about, viewer_of(request, key))
    if subject is None:
        raise missing()
    return subject


def moderator_of(request: HttpRequest) -> User:
    """For everybody else there is nothing here."""
    actor = actor_of(request)
    if not (actor.is_staff and actor.is_active):
        raise missing()
    return actor
