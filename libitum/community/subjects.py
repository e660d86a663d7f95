"""The things that notices and decisions are about, found by kind and public name."""

import re
from dataclasses import dataclass

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer

from .models import Case, Comment, Kind

UID = re.compile(r"[a-z2-7]{16}")

Content = Track | Release | Artist | Comment


@dataclass(frozen=True, slots=True)
class Subject:
    """`label`: what it is called, in no language of ours; `address`: the path where it is found."""

    kind: Kind
    content: Content
    label: str
    address: str
    owner: User | None

    @property
    def uid(self) -> str:
        return self.content.uid

    @property
    def about(self) -> str:
        return f"{self.kind}:{self.uid}"

    @property
    def is_down(self) -> bool:
        """Taken down, or hidden, by a decision about itself."""
        content = self.content
        return (content.hidden_at if isinstance(content, Comment) else content.taken_down_at) is not None

    @property
    def is_gone(self) -> bool:
        """Removed by who made it."""
        return isinstance(self.content, Comment) and self.content.deleted_at is not None


def parse_about(about: str) -> tuple[Kind, str] | None:
    """`track:abc…` as in addresses and forms."""
    kind, _colon, uid = about.partition(":")
    return (Kind(kind), uid) if kind in Kind.values and UID.fullmatch(uid) else None


def visible_subject(about: str, viewer: Viewer) -> Subject | None:
    """What `viewer` sees; that something else exists is nobody's business."""
    parsed = parse_about(about)
    content = find(*parsed, viewer) if parsed else None
    return subject(content) if content else None


def subject_of(case: Case) -> Subject | None:
    """For moderators and the record, whatever its state; None once it is deleted."""
    content = find(Kind(case.kind), case.subject_uid, Viewer(is_moderator=True))
    return subject(content) if content else None


def find(kind: Kind, uid: str, viewer: Viewer) -> Content | None:
    match kind:
        case Kind.TRACK:
            return Track.objects.visible_to(viewer).select_related("artist__owner").filter(uid=uid).first()
        case Kind.RELEASE:
            return Release.objects.visible_to(viewer).select_related("artist__owner").filter(uid=uid).first()
        case Kind.ARTIST:
            return Artist.objects.visible_to(viewer).select_related("owner").filter(uid=uid).first()
        case Kind.COMMENT:
            rows = Comment.objects.visible_to(viewer).select_related("author", "track__artist__owner")
            return rows.filter(uid=uid).first()


def subject(content: Content) -> Subject:
    match content:
        case Track():
            label = f"{content.title} · {content.artist.name}"
            return Subject(Kind.TRACK, content, label, content.get_absolute_url(), content.artist.owner)
        case Release():
            label = f"{content.title} · {content.artist.name}"
            return Subject(Kind.RELEASE, content, label, content.get_absolute_url(), content.artist.owner)
        case Artist():
            return Subject(Kind.ARTIST, content, content.name, content.get_absolute_url(), content.owner)
        case Comment():
            label = f"{content.author.name if content.author else '—'} · {content.track.title}"
            address = f"{content.track.get_absolute_url()}?comment={content.uid}#comment-{content.uid}"
            return Subject(Kind.COMMENT, content, label, address, content.author)
