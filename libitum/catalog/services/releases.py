from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseTrack, Track, Visibility
from libitum.catalog.search import forget, index
from libitum.catalog.signals import tracks_leaving

from .columns import assign, check_columns
from .permissions import require_owner
from .slugs import release_slug, remember_slug, settle_slug


@transaction.atomic
def create_release(
    *, actor: User, artist: Artist, title: str, tracks: Sequence[Track] = (), **fields: object
) -> Release:
    require_owner(actor, artist)
    release = Release(artist=artist, title=title.strip(), slug=release_slug(artist, title))
    own_slug = release.slug
    assign(release, fields)
    settle_slug(release, renamed=False, former=own_slug)
    settle_release(release)
    check_columns(release)
    release.save()
    set_release_tracks(actor=actor, release=release, tracks=tracks)
    index(release)
    return release


@transaction.atomic
def update_release(
    *, actor: User, release: Release, tracks: Sequence[Track] | None = None, **fields: object
) -> Release:
    require_owner(actor, release)
    # What was, by the database: the object given may have been filled from a form already.
    former = Release.objects.select_for_update().get(pk=release.pk)
    assign(release, fields)
    release.title = release.title.strip()
    settle_slug(release, renamed=release.title != former.title, former=former.slug)
    settle_release(release)
    check_columns(release)
    release.save()
    remember_slug(release, former.slug)
    if tracks is not None:
        set_release_tracks(actor=actor, release=release, tracks=tracks)
    index(release)
    return release


def settle_release(release: Release) -> None:
    if release.visibility == Visibility.PUBLIC and release.publish_at is None:
        release.publish_at = timezone.now()


@transaction.atomic
def set_release_tracks(*, actor: User, release: Release, tracks: Sequence[Track]) -> None:
    """The whole list in its order; all must be works of artists of the same owner."""
    require_owner(actor, release)
    if any(track.artist.owner_id != actor.pk for track in tracks):
        raise ValidationError({"tracks": _("A release holds tracks of yours alone.")})
    if len({track.pk for track in tracks}) != len(tracks):
        raise ValidationError({"tracks": _("A track can stand once in a release.")})
    tell_who_leaves(release, staying=tracks)
    release.release_tracks.all().delete()
    ReleaseTrack.objects.bulk_create(
        ReleaseTrack(release=release, track=track, position=position) for position, track in enumerate(tracks, start=1)
    )


@transaction.atomic
def delete_release(*, actor: User, release: Release) -> None:
    """The tracks stay."""
    require_owner(actor, release)
    forget(release)
    tell_who_leaves(release)
    release.delete()


def tell_who_leaves(release: Release, staying: Sequence[Track] = ()) -> None:
    leaving = [track for track in release.tracks.all() if track not in staying]
    if leaving:
        tracks_leaving.send(sender=Release, release=release, tracks=leaving)
