"""What an address names, or the answer that it isn't there."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.by_uid import artist_by_uid, playable_by_uid, release_by_uid, track_by_uid
from libitum.catalog.viewers import Viewer

from .auth import actor_of, viewer_of
from .problems import Problem, missing

Row = TypeVar("Row", bound=Model)
Work = TypeVar("Work", Artist, Release, Track)


def found(row: Row | None) -> Row:
    if row is None:
        raise missing()
    return row


def seen_track(request: HttpRequest, uid: str, key: str = "") -> Track:
    return found(track_by_uid(uid, viewer_of(request, key)))


def playable(request: HttpRequest, uid: str, key: str = "") -> Track:
    return found(playable_by_uid(uid, viewer_of(request, key)))


def seen_release(request: HttpRequest, uid: str, key: str = "") -> Release:
    return found(release_by_uid(uid, viewer_of(request, key)))


def seen_artist(request: HttpRequest, uid: str) -> Artist:
    return found(artist_by_uid(uid, viewer_of(request)))


def as_writer(request: HttpRequest) -> Viewer:
    """Whoever may change their works sees them, for a program without `read` too."""
    return Viewer(user_id=actor_of(request).pk)


def to_change(request: HttpRequest, uid: str, find: Callable[[str, Viewer], Work | None]) -> Work:
    """What isn't visible isn't there; what is somebody else's is refused here, before anything is looked at."""
    work = found(find(uid, as_writer(request)))
    owner_id = work.owner_id if isinstance(work, Artist) else work.artist.owner_id
    if owner_id != actor_of(request).pk:
        raise Problem(403, _("Only the artist can change this."), code="forbidden")
    return work


def my_artist(request: HttpRequest, uid: str) -> Artist:
    """To publish under; named in a body, so a wrong one is a wrong field."""
    artist = artist_by_uid(uid, as_writer(request))
    if artist is None or artist.owner_id != actor_of(request).pk:
        sentence = _("You have no artist's page of this id.")
        detail = _("Some of this can't be taken as it is.")
        raise Problem(422, detail, code="invalid", errors=[{"field": "artist", "detail": sentence}])
    return artist
