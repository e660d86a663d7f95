"""What a deleted row leaves in the storage is written down in the same transaction, however it was deleted."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import Artwork, Master, PictureUpload
from .pictures import remove_picture
from .services.leftovers import discard


@receiver(post_delete, sender=Master)
@receiver(post_delete, sender=Artwork)
def discard_files(instance: Master | Artwork, **kwargs: Any) -> None:
    discard(instance.prefix)


@receiver(post_delete, sender=PictureUpload)
def discard_picture(instance: PictureUpload, **kwargs: Any) -> None:
    remove_picture(instance)
