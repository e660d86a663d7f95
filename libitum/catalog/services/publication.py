"""When others may hear a work. What the choice means is one rule (`models.publication`)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track, Visibility

from .releases import update_release
from .tracks import update_track


@transaction.atomic
def publish(*, actor: User, work: Track | Release, at: datetime | None = None) -> None:
    """Everybody may hear it: from now on, or from `at`. What is public already keeps its date."""
    if at is not None and at <= timezone.now():
        raise ValidationError({"publish_at": _("Choose a time to come.")})
    if at is None:
        at = work.publish_at if work.is_public else timezone.now()
    change(actor, work, Visibility.PUBLIC, at)


@transaction.atomic
def unlist(*, actor: User, work: Track | Release) -> None:
    """Only who has a secret link may hear it."""
    change(actor, work, Visibility.UNLISTED, past_date(work))


@transaction.atomic
def withdraw(*, actor: User, work: Track | Release) -> None:
    """Nobody else may hear it, and every secret link is shut."""
    change(actor, work, Visibility.PRIVATE, past_date(work))


def past_date(work: Track | Release) -> datetime | None:
    """A date that was only planned is forgotten; one that has been stays, so that nothing becomes new by hiding it."""
    return None if work.is_scheduled else work.publish_at


def change(actor: User, work: Track | Release, visibility: Visibility, at: datetime | None) -> None:
    if isinstance(work, Track):
        update_track(actor=actor, track=work, visibility=visibility, publish_at=at)
    else:
        update_release(actor=actor, release=work, visibility=visibility, publish_at=at)
