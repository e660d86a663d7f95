from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Credit, Tag, Track, Visibility
from libitum.catalog.search import forget, index
from libitum.catalog.signals import track_saved

from .ai_music import check_ai_music
from .columns import assign, check_columns
from .permissions import require_owner
from .slugs import remember_slug, settle_slug, track_slug
from .validation import validate_track

MOST_CREDITS = 100
MOST_TAGS = 30


@transaction.atomic
def create_track(*, actor: User, artist: Artist, title: str, **fields: object) -> Track:
    """A private draft without sound yet. `fields` are columns of Track; raises ValidationError."""
    require_owner(actor, artist)
    track = Track(artist=artist, title=title.strip(), slug=track_slug(artist, title))
    own_slug = track.slug
    assign(track, fields)
    settle_slug(track, renamed=False, former=own_slug)
    settle_publication(track)
    validate_track(track)
    check_ai_music(track)
    track.save()
    index(track)
    track_saved.send(sender=Track, track=track)
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
    # What was, by the database: the object given may have been filled from a form already.
    former = Track.objects.select_for_update().get(pk=track.pk)
    assign(track, fields)
    track.title = track.title.strip()
    settle_slug(track, renamed=track.title != former.title, former=former.slug)
    settle_publication(track)
    validate_track(track)
    check_ai_music(track, former)
    track.save()
    remember_slug(track, former.slug)
    if credits is not None:
        set_credits(track, credits)
    if tags is not None:
        set_tags(track, tags)
    index(track)
    track_saved.send(sender=Track, track=track)
    return track


def settle_publication(track: Track) -> None:
    """Public without a time means from now on."""
    if track.visibility == Visibility.PUBLIC and track.publish_at is None:
        track.publish_at = timezone.now()


def set_credits(track: Track, rows: Sequence[Mapping[str, object]]) -> None:
    if len(rows) > MOST_CREDITS:
        raise ValidationError({"credits": _("A track can name at most %(number)d people.") % {"number": MOST_CREDITS}})
    track.credits.all().delete()
    for position, row in enumerate(rows):
        credit = Credit(track=track, position=position, **row)
        credit.name = " ".join(credit.name.split())
        try:
            check_columns(credit)
        except ValidationError as error:
            sentence = _("Line %(number)d: %(problem)s") % {"number": position + 1, "problem": " ".join(error.messages)}
            raise ValidationError({"credits": sentence}) from error
        credit.save()


def set_tags(track: Track, names: Iterable[str]) -> None:
    """Free words; the same word in other letters is the same tag. Raises ValidationError beyond MOST_TAGS."""
    wanted: dict[str, str] = {}
    for name in names:
        clean = "".join(c for c in " ".join(name.split()) if c.isprintable()).lstrip("#").strip()[:40]
        slug = slugify(clean, allow_unicode=True)[:40]
        if slug:
            wanted.setdefault(slug, clean)
    if len(wanted) > MOST_TAGS:
        raise ValidationError({"tags": _("A track can have at most %(number)d tags.") % {"number": MOST_TAGS}})
    track.tags.set([Tag.objects.get_or_create(slug=slug, defaults={"name": name})[0] for slug, name in wanted.items()])


@transaction.atomic
def delete_track(*, actor: User, track: Track) -> None:
    require_owner(actor, track)
    forget(track)
    track.delete()
