from collections.abc import Mapping, Sequence

from django.db import transaction

from libitum.accounts.models import User
from libitum.catalog.models import Artist, ArtistLink
from libitum.catalog.search import forget, index

from .permissions import require_owner
from .slugs import artist_slug, remember_slug


@transaction.atomic
def create_artist(*, actor: User, name: str, **fields: object) -> Artist:
    """A new page to publish under. `fields` are columns of Artist; raises ValidationError."""
    artist = Artist(owner=actor, name=name.strip(), slug=artist_slug(name), **fields)
    artist.full_clean()
    artist.save()
    index(artist)
    return artist


@transaction.atomic
def update_artist(
    *, actor: User, artist: Artist, links: Sequence[Mapping[str, str]] | None = None, **fields: object
) -> Artist:
    """Change the columns given; a new name makes a new address and the former one redirects.

    `links`: rows of label and url, replacing all there were.
    """
    require_owner(actor, artist)
    former_name, former_slug = artist.name, artist.slug
    for field, value in fields.items():
        setattr(artist, field, value)
    if artist.name != former_name and "slug" not in fields:
        artist.slug = artist_slug(artist.name, but=artist)
    artist.full_clean()
    artist.save()
    if artist.slug != former_slug:
        remember_slug(artist, former_slug)
    if links is not None:
        replace_links(artist, links)
    index(artist)
    return artist


def replace_links(artist: Artist, links: Sequence[Mapping[str, str]]) -> None:
    artist.links.all().delete()
    for position, row in enumerate(links):
        link = ArtistLink(artist=artist, label=row["label"], url=row["url"], position=position)
        link.full_clean()
        link.save()


@transaction.atomic
def delete_artist(*, actor: User, artist: Artist) -> None:
    """With all tracks and releases; bytes nobody else refers to go with them (media's signal)."""
    require_owner(actor, artist)
    for track in artist.tracks.all():
        forget(track)
    for release in artist.releases.all():
        forget(release)
    forget(artist)
    artist.delete()
