"""The invented listeners' comments; each says that it is the demo's."""

from typing import Any

from libitum.catalog.models import Track
from libitum.community.models import Comment
from libitum.community.services import add_comment

from .accounts import demo_person
from .data import comments


def ensure_comments(file: str, track: Track) -> None:
    """Once the recording is ready, for a moment must lie within it."""
    for row in comments().get(file, []):
        first = ensure_comment(track, row)
        for reply in row.get("replies", []):
            ensure_comment(track, reply, parent=first)


def ensure_comment(track: Track, row: dict[str, Any], parent: Comment | None = None) -> Comment:
    author = demo_person(row["by"])
    found = Comment.objects.filter(track=track, author=author, body=row["body"]).first()
    at_ms = round(row["at"] * 1000) if "at" in row else None
    return found or add_comment(actor=author, track=track, body=row["body"], at_ms=at_ms, parent=parent, is_demo=True)
