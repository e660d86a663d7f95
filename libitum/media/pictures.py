"""The bytes of pictures that wait to be prepared."""

from pathlib import Path

from django.conf import settings

from .models import PictureUpload


def picture_path(picture: PictureUpload) -> Path:
    return Path(settings.UPLOAD_ROOT) / "pictures" / picture.uid


def remove_picture(picture: PictureUpload) -> None:
    picture_path(picture).unlink(missing_ok=True)
