from django import template

from libitum.media import reasons
from libitum.media.models import PictureUpload

register = template.Library()


@register.filter
def why_picture(picture: PictureUpload) -> str:
    """Why a picture can't be had, or what it waits for."""
    return reasons.why_picture(picture)
