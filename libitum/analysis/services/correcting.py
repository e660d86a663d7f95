"""The artist's own word on tempo and key, which wins over any engine's."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.analysis.answers import FASTEST, SLOWEST
from libitum.analysis.models import Correction, Key, Mode
from libitum.catalog.models import Track


@transaction.atomic
def correct(
    *, actor: User, track: Track, tempo: float | None = None, key: str = "", mode: str = "", hidden: bool = False
) -> None:
    """What is left out is as the engine says. Raises ValidationError."""
    if track.artist.owner_id != actor.pk:
        raise PermissionDenied(_("Only the artist can do this."))
    if tempo is not None and not SLOWEST <= tempo <= FASTEST:
        raise ValidationError({"tempo": _("A tempo is between 20 and 400 beats in a minute.")})
    if bool(key) != bool(mode):
        raise ValidationError({"key": _("A key has a tonic and a mode: say both, or neither.")})
    if key and (key not in Key.values or mode not in Mode.values):
        raise ValidationError({"key": _("There is no such key.")})
    fields = {"tempo": tempo, "key": key, "mode": mode, "hidden": hidden}
    if not any(fields.values()):
        Correction.objects.filter(track=track).delete()
        return
    Correction.objects.update_or_create(track=track, defaults=fields)
