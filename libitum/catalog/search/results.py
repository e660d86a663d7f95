from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet

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


def ranked(rows: "QuerySet[T]", kind: str, words: list[str], limit: int) -> list[T]:
    ids = backend().match(words, kind, DEPTH)
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found][:limit]


def search(query: str, *, limit: int = 20, generated: bool = True) -> Results:
    """What anybody may find: listed works alone, whoever asks. Six queries at most.

    `generated`: also tracks that are declared as made by AI.
    """
    words = folded_words(query)
    if not words:
        return Results()
    return Results(
        tracks=ranked(listed_tracks(generated=generated), "track", words, limit),
        releases=ranked(Release.objects.listed().select_related("artist", "artwork"), "release", words, limit),
        artists=ranked(Artist.objects.listed().select_related("artwork"), "artist", words, limit),
    )
