from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track
from libitum.media.tests.recordings import record

Publish = Callable[..., Track]


@pytest.fixture
def publish(ada: Artist) -> Publish:
    """A track of Ada's that can be heard; each a minute older than the one before."""
    count = 0

    def one(title: str, *, artist: Artist | None = None, **fields: object) -> Track:
        nonlocal count
        count += 1
        by = artist or ada
        wanted = {
            "visibility": Visibility.PUBLIC,
            "publish_at": timezone.now() - timedelta(minutes=count),
            "rights_basis": "holder",
            **fields,
        }
        track = create_track(actor=by.owner, artist=by, title=title, **wanted)
        record(track)
        return track

    return one
