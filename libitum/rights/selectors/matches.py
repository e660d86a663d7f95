"""Works that may be one recording, as those concerned may know it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import Match


@dataclass(frozen=True, slots=True)
class Told:
    """A match as somebody sees it from one of its works. `is_mine`: they reported it, so they know the other work."""

    match: Match
    track: Track
    other: Track
    is_mine: bool

    @property
    def was_withdrawn(self) -> bool:
        return self.match.closed_at is not None and not self.match.outcome


def open_between(track: Track, other: Track) -> "QuerySet[Match]":
    pair = Q(track=track, other=other) | Q(track=other, other=track)
    return Match.objects.filter(pair, closed_at=None)


def with_works(rows: "QuerySet[Match]") -> "QuerySet[Match]":
    return rows.select_related("track__artist", "other__artist", "reported_by")


def open_matches() -> "QuerySet[Match]":
    return with_works(Match.objects.filter(closed_at=None)).order_by("opened_at", "pk")


def matches_about(track: Track, reader: User) -> list[Told]:
    """Newest first."""
    rows = Match.objects.filter(Q(track=track) | Q(other=track)).order_by("-opened_at", "-pk")
    return [told(row, track, reader) for row in with_works(rows)]


def open_for(user: User) -> list[Told]:
    """Open ones about this artist's works, as seen from those."""
    rows = with_works(Match.objects.filter(closed_at=None)).order_by("-opened_at", "-pk")
    rows = rows.filter(Q(track__artist__owner=user) | Q(other__artist__owner=user))
    return [told(row, row.track if row.track.artist.owner_id == user.pk else row.other, user) for row in rows]


def told(row: Match, track: Track, reader: User) -> Told:
    seen, other = (row.track, row.other) if row.track_id == track.pk else (row.other, row.track)
    return Told(row, seen, other, is_mine=row.reported_by_id == reader.pk)


def match_by(user: User, uid: str) -> Match | None:
    """One that this person reported."""
    return with_works(Match.objects.filter(uid=uid, reported_by=user)).first()


Span = tuple[datetime, datetime | None]
# Of keys: a work, and one of another account that may be the same recording.
Pairs = QuerySet[Any, tuple[int, int]]


def of_two_accounts() -> "QuerySet[Match]":
    return Match.objects.exclude(track__artist__owner=F("other__artist__owner"))


def open_pairs(keys: Sequence[int]) -> tuple[Pairs, Pairs]:
    """From either side, to be joined to other pairs in one query."""
    rows = of_two_accounts().filter(closed_at=None)
    return (
        rows.filter(track__in=keys).values_list("track", "other"),
        rows.filter(other__in=keys).values_list("other", "track"),
    )


def matched(tracks: Iterable[int]) -> dict[int, list[tuple[int, Span]]]:
    """By the track's key: works of other accounts that may be or might have been the same, from when to when."""
    keys = set(tracks)
    rows = of_two_accounts().filter(Q(track__in=keys) | Q(other__in=keys))
    found: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for track, other, since, until in rows.order_by("pk").values_list("track", "other", "opened_at", "closed_at"):
        for one, twin in ((track, other), (other, track)):
            if one in keys:
                found[one].append((twin, (since, until)))
    return found
