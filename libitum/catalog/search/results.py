from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.tracks import listed_tracks

from .backends import backend
from .folding import words as folded_words

# Matches looked at before visibility is applied; only the listed ones of them are shown.
DEPTH = 400
T = TypeVar("T", Artist, Release, Track)


@dataclass(slots=True)
class Results:
    tracks: list[Track] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    artists: list[Artist] = field(default_factory=list)

    @property
    def is_found(self) -> bool:
        return bool(self.tracks or self.releases or self.artists)


def ranked(rows: "QuerySet[T]", listed: "QuerySet[T]", kind: str, words: list[str], limit: int) -> list[T]:
    """Of `rows` those that are also in `listed`.

    That is asked row by row, by its key: SQLite, told both at once, goes through all that is public.
    """
    ids = backend().match(words, kind, DEPTH)
    rows = rows.filter(Exists(listed.filter(pk=OuterRef("pk"))))
    shown: list[T] = []
    # Most works are listed: more are read only where too few of the first are.
    for part in (ids[: 2 * limit], ids[2 * limit :]):
        if len(shown) < limit:
            found = rows.in_bulk(part)
            shown += [found[pk] for pk in part if pk in found]
    return shown[:limit]


def search(query: str, *, limit: int = 20, generated: bool = True) -> Results:
    """What anybody may find: listed works alone, whoever asks. Six queries, nine where much of it is hidden.

    `generated`: also tracks that are declared as made by AI.
    """
    words = folded_words(query)
    if not words:
        return Results()
    tracks = Track.objects.select_related("artist", "artwork")
    releases = Release.objects.select_related("artist", "artwork")
    artists = Artist.objects.select_related("artwork")
    return Results(
        tracks=ranked(tracks, listed_tracks(generated=generated), "track", words, limit),
        releases=ranked(releases, Release.objects.listed(), "release", words, limit),
        artists=ranked(artists, Artist.objects.listed(), "artist", words, limit),
    )
