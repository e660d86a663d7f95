"""Shorthands for what most tests here begin with."""

from collections.abc import Callable

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.community.models import Comment, Notice
from libitum.community.services import add_comment, give_notice
from libitum.community.subjects import visible_subject

GiveNotice = Callable[..., Notice]


@pytest.fixture
def remark(bob: User, song: Track) -> Comment:
    """Bob's words at the first minute of Alice's track."""
    return add_comment(actor=bob, track=song, body="Here the light comes in.", at_ms=60_000)


@pytest.fixture
def notify(song: Track) -> GiveNotice:
    """A notice about Alice's track by somebody without an account; keywords say what is different."""

    def give(about: str = "", viewer: Viewer | None = None, **changes: object) -> Notice:
        subject = visible_subject(about or f"track:{song.uid}", viewer or Viewer())
        assert subject is not None
        typed: dict[str, object] = {
            "category": "copyright",
            "explanation": "The melody is mine.",
            "name": "Zoe Notifier",
            "email": "zoe@example.net",
            "good_faith": True,
            "language": "en",
            **changes,
        }
        return give_notice(subject=subject, **typed)  # type: ignore[arg-type] # keywords of a test

    return give
