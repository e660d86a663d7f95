"""What a recording brought along, for its artist to take up."""

from dataclasses import dataclass

from libitum.catalog.data import OLDEST_RECORDING, genre_choices, language_choices
from libitum.catalog.models import CreditRole, Track
from libitum.catalog.search.folding import fold
from libitum.media.models import Artwork, Master

TITLE_CHARACTERS, LYRICS_CHARACTERS, NAME_CHARACTERS = 200, 20_000, 120
# ISO 639-2 and 639-3 as tags write them, for the languages that most songs are in.
LONG_CODES = {
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "ita": "it",
    "deu": "de",
    "ger": "de",
    "spa": "es",
    "por": "pt",
    "nld": "nl",
    "dut": "nl",
    "jpn": "ja",
    "hun": "hu",
    "pol": "pl",
    "swe": "sv",
    "rus": "ru",
}


@dataclass(frozen=True)
class Offer:
    """`fields`: columns of Track with values they would take; `composer`: a credit that the track hasn't got.

    `artist` and `album` are only to be shown.
    """

    master: Master
    fields: dict[str, str | int]
    composer: str
    artist: str
    album: str
    cover: Artwork | None


def offer_of(track: Track) -> Offer | None:
    """For the newest recording; None when it brought nothing that the track hasn't got already."""
    master = track.masters.select_related("offered_artwork").order_by("-created_at", "-pk").first()
    if master is None:
        return None
    fields = {name: value for name, value in fields_from(master.tags).items() if getattr(track, name) != value}
    if track.description:  # a file's comment is a poor thing beside what somebody has written
        fields.pop("description", None)
    composer = uncredited_composer(track, master.tags)
    cover = getattr(master, "offered_artwork", None)
    if not fields and not composer and cover is None:
        return None
    return Offer(master, fields, composer, str(master.tags.get("artist", "")), str(master.tags.get("album", "")), cover)


def uncredited_composer(track: Track, tags: dict[str, str | int]) -> str:
    name = str(tags.get("composer", ""))[:NAME_CHARACTERS]
    credited = {fold(credit.name) for credit in track.credits.all() if credit.role == CreditRole.COMPOSER}
    return "" if fold(name) in credited else name


def fields_from(tags: dict[str, str | int]) -> dict[str, str | int]:
    """Only what the form would take as well."""
    genre = genre_named(str(tags.get("genre", "")))
    language = LONG_CODES.get(str(tags.get("language", "")), str(tags.get("language", "")))
    known = {code for code, _name in language_choices()}
    year = int(tags.get("year", 0))
    fields: dict[str, str | int] = {
        "title": str(tags.get("title", ""))[:TITLE_CHARACTERS],
        "lyrics": str(tags.get("lyrics", ""))[:LYRICS_CHARACTERS],
        "isrc": str(tags.get("isrc", "")),
        "genre": genre,
        "language": language if language in known else "",
        "recorded_year": year if year >= OLDEST_RECORDING else 0,
        "description": str(tags.get("comment", "")),
    }
    return {name: value for name, value in fields.items() if value}


def genre_named(text: str) -> str:
    """The genre of ours whose code or English name is among the tag's words."""
    words = text.casefold()
    for code, _name in genre_choices():
        if code and code.replace("-", " ") in words.replace("-", " "):
            return code
    return ""
