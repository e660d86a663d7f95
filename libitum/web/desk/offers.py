"""What the file itself says of a track, for its artist to take over field by field, or not."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from libitum.catalog.data import genre_choices, language_choices
from libitum.media.selectors.offers import Offer

LABELS: Mapping[str, str | Promise] = {
    "title": _("Title"),
    "description": _("Description"),
    "lyrics": _("Lyrics"),
    "isrc": "ISRC",
    "recorded_year": _("Year of recording"),
    "language": _("Language"),
    "genre": _("Genre"),
    "composer": _("Composer"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value` goes into the field; `shown` is what it means to people."""

    field: str
    label: str | Promise
    value: str
    shown: str


def suggestions(offer: Offer | None) -> list[Suggestion]:
    """Only what the track doesn't say already."""
    if offer is None:
        return []
    names = {"genre": dict(genre_choices()), "language": dict(language_choices())}
    values = {**offer.fields, **({"composer": offer.composer} if offer.composer else {})}
    return [
        Suggestion(field, LABELS[field], str(value), str(names.get(field, {}).get(str(value), value)))
        for field, value in values.items()
    ]
