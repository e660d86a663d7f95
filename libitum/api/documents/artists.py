from libitum.api.schemas.artists import ArtistDocument, ArtistReference, ArtistRow, Link
from libitum.catalog.models import Artist
from libitum.catalog.viewers import Viewer

from .former import former
from .pictures import picture_of


def artist_reference(artist: Artist) -> ArtistReference:
    return ArtistReference(id=artist.uid, name=artist.name, url=artist.get_absolute_url())


def artist_row(artist: Artist, viewer: Viewer) -> ArtistRow:
    return ArtistRow(
        id=artist.uid,
        name=artist.name,
        url=artist.get_absolute_url(),
        place=artist.place,
        picture=picture_of(artist, viewer),
    )


def artist_document(artist: Artist, viewer: Viewer) -> ArtistDocument:
    """The artist must come with `artwork` and `links`."""
    return ArtistDocument(
        **dict(artist_row(artist, viewer)),
        bio=artist.bio,
        links=[Link(label=link.label, url=link.url) for link in artist.links.all()],
        curated_note=artist.curated_note,
        created_at=artist.created_at,
        mine=artist.owner_id == viewer.user_id,
        taken_down=artist.taken_down_at is not None,
        former=former(artist, viewer),
    )
