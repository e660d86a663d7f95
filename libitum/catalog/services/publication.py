"""When others may hear a work. What the choice means is one rule (`models.publication`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Release, RightsBasis, Track, Visibility

from .releases import update_release
from .tracks import update_track


@transaction.atomic
def publish(*, actor: User, work: Track | Release, at: datetime | None = None, is_holder: bool = False) -> None:
    """Everybody may hear it: from now on, or from `at`. What is public already keeps its date.

    `is_holder`: the person says that they hold the rights, for a track that doesn't say by what right it is published.
    """
    if at is not None and at <= timezone.now():
        raise ValidationError({"publish_at": _("Choose a time to come.")})
    if at is None:
        at = work.publish_at if work.is_public else timezone.now()
    change(actor, work, Visibility.PUBLIC, at, is_holder=is_holder)


@transaction.atomic
def unlist(*, actor: User, work: Track | Release, is_holder: bool = False) -> None:
    """Only who has a secret link may hear it."""
    change(actor, work, Visibility.UNLISTED, past_date(work), is_holder=is_holder)


@transaction.atomic
def withdraw(*, actor: User, work: Track | Release) -> None:
    """Nobody else may hear it, and every secret link is shut."""
    change(actor, work, Visibility.PRIVATE, past_date(work))


def past_date(work: Track | Release) -> datetime | None:
    """A date that was only planned is forgotten; one that has been stays, so that nothing becomes new by hiding it."""
    return None if work.is_scheduled else work.publish_at


def change(
    actor: User, work: Track | Release, visibility: Visibility, at: datetime | None, *, is_holder: bool = False
) -> None:
    if isinstance(work, Release):
        update_release(actor=actor, release=work, visibility=visibility, publish_at=at)
        return
    basis = RightsBasis.HOLDER if is_holder and not work.rights_basis else work.rights_basis
    update_track(actor=actor, track=work, visibility=visibility, publish_at=at, rights_basis=basis)


@dataclass(slots=True)
class Outcome:
    """What became of each of many works; `refused` says why, in a sentence."""

    done: list[Track] = field(default_factory=list)
    refused: list[tuple[Track, str]] = field(default_factory=list)


def for_each(tracks: Iterable[Track], act: Callable[[Track], object]) -> Outcome:
    """Each by itself: one that can't be changed keeps no other from it."""
    outcome = Outcome()
    for track in tracks:
        try:
            with transaction.atomic():
                act(track)
        except (ValidationError, PermissionDenied) as error:
            sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
            outcome.refused.append((track, " ".join(sentences)))
        else:
            outcome.done.append(track)
    return outcome


@transaction.atomic
def publish_with_tracks(*, actor: User, release: Release, at: datetime | None = None, is_holder: bool = False) -> None:
    """The release and those of its tracks that are not public yet, or nothing of it all."""
    publish(actor=actor, work=release, at=at)
    for track in release.tracks.select_related("artist").order_by("release_tracks__position"):
        if track.is_public:
            continue
        try:
            publish(actor=actor, work=track, at=at, is_holder=is_holder)
        except ValidationError as error:
            sentence = f"{track.title}: {' '.join(error.messages)}"
            raise ValidationError({"tracks": sentence}) from error
