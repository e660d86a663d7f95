from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Credit, Tag, Track, Visibility
from libitum.catalog.search import forget, index

from .permissions import require_owner
from .slugs import remember_slug, track_slug
from .validation import validate_track


@transaction.atomic
def create_track(*, actor: User, artist: Artist, title: str, **fields: object) -> Track:
    """A private draft without sound yet. `fields` are columns of Track; raises ValidationError."""
    require_owner(actor, artist)
    track = Track(artist=artist, title=title.strip(), slug=track_slug(artist, title), **fields)
    settle_publication(track)
    validate_track(track)
    track.save()
    index(track)
    return track


@transaction.atomic
def update_track(
    *,
    actor: User,
    track: Track,
    credits: Sequence[Mapping[str, object]] | None = None,  # noqa: A002 - the field's own term
    tags: Iterable[str] | None = None,
    **fields: object,
) -> Track:
    """Change the columns given. A new title makes a new address; the former one redirects.

    `credits`: rows of role, name, artist (or None), detail, replacing all there were; `tags`: names, likewise.
    """
    require_owner(actor, track)
    former_title, former_slug = track.title, track.slug
    for field, value in fields.items():
        setattr(track, field, value)
    if track.title != former_title and "slug" not in fields:
        track.slug = track_slug(track.artist, track.title, but=track)
    settle_publication(track)
    validate_track(track)
    track.save()
    if track.slug != former_slug:
        remember_slug(track, former_slug)
    if credits is not None:
        set_credits(track, credits)
    if tags is not None:
        set_tags(track, tags)
    index(track)
    return track


def settle_publication(track: Track) -> None:
    """Public without a time means from now on."""
    if track.visibility == Visibility.PUBLIC and track.publish_at is None:
        track.publish_at = timezone.now()


def set_credits(track: Track, rows: Sequence[Mapping[str, object]]) -> None:
    track.credits.all().delete()
    for position, row in enumerate(rows):
        credit = Credit(track=track, position=position, **row)
        credit.full_clean()
        credit.save()


def set_tags(track: Track, names: Iterable[str]) -> None:
    """Free words; the same word in other letters is the same tag. At most 30."""
    tags: dict[str, Tag] = {}
    for name in names:
        clean = " ".join(name.split()).lstrip("#")[:40]
        slug = slugify(clean, allow_unicode=True)[:40]
        if slug and slug not in tags and len(tags) < 30:  # noqa: PLR2004 - said in the docstring
            tags[slug] = Tag.objects.get_or_create(slug=slug, defaults={"name": clean})[0]
    track.tags.set(tags.values())


@transaction.atomic
def delete_track(*, actor: User, track: Track) -> None:
    require_owner(actor, track)
    forget(track)
    track.delete()
