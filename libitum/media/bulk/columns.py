"""The columns of a table to import. Data for the parser, the page and the documentation alike."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Column:
    """`also`: other names people give it. `example`: a cell of the template."""

    name: str
    about: "_StrPromise"
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False


COLUMNS = (
    Column("file", _("The recording's name in the folder"), "01-dusk.flac", ("filename", "file_name", "path"), True),
    Column("title", _("Title of the track"), "Dusk", ("track", "name"), True),
    Column("artist", _("Address or name of one of your pages, if not the one chosen"), "", ("artist_name",)),
    Column("release", _("Title of the release it is on"), "Evening Songs", ("album", "release_title")),
    Column("kind", _("album, ep or single"), "album", ("release_kind", "type")),
    Column("position", _("Its number on the release"), "1", ("track_number", "number", "no")),
    Column(
        "date", _("Day it comes or came out (2026-05-04), or the year of recording (2026)"), "2026-05-04", ("year",)
    ),
    Column("genre", _("One of the site's genres"), "folk"),
    Column("tags", _("Free words, with commas or semicolons between"), "evening, guitar", ("tag", "keywords")),
    Column("isrc", _("Twelve characters, hyphens or none"), "IT-XYZ-26-00001"),
    Column("language", _("Code of the language of the words (it), or zxx for no words"), "it"),
    Column(
        "licence", _("all-rights-reserved, or the short name of a Creative Commons licence"), "CC BY 4.0", ("license",)
    ),
    Column(
        "rights_basis", _("holder if you hold the rights, licensed if its holder published it"), "holder", ("rights",)
    ),
    Column("source_url", _("Where its holder published it"), "", ("source",)),
    Column("attribution", _("How its holder wishes to be named"), "", ("credit_line",)),
    Column("explicit", _("yes or no"), "no"),
    Column("downloadable", _("May listeners download it? yes or no"), "no", ("download",)),
    Column("visibility", _("private, unlisted or public; private if nothing is said"), "private"),
    Column("publish_at", _("Time of release (2026-05-04 18:00), UTC unless it says otherwise"), "", ("release_time",)),
    Column("description", _("A text about it"), "For the hour after rain.", ("about", "comment")),
    Column("lyrics", _("The words"), ""),
    Column(
        "credits",
        _("role:name; role:name. A name that begins with @ is the address of a page here"),
        "composer:Ada Ferrante; vocals:Mira Kos",
    ),
    Column("ai_vocals", _("How far AI was used: none, assisted or generated"), "none"),
    Column("ai_instrumentation", _("likewise, for the instruments"), "none"),
    Column("ai_composition", _("likewise, for the composition"), "none"),
    Column("ai_lyrics", _("likewise, for the words"), "none"),
    Column("ai_postproduction", _("likewise, for mixing and mastering"), "assisted"),
)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
BY_NAME = {name: column.name for column in COLUMNS for name in (column.name, *column.also)}
