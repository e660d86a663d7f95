from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist, ArtistLink
from libitum.catalog.search import forget, index

from .columns import assign, check_columns
from .permissions import require_owner
from .slugs import artist_slug, remember_slug, settle_slug

MOST_LINKS = 20


@transaction.atomic
def create_artist(*, actor: User, name: str, **fields: object) -> Artist:
    """A new page to publish under. `fields` are columns of Artist; raises ValidationError."""
    artist = Artist(owner=actor, name=" ".join(name.split()), slug=artist_slug(name))
    own_slug = artist.slug
    assign(artist, fields)
    settle_slug(artist, renamed=False, former=own_slug)
    check_columns(artist)
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
    # What was, by the database: the object given may have been filled from a form already.
    former = Artist.objects.select_for_update().get(pk=artist.pk)
    assign(artist, fields)
    artist.name = " ".join(artist.name.split())
    settle_slug(artist, renamed=artist.name != former.name, former=former.slug)
    check_columns(artist)
    artist.save()
    remember_slug(artist, former.slug)
    if links is not None:
        replace_links(artist, links)
    index(artist)
    return artist


def replace_links(artist: Artist, links: Sequence[Mapping[str, str]]) -> None:
    if len(links) > MOST_LINKS:
        raise ValidationError({"links": _("A page can have at most %(number)d links.") % {"number": MOST_LINKS}})
    artist.links.all().delete()
    for position, row in enumerate(links):
        link = ArtistLink(artist=artist, label=row["label"], url=row["url"], position=position)
        try:
            check_columns(link)
        except ValidationError as error:
            sentence = _("Line %(number)d: %(problem)s") % {"number": position + 1, "problem": " ".join(error.messages)}
            raise ValidationError({"links": sentence}) from error
        link.save()


@transaction.atomic
def delete_artist(*, actor: User, artist: Artist) -> None:
    """With all tracks and releases; bytes nobody else refers to go with them (media's signal)."""
    require_owner(actor, artist)
    clear_away(artist)


def clear_away(artist: Artist) -> None:
    for track in artist.tracks.all():
        forget(track)
    for release in artist.releases.all():
        forget(release)
    forget(artist)
    artist.delete()
