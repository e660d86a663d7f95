"""What a track's page needs for `web/community/comments.html`."""

from django.http import HttpRequest
from django.urls import reverse

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.selectors import Marker, comments_of, discussion, page_of
from libitum.community.subjects import UID

from .addresses import comment_address, track_address
from .drafts import draft_for


def comments_context(request: HttpRequest, track: Track, *, secret: str = "") -> dict[str, object]:
    """For a track that the visitor sees (`visible_to`), with its artist; `secret` if they came by a secret link.

    `comment_markers` is what the tag `waveform` takes as its comments. One query whatever there is, two more
    for an address that names one comment.
    """
    viewer = Viewer.of(request.user, secret)
    address = track_address(track, secret)
    page, markers = discussion(track, viewer, page=page_asked(request, track, viewer))
    return {
        "comment_track": track,
        "comment_key": secret,
        "comment_draft": draft_for(request, reverse("comment-add", args=[track.uid])),
        "comment_markers": [placed(marker, address) for marker in markers],
        "comments": page,
        "comments_address": address,
    }


def page_asked(request: HttpRequest, track: Track, viewer: Viewer) -> int:
    """`?comment=UID` is the page where it stands, `?comments=2` the second; anything else is the first."""
    named = request.GET.get("comment")
    if named is not None:
        comment = comments_of(track, viewer).filter(uid=named).first() if UID.fullmatch(named) else None
        return page_of(comment, viewer) if comment else 1
    asked = request.GET.get("comments", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004


def placed(marker: Marker, address: str) -> dict[str, object]:
    return {
        "uid": marker.uid,
        "at_ms": marker.at_ms,
        "at": marker.at_ms / 1000,
        "author": marker.author,
        "text": marker.excerpt,
        "url": comment_address(address, marker.uid),
    }
