from django.core.exceptions import ValidationError

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.media.engine.reasons import Refused
from libitum.media.reasons import sentence
from libitum.media.services.artwork import describe_artwork, remove_artwork, send_picture
from libitum.web.forms.artwork import ArtworkFields


def change_picture(actor: User, work: Artist | Track | Release, form: ArtworkFields) -> None:
    """What the form says of the work's picture. Raises ValidationError."""
    data = form.cleaned_data
    alt = data["picture_alt"]
    if data["picture"]:
        try:
            send_picture(actor=actor, work=work, content=data["picture"], alt=alt)
        except Refused as refused:
            raise ValidationError({"picture": sentence(refused.reason, refused.details)}) from refused
    elif data["picture_remove"]:
        remove_artwork(actor=actor, work=work)
    elif "picture_alt" in form.changed_data:
        describe_artwork(actor=actor, work=work, alt=alt)
