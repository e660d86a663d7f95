"""What must be true of a track beyond each column's own limits."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from libitum.catalog.models import RightsBasis, Track, Visibility

from .columns import check_columns

ALL_RIGHTS_RESERVED = "all-rights-reserved"
# ISO 3901: country, registrant, year, designation.
ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")


def validate_track(track: Track, *, alone: bool = False) -> None:
    """Normalise and check; raises ValidationError with a sentence per field. `alone`: without looking at the others."""
    track.isrc = re.sub(r"[\s-]", "", track.isrc).upper()
    check_columns(track, alone=alone)
    errors: dict[str, str] = {}
    if track.isrc and not ISRC.fullmatch(track.isrc):
        errors["isrc"] = _("An ISRC has twelve characters: two letters, three letters or digits, seven digits.")
    if track.visibility != Visibility.PRIVATE and not track.rights_basis:
        errors["rights_basis"] = _("Say by what right you publish this before others can hear it.")
    if track.rights_basis == RightsBasis.LICENSED and not track.source_url:
        errors["source_url"] = _("Name the source where its holder published it.")
    if track.rights_basis == RightsBasis.LICENSED and track.licence == ALL_RIGHTS_RESERVED:
        errors["licence"] = _("Say under which licence its holder published it.")
    if track.licence != ALL_RIGHTS_RESERVED and not track.rights_basis:
        errors["rights_basis"] = _("Only who holds the rights can choose this licence: say that you do.")
    if errors:
        raise ValidationError(errors)
