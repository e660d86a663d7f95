from collections.abc import Sequence
from typing import Any

from libitum.api.schemas.releases import ReleaseDocument, ReleaseRow
from libitum.catalog.models import Release, Track
from libitum.catalog.viewers import Viewer

from .artists import artist_reference
from .former import former
from .pictures import picture_of
from .tracks import publication_of, track_row


def release_columns(release: Release, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": release.uid,
        "title": release.title,
        "url": release.get_absolute_url(),
        "kind": release.kind,
        "artist": artist_reference(release.artist),
        "artwork": picture_of(release, viewer),
        "visibility": release.visibility,
        "published_at": publication_of(release),
    }


def release_row(release: Release, viewer: Viewer) -> ReleaseRow:
    """The release must come with `artist` and `artwork`."""
    return ReleaseRow(**release_columns(release, viewer))


def release_document(release: Release, tracks: Sequence[Track], viewer: Viewer) -> ReleaseDocument:
    """`tracks`: what the viewer may see of it."""
    return ReleaseDocument(
        **release_columns(release, viewer),
        slug=release.slug,
        description=release.description,
        tracks=[track_row(track, viewer) for track in tracks],
        created_at=release.created_at,
        updated_at=release.updated_at,
        mine=release.artist.owner_id == viewer.user_id,
        taken_down=release.taken_down_at is not None,
        former=former(release, viewer),
    )
