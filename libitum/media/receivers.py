"""What a deleted row leaves in the storage is written down in the same transaction, however it was deleted.

And what files say follows what holds for their track.
"""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.signals import audio_ready, policy_changed, track_saved, visibility_decided

from .models import Artwork, Master, PictureUpload, Stamped
from .pictures import remove_picture
from .services.leftovers import discard
from .services.stamps import settle
from .stamps import folder_of


@receiver(post_delete, sender=Master)
@receiver(post_delete, sender=Artwork)
@receiver(post_delete, sender=Stamped)
def discard_files(instance: Master | Artwork | Stamped, **kwargs: Any) -> None:
    discard(instance.prefix)


@receiver(post_delete, sender=Master)
def discard_stamped_files(instance: Master, **kwargs: Any) -> None:
    """With one that was being published at this very moment."""
    discard(folder_of(instance.uid))


@receiver(post_delete, sender=PictureUpload)
def discard_picture(instance: PictureUpload, **kwargs: Any) -> None:
    remove_picture(instance)


@receiver(track_saved)
@receiver(audio_ready)
@receiver(policy_changed)
def say_what_holds(track: Track, **kwargs: Any) -> None:
    settle(track)


@receiver(visibility_decided)
def say_what_is_decided(work: Artist | Release | Track, **kwargs: Any) -> None:
    if isinstance(work, Track):
        settle(work)
