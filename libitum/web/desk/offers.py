"""What the file itself says of a track, for its artist to take over field by field, or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from libitum.catalog.data import genre_choices, language_choices
from libitum.catalog.models import CreditRole, Track
from libitum.catalog.search.folding import fold
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


def suggestions(track: Track, offer: Offer | None) -> list[Suggestion]:
    """Only what the track doesn't say already."""
    if offer is None:
        return []
    names = {"genre": dict(genre_choices()), "language": dict(language_choices())}
    found = [
        Suggestion(field, LABELS[field], str(value), str(names.get(field, {}).get(str(value), value)))
        for field, value in offer.fields.items()
    ]
    return [*found, *further(track, offer.master.tags)]


def further(track: Track, tags: Mapping[str, Any]) -> Iterator[Suggestion]:
    comment = str(tags.get("comment", ""))
    if comment and not track.description:
        yield Suggestion("description", LABELS["description"], comment, comment)
    composer = str(tags.get("composer", ""))[:120]
    known = {fold(credit.name) for credit in track.credits.all() if credit.role == CreditRole.COMPOSER}
    if composer and fold(composer) not in known:
        yield Suggestion("composer", LABELS["composer"], composer, composer)
