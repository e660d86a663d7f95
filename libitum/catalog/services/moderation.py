"""Taking down and restoring; the decision, its reasons and its record are the community room's."""

from django.utils import timezone

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.signals import visibility_decided


def take_down(*, work: Artist | Track | Release) -> None:
    """Nobody but the owner and moderators sees it from now on; nothing is deleted."""
    if work.taken_down_at is None:
        work.taken_down_at = timezone.now()
        work.save(update_fields=["taken_down_at"])
        visibility_decided.send(sender=type(work), work=work)


def restore(*, work: Artist | Track | Release) -> None:
    if work.taken_down_at is not None:
        work.taken_down_at = None
        work.save(update_fields=["taken_down_at"])
        visibility_decided.send(sender=type(work), work=work)
